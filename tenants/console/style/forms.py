"""The forms of the style page: the picker, and one field of every kind."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.common.widgets import PhoneInput, TokenInput

DEFAULT_COLOR = "#006968"


COUNTRIES = (
    *(("DK", "Denmark"), ("FI", "Finland"), ("FR", "France"), ("DE", "Germany"), ("GR", "Greece"), ("IS", "Iceland")),
    *(("IN", "India"), ("JP", "Japan"), ("NL", "Netherlands"), ("NO", "Norway"), ("RE", "Réunion"), ("SE", "Sweden")),
    *(("GB", "United Kingdom"), ("US", "United States"), ("ZA", "South Africa"), ("AX", "Åland Islands")),
)
WRONG = {
    "name": "",
    "email": "nora@northside",
    "address": "north side",
    "weight": "eighty",
    "phone_country": "SE",
    "phone_number": "12",
    "country": "",
}
"""Values that the form below refuses."""


class Picker(forms.Form):
    """What the page is looked at with."""

    use_required_attribute = False
    color = forms.RegexField(r"^#[0-9a-fA-F]{6}$", label=_("Brand colour"), widget=forms.TextInput({"type": "color"}))
    theme = forms.ChoiceField(label=_("Theme"), choices=[("", _("Both")), ("light", _("Light")), ("dark", _("Dark"))])
    direction = forms.ChoiceField(
        label=_("Direction"), choices=[("ltr", _("Left to right")), ("rtl", _("Right to left"))]
    )


class Specimens(forms.Form):
    """One field of every kind; what is said in it is an example, not translated."""

    name = forms.CharField(label="Name", help_text="As on the contract.", initial="Marcus Adeyemi")
    email = forms.EmailField(label="E-mail", required=False)
    address = forms.SlugField(
        label="Address",
        initial="northside",
        error_messages={"invalid": "Letters, digits and hyphens only: north-side is free."},
    )
    price = forms.DecimalField(label="Price", initial="65.00")
    weight = forms.DecimalField(label="Weight", required=False, initial="82.1")
    password = forms.CharField(label="Password", widget=forms.PasswordInput({"autocomplete": "new-password"}))
    notes = forms.CharField(label="Notes", required=False, widget=forms.Textarea({"rows": 3}))
    trainer = forms.ChoiceField(label="Trainer", choices=[("n", "Nora Lindqvist"), ("s", "Sam Iyer")])
    country = forms.ChoiceField(label="Country", initial="SE")
    day = forms.DateField(label="Day", initial="2026-11-26", widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    at = forms.TimeField(label="Time", initial="12:30", widget=forms.TimeInput({"type": "time"}, "%H:%M"))
    phone = forms.CharField(label="Phone", initial="+46701234567")
    minutes = forms.IntegerField(label="Length", initial=60, min_value=15, max_value=240)
    tags = forms.CharField(
        label="Tags",
        required=False,
        initial="Morning, Online",
        help_text="With commas between them.",
        widget=TokenInput(["Competition", "Knee", "Morning", "Online", "Postnatal"], makes=True),
    )
    kind = forms.ChoiceField(
        label="Kind",
        choices=[("personal", "Personal"), ("group", "Group"), ("online", "Online")],
        initial="personal",
        widget=forms.RadioSelect,
    )
    goal = forms.ChoiceField(
        label="Goal",
        choices=[("loss", "Lose fat"), ("gain", "Gain strength")],
        initial="gain",
        widget=forms.RadioSelect,
    )
    days = forms.MultipleChoiceField(
        label="Days",
        required=False,
        choices=[("mo", "Monday"), ("tu", "Tuesday"), ("we", "Wednesday")],
        initial=["mo"],
        widget=forms.CheckboxSelectMultiple,
    )
    tell = forms.BooleanField(required=False, label="Tell the client by message", help_text="Sent at once.")
    file = forms.FileField(label="CSV file", required=False, help_text="Up to 10 MB.")
    photo = forms.FileField(
        label="Photo",
        required=False,
        help_text="JPEG, PNG, WebP or HEIC, up to 20 MB.",
        widget=forms.FileInput({"accept": "image/*"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country, phone = self.fields["country"], self.fields["phone"]
        if isinstance(country, forms.ChoiceField):
            country.choices = [("", "Choose a country"), *COUNTRIES]
        phone.widget = PhoneInput(COUNTRIES, home="SE")

    def clean_phone(self) -> str:
        number = str(self.cleaned_data["phone"])
        if " " in number:
            raise forms.ValidationError("“%(number)s” is too short for a number in Sweden.", params={"number": number})
        return number
