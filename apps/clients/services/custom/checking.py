"""The answers somebody gives for a client, all at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from apps.clients.custom import editable_fields, intake_fields
from apps.clients.services.custom.answers import parse_answer
from apps.clients.services.values.refusal import Refused
from apps.common.errors import InvalidInput

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.clients.models import Client


def check_custom(given: Any, *, client: Client | None, by: User | None) -> dict[str, Any]:
    """Return all answers of a client with those that were given: `{field id: answer}`, None takes one away.

    Raises InvalidInput with every answer that cannot be taken, on `custom.<field id>`; a field that the person may not
    answer is as unknown as one that is not there. By nobody: the client, in the intake.
    """
    if not isinstance(given, Mapping):
        raise InvalidInput({"custom": _("Answers are an object: a field's id, and the answer.")})
    answers = dict(client.custom) if client else {}
    known = {field.key: field for field in (editable_fields(by) if by else intake_fields())}
    problems: dict[str, str] = {}
    for key, value in given.items():
        field = known.get(str(key))
        try:
            if field is None:
                raise Refused(_("There is no such field."))  # noqa: TRY301 - told like the others, at its key
            answer = parse_answer(field, value, was=answers.get(field.key))
            if answer is None and field.is_required:
                raise Refused(_("“%(name)s” is needed.") % {"name": field.name})  # noqa: TRY301 - the same
        except Refused as refusal:
            problems[f"custom.{str(key)[:80]}"] = refusal.reason
            continue
        answers.pop(field.key, None)
        if answer is not None:
            answers[field.key] = answer
    if problems:
        raise InvalidInput(problems)
    return answers


def check_needed(custom: Mapping[str, Any], *, by: User) -> None:
    """Insist on the answers that a new client needs, as far as the person may give them. Raises InvalidInput."""
    missing = [field for field in editable_fields(by).filter(is_required=True) if field.key not in custom]
    if missing:
        words = _("“%(name)s” is needed.")
        raise InvalidInput({f"custom.{field.key}": words % {"name": field.name} for field in missing})
