"""The form behind “Add filter” and the chips, made of the filters that are registered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from apps.clients.selectors.filters import LONGEST_TEXT, MOST_DAYS, filters_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apps.accounts.models import User
    from apps.clients.selectors.asked import Asked
    from apps.clients.selectors.filters import Filter


@dataclass(frozen=True, slots=True)
class Option:
    """A filter with its choices, asked for once."""

    filter: Filter
    choices: Sequence[tuple[str, str]] = ()

    def words(self, text: str) -> str:
        """Say a value as the chip does."""
        if self.filter.choices:
            known = dict(self.choices)
            return ", ".join(known.get(one, one) for one in text.split(","))
        return self.filter.words(self.filter.read(text))


def options_for(user: User) -> list[Option]:
    """Return what the person may filter by."""
    return [_option(one) for one in filters_for(user)]


def options_used(user: User, asked: Asked) -> list[Option]:
    """Return the filters that are in use; nobody is asked for the choices of the others."""
    return [_option(one) for one in filters_for(user) if one.name in asked.filters]


def _option(one: Filter) -> Option:
    return Option(one, one.choices() if one.choices else ())


class FilterForm(forms.Form):
    """Every field may stay empty; the address takes only what is filled."""

    def __init__(self, options: Sequence[Option], **kwargs: Any) -> None:
        super().__init__(auto_id="filter_%s", **kwargs)
        for option in options:
            self.fields[option.filter.name] = _field(option)


def _field(option: Option) -> forms.Field:
    one = option.filter
    common: dict[str, Any] = {"label": one.label, "required": False}
    match one.control:
        case "choice":
            return forms.ChoiceField(choices=[("", _("Any")), *option.choices], **common)
        case "number":
            common["label"] = _("%(filter)s (days)") % {"filter": one.label}
            return forms.IntegerField(min_value=1, max_value=MOST_DAYS, **common)
        case "date":
            return forms.CharField(widget=forms.DateInput({"type": "date"}), **common)
    return forms.CharField(max_length=LONGEST_TEXT, **common)
