"""How tags, further trainers and custom fields read in a client's history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from apps.clients import wording
from apps.clients.custom import in_words
from apps.clients.models import CustomField, Tag
from apps.clients.permissions import may_see_health

if TYPE_CHECKING:
    from collections.abc import Sequence


def register() -> None:
    """Say how each of them reads. Answers may be about health: those who may see health see their history."""
    wording.register_words("tags", words=_tags)
    wording.register_words("assistants", words=_people)
    wording.register_words("custom", words=_answers, may_see=may_see_health)


def _tags(values: Sequence[Any]) -> list[str]:
    names = {str(pk): name for pk, name in Tag.objects.filter(pk__in=_ids(values)).values_list("pk", "name")}
    return [", ".join(names.get(one, _("a tag that is gone")) for one in value or []) for value in values]


def _people(values: Sequence[Any]) -> list[str]:
    users = get_user_model().objects.filter(pk__in=_ids(values)).values_list("pk", "full_name")
    names = {str(pk): name for pk, name in users}
    return [", ".join(names.get(one, _("somebody who left")) for one in value or []) for value in values]


def _answers(values: Sequence[Any]) -> list[str]:
    fields = {
        field.key: field for field in CustomField.objects.filter(pk__in={key for value in values for key in value})
    }
    return ["; ".join(_answer(fields.get(key), answer) for key, answer in value.items()) for value in values]


def _answer(field: CustomField | None, answer: Any) -> str:
    name = field.name if field else _("A field that is gone")
    words = _("none") if answer is None else in_words(field, answer) if field else str(answer)
    return f"{name}: {words}"


def _ids(values: Sequence[Any]) -> set[str]:
    return {one for value in values for one in value or []}
