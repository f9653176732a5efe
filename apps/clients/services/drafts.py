"""Drafts: what somebody typed and did not send. One a form; of two tabs the later one asks before it takes over."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.clients.models import Draft
from apps.common import due
from apps.common.errors import Conflict, InvalidInput

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

EXPIRE = "clients.draft_expiry"
KEPT_FOR = dt.timedelta(days=30)
LARGEST = 60_000  # characters
FORMS = frozenset({"add", "edit", "details", "contact", "health", "measures", "consents"})
LEFT_OUT = frozenset(
    {"csrfmiddlewaretoken", "draft_tab", "draft_seen", "draft_form", "draft_thing", "draft_keep", "go"}
)


def save_draft(  # noqa: PLR0913 - whose, of what, and from which tab
    *, holder: UUID, form: str, thing: UUID, tab: str, seen: int, data: Mapping[str, Sequence[str]]
) -> Draft:
    """Keep what is typed. `tab` names the opened page, `seen` the version of the draft that it showed.

    Raises Conflict when another tab wrote since: nothing is overwritten. InvalidInput for a form that keeps none, and
    for far too much text.
    """
    if form not in FORMS:
        raise InvalidInput({"draft_form": _("This form keeps no draft.")})
    kept = {
        name: [value.replace("\0", "") for value in values] for name, values in data.items() if name not in LEFT_OUT
    }
    if sum(len(value) for values in kept.values() for value in values) > LARGEST:
        raise InvalidInput({"draft_form": _("This is too long for a draft.")})
    with transaction.atomic():
        draft, is_new = Draft.objects.select_for_update().get_or_create(
            holder=holder, form=form, thing=thing, defaults={"data": kept, "tab": tab}
        )
        if not is_new:
            if draft.tab != tab and seen < draft.version:
                raise Conflict(
                    _("Another tab is writing this draft."), code="other_tab", extra={"version": draft.version}
                )
            draft.data, draft.tab = kept, tab
            draft.touch()
            draft.save()
        due.schedule(kind=EXPIRE, key=str(draft.pk), due_at=timezone.now() + KEPT_FOR)
    return draft


def find_draft(*, holder: UUID, form: str, thing: UUID | None = None) -> Draft | None:
    """Return the draft of a form; without `thing` the one that was written last."""
    drafts = Draft.objects.filter(holder=holder, form=form)
    return (drafts.filter(thing=thing) if thing else drafts).order_by("-updated_at").first()


def discard_draft(*, holder: UUID, form: str, thing: UUID) -> None:
    """Throw a draft away, because it was sent or is not wanted; none is fine."""
    with transaction.atomic():
        drafts = Draft.objects.filter(holder=holder, form=form, thing=thing)
        if keys := [str(key) for key in drafts.values_list("pk", flat=True)]:
            drafts.delete()
            due.cancel(kind=EXPIRE, keys=keys)


def expire_draft(*, draft_id: str) -> None:
    """Throw a draft away that nobody went on with for thirty days. Safe to run any number of times."""
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(pk=draft_id).first()
        if draft and draft.updated_at + KEPT_FOR > timezone.now():
            due.schedule(kind=EXPIRE, key=draft_id, due_at=draft.updated_at + KEPT_FOR)
            return
        if draft:
            draft.delete()
        due.cancel(kind=EXPIRE, keys=[draft_id])
