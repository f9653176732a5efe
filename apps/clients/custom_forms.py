"""Custom fields as form fields: one for each, called `custom.<field id>`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.clients.custom import editable_fields, intake_fields, live_fields
from apps.clients.models import CustomField
from apps.clients.selectors import trainers
from apps.clients.services.custom.answers import LONGEST_LINE, LONGEST_LINK, LONGEST_TEXT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apps.accounts.models import User
    from apps.clients.models import Client

PREFIX = "custom."
Kind = CustomField.Kind


class Checks(forms.CheckboxSelectMultiple):
    """Boxes whose value is one text: the keys with commas between them."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        values = data.getlist(name) if hasattr(data, "getlist") else [data.get(name) or ""]
        return ",".join(value for value in values if value)

    def format_value(self, value: Any) -> list[str]:
        return str(value).split(",") if value else []


class ChecksField(forms.CharField):
    """Several choices."""

    widget = Checks

    def __init__(self, *, choices: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(**options)
        self.choices = choices
        self.widget.choices = choices

    def in_words(self, value: str) -> str:
        """Return the labels behind the keys."""
        labels = dict(self.choices)
        return ", ".join(labels.get(key, key) for key in value.split(",") if key)


class AnswerChoice(forms.ChoiceField):
    """One of several."""

    def __init__(self, *, choices: list[tuple[str, Any]], **options: Any) -> None:
        super().__init__(choices=choices, **options)
        self.labels = dict(choices)

    def in_words(self, value: str) -> str:
        """Return the label behind a key."""
        return str(self.labels.get(value, value))


class TextField(forms.CharField):
    """Anything that is typed, with its unit."""

    def __init__(self, *, unit: str, **options: Any) -> None:
        super().__init__(**options)
        self.unit = unit


class WithCustomFields(forms.Form):
    """A form that holds custom fields among others."""

    @property
    def custom_rows(self) -> list[dict[str, Any]]:
        """The custom fields with their units, for the template."""
        names = [name for name in self.fields if name.startswith(PREFIX)]
        return [{"bound": self[name], "unit": getattr(self.fields[name], "unit", "")} for name in names]


def custom_form_fields(user: User) -> dict[str, forms.Field]:
    """Return a form field for each that the person may answer."""
    return {f"{PREFIX}{field.key}": form_field(field) for field in editable_fields(user)}


def intake_form_fields(client: Client) -> dict[str, forms.Field]:
    """Return a form field for each that the client is asked for. An answer that clients do not see stays hidden."""
    found: dict[str, forms.Field] = {}
    for field in intake_fields():
        shown = found[f"{PREFIX}{field.key}"] = form_field(field)
        if field.key not in client.custom:
            continue
        if field.own == CustomField.Own.NONE:
            shown.required = False
            shown.help_text = _("There is an answer already: leave this empty to keep it.")
        else:
            shown.initial = _as_text(field, client.custom[field.key])
    return found


def form_field(field: CustomField) -> forms.Field:
    """Return the control that asks for an answer. What it must be like is the service's business."""
    options: dict[str, Any] = {
        "label": field.name,
        "help_text": field.help_text,
        "required": field.is_required,
        "show_hidden_initial": True,
    }
    match field.kind:
        case Kind.YES_NO:
            return AnswerChoice(choices=[("", _("Not said")), ("yes", _("Yes")), ("no", _("No"))], **options)
        case Kind.CHOICE:
            return AnswerChoice(choices=[("", _("Not said")), *_labels(field)], **options)
        case Kind.CHOICES:
            return ChecksField(choices=_labels(field), **options)
    return TextField(unit=field.unit, max_length=_LONGEST.get(Kind(field.kind), 60), widget=_widget(field), **options)


def assistants_field() -> ChecksField:
    """Return the control for those who train a client besides the one who leads."""
    people = [(str(one.pk), one.full_name) for one in trainers()]
    return ChecksField(choices=people, label=_("Also trains"), required=False, show_hidden_initial=True)


def part_words(field: forms.Field, values: list[str]) -> list[str]:
    """Return what several values of a custom field, or of boxes, read as; nothing for a field of another kind."""
    if not isinstance(field, ChecksField | AnswerChoice):
        return []
    return [field.in_words(value) for value in values]


def custom_values(client: Client) -> dict[str, str]:
    """Return a client's answers as the form shows them, by the form field's name."""
    return {f"{PREFIX}{field.key}": _as_text(field, client.custom.get(field.key)) for field in live_fields()}


def gathered(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a form's values as the services take them: the answers together under `custom`."""
    custom = {name.removeprefix(PREFIX): value for name, value in values.items() if name.startswith(PREFIX)}
    others = {name: value for name, value in values.items() if not name.startswith(PREFIX)}
    return {**others, "custom": custom} if custom else others


def _labels(field: CustomField) -> list[tuple[str, str]]:
    """Offer also what is gone: a client who has it keeps it; for others the service refuses it."""
    return [
        (choice["key"], f"{choice['label']} {_('(no longer offered)')}" if choice.get("gone") else choice["label"])
        for choice in field.choices
    ]


def _widget(field: CustomField) -> forms.Widget:
    if field.kind == Kind.LONG_TEXT:
        return forms.Textarea()
    if field.kind == Kind.DATE:
        return forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    types = {Kind.NUMBER: {"inputmode": "decimal"}, Kind.LINK: {"inputmode": "url"}}
    return forms.TextInput({**types.get(Kind(field.kind), {}), "autocomplete": "off"})


def _as_text(field: CustomField, answer: Any) -> str:
    if answer is None:
        return ""
    if field.kind == Kind.YES_NO:
        return "yes" if answer else "no"
    return ",".join(answer) if field.kind == Kind.CHOICES else str(answer)


_LONGEST = {Kind.TEXT: LONGEST_LINE, Kind.LONG_TEXT: LONGEST_TEXT, Kind.LINK: LONGEST_LINK}
