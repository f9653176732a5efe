"""Small choices that a person makes once and finds again on every device."""

from __future__ import annotations

from django.db.models import F, Func, JSONField, Value

from apps.accounts.models import User

LONGEST = 40


def remember(*, user: User, name: str, value: str) -> None:
    """Keep a choice under `name` (a room's own word, such as `calendar_view`); the same again writes nothing.

    One statement that touches this name only, so that two at once lose nothing. No event: it is nobody's business.
    Raises ValueError for what is no short word: names and values come from code, not from people.
    """
    if user.preferences.get(name) == value:
        return
    if max(len(name), len(value)) > LONGEST:
        raise ValueError(name)
    added = Value({name: value}, output_field=JSONField())
    joined = Func(F("preferences"), added, template="%(expressions)s", arg_joiner=" || ", output_field=JSONField())
    User.objects.filter(pk=user.pk).update(preferences=joined)
    user.preferences = {**user.preferences, name: value}
