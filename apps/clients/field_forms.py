"""The form that defines a custom field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.clients.models import CustomField
from apps.clients.models.custom_field import LONGEST_HELP, LONGEST_NAME, LONGEST_UNIT

SHOWN = ("on_profile", "on_list", "on_intake")
CHOICE = "choice_"


class FieldForm(forms.Form):
    """A field as people define it: choices one a line, and for those there are a box each, emptied to take one away."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    kind = forms.ChoiceField(label=_("Kind"), choices=CustomField.Kind)
    help_text = forms.CharField(
        label=_("Help"), max_length=LONGEST_HELP, required=False, help_text=_("Stands under the field.")
    )
    unit = forms.CharField(label=_("Unit"), max_length=LONGEST_UNIT, required=False, help_text=_("Such as cm or bpm."))
    minimum = forms.FloatField(label=_("Least"), required=False, widget=forms.TextInput({"inputmode": "decimal"}))
    maximum = forms.FloatField(label=_("Most"), required=False, widget=forms.TextInput({"inputmode": "decimal"}))
    choices = forms.CharField(label=_("Choices"), required=False, widget=forms.Textarea, help_text=_("One a line."))
    is_required = forms.BooleanField(label=_("Must be answered"), required=False)
    on_profile = forms.BooleanField(label=_("On the profile"), required=False)
    on_list = forms.BooleanField(label=_("In the list of clients"), required=False)
    on_intake = forms.BooleanField(
        label=_("On the intake form"),
        required=False,
        help_text=_("Clients answer it there, also when they do not see it afterwards."),
    )
    audience = forms.ChoiceField(
        label=_("Who sees it"),
        choices=CustomField.Audience,
        widget=forms.RadioSelect,
        help_text=_("Choose trainers and managers for anything about health."),
    )
    own = forms.ChoiceField(label=_("The client"), choices=CustomField.Own, widget=forms.RadioSelect)

    def __init__(self, *args: Any, field: CustomField | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.field = field
        if field is None:
            return
        del self.fields["kind"]
        if not field.has_choices:
            del self.fields["choices"]
        if field.kind != CustomField.Kind.NUMBER:
            for name in ("unit", "minimum", "maximum"):
                del self.fields[name]
        for choice in field.offered if field.has_choices else []:
            one = forms.CharField(label=choice["label"], initial=choice["label"], required=False)
            self.fields[f"{CHOICE}{choice['key']}"] = one

    @property
    def choice_fields(self) -> list[forms.BoundField]:
        """The boxes of the choices there are."""
        return [self[name] for name in self.fields if name.startswith(CHOICE)]

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        given = dict(self.cleaned_data)
        kept = [
            {"key": name.removeprefix(CHOICE), "label": given.pop(name)}
            for name in list(given)
            if name.startswith(CHOICE)
        ]
        if "choices" in given:
            new = [line.strip() for line in given["choices"].splitlines() if line.strip()]
            given["choices"] = [*(choice for choice in kept if choice["label"]), *new]
        return given


def initial_of(field: CustomField) -> dict[str, Any]:
    """Return a field as the form shows it."""
    names = ("name", "help_text", "unit", "minimum", "maximum", "is_required", *SHOWN, "audience", "own")
    shown = {name: getattr(field, name) for name in names}
    bounds = ((name, shown[name]) for name in ("minimum", "maximum"))
    return shown | {name: f"{bound:.15g}" for name, bound in bounds if bound is not None}


NEW = {"kind": CustomField.Kind.TEXT, "on_profile": True, "audience": "team", "own": "none"}
