"""Form widgets of our own."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from apps.common import phones

if TYPE_CHECKING:
    from collections.abc import Iterable


class TokenInput(forms.TextInput):
    """Several words with commas between; where scripts run each is a token, and those that are known are found while typing."""

    def __init__(self, known: Iterable[str], *, makes: bool = False) -> None:
        """Offer `known`; `makes`: other words are offered as new ones."""
        names = json.dumps(list(known), ensure_ascii=False)
        super().__init__({"data-known": names, "data-makes": makes, "autocomplete": "off"})


class LongSelect(forms.Select):
    """A list of hundreds, without groups: what does not change of it is drawn once a process, not an option at a time."""

    template_name = "django/forms/widgets/long_select.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = forms.Widget.get_context(self, name, value, attrs)
        listed = _options(tuple((str(key), str(label)) for key, label in self.choices))
        for chosen in self.format_value(value):
            option = format_html('<option value="{}"', chosen)
            listed = listed.replace(f"{option}>", f"{option} selected>", 1)
        context["widget"]["options"] = SafeString(listed)
        return context


@lru_cache(maxsize=64)
def _options(choices: tuple[tuple[str, str], ...]) -> str:
    return str(format_html_join("\n", '<option value="{}">{}</option>', choices))


class PhoneInput(forms.MultiWidget):
    """A phone number: the country beside the number. Its value is E.164, or what was typed where it is no number.

    What a wrong number is told is the business of whoever reads the value.
    """

    template_name = "django/forms/widgets/phone.html"
    use_fieldset = False

    def __init__(self, countries: Iterable[tuple[str, str]], *, home: str) -> None:
        """Offer `countries` (ISO 3166 alpha-2, name), the business's own first."""
        self.home = home
        named = [(code, f"{dial} {name}") for code, name in countries if (dial := phones.dial_code(code))]
        choices = sorted(named, key=lambda choice: choice[0] != home)
        country = LongSelect(
            {"aria-label": _("Country code"), "autocomplete": "off", "data-phone-country": True}, choices
        )
        number = forms.TextInput({"type": "tel", "autocomplete": "tel", "inputmode": "tel"})
        super().__init__({"country": country, "number": number})

    def id_for_label(self, id_: str | None) -> str:
        return f"{id_}_1" if id_ else ""  # Django numbers the parts of a widget

    def decompress(self, value: Any) -> list[str]:
        return [*phones.split(str(value), self.home)] if value else [self.home, ""]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:  # type: ignore[override] # one value of two parts
        if name in data:  # made from values, not by a browser
            return str(data[name])
        country, number = super().value_from_datadict(data, files, name)
        return phones.joined(str(number or ""), str(country or self.home))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        country, _number = value if isinstance(value, list) else self.decompress(value)
        return {**super().get_context(name, value, attrs), "code": phones.dial_code(country)}
