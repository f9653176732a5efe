"""The business's documents: their words live in versions, and a changed word is a new version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.permissions import Permission
from apps.clients.models import ConsentDocument, ConsentVersion
from apps.clients.services.values.refusal import Refused
from apps.clients.services.values.texts import filled, many_lines, one_line
from apps.common.errors import InvalidInput, NotAllowed, NotFound

if TYPE_CHECKING:
    from uuid import UUID

    from apps.accounts.models import User

LONGEST_TITLE, LONGEST_WORDS = 120, 20_000


def add_document(  # noqa: PLR0913 - a document is told whole
    *, by: User, kind: str, title: str, text: str, is_required: bool = False, document_id: UUID | None = None
) -> ConsentDocument:
    """Add a document with its first version. `document_id` makes the call safe to repeat. Raises InvalidInput, NotAllowed."""
    _check_may(by)
    title, text = _checked(kind, title, text)
    with transaction.atomic():
        if document_id and (known := ConsentDocument.objects.filter(pk=document_id).first()):
            return known
        given = {"pk": document_id} if document_id else {}
        document = ConsentDocument.objects.create(kind=kind, title=title, is_required=is_required, **given)
        ConsentVersion.objects.create(document=document, number=1, text=text, by=by)
    return document


def change_document(  # noqa: PLR0913 - a document is told whole
    *,
    document_id: UUID,
    by: User,
    kind: str,
    title: str,
    text: str,
    is_required: bool,
    expected_version: int | None = None,
) -> ConsentDocument:
    """Change a document; other words become a new version, which every client is asked for anew.

    Raises InvalidInput, StaleVersion, NotFound, NotAllowed.
    """
    _check_may(by)
    title, text = _checked(kind, title, text)
    with transaction.atomic():
        document = _locked(document_id)
        document.check_version(expected_version)
        newest = document.versions.order_by("-number").first()
        number = newest.number if newest else 0
        if newest is None or newest.text != text:
            ConsentVersion.objects.create(document=document, number=number + 1, text=text, by=by)
        document.kind, document.title, document.is_required = kind, title, is_required
        document.touch()
        document.save()
    return document


def retire_document(*, document_id: UUID, by: User) -> ConsentDocument:
    """Ask nobody for it any more; what was agreed to stays. Raises IllegalTransition, NotFound, NotAllowed."""
    return _turn(document_id, by, is_retiring=True)


def revive_document(*, document_id: UUID, by: User) -> ConsentDocument:
    """Ask for it again. Raises IllegalTransition, NotFound, NotAllowed."""
    return _turn(document_id, by, is_retiring=False)


def _turn(document_id: UUID, by: User, *, is_retiring: bool) -> ConsentDocument:
    _check_may(by)
    with transaction.atomic():
        document = _locked(document_id)
        if is_retiring:
            document.retire()
        else:
            document.revive()
        document.touch()
        document.save()
    return document


def _locked(document_id: UUID) -> ConsentDocument:
    document = ConsentDocument.objects.select_for_update().filter(pk=document_id).first()
    if document is None:
        raise NotFound(_("There is no such document."))
    return document


def _check_may(by: User) -> None:
    if not by.may(Permission.BUSINESS_EDIT):
        raise NotAllowed(_("Only owners and managers change what clients agree to."))


def _checked(kind: str, title: str, text: str) -> tuple[str, str]:
    problems: dict[str, str] = {}
    if kind not in ConsentDocument.Kind.values:
        problems["kind"] = _("Choose a kind of document.")
    try:
        title = filled(one_line(title, longest=LONGEST_TITLE), _("Give it a title."))
    except Refused as refusal:
        problems["title"] = refusal.reason
    try:
        text = filled(many_lines(text, longest=LONGEST_WORDS), _("Write what clients agree to."))
    except Refused as refusal:
        problems["text"] = refusal.reason
    if problems:
        raise InvalidInput(problems)
    return title, text
