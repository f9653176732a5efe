"""The forms of the intake's steps, of goals and of documents. What a value must be like is the services' business."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.clients.custom_forms import PREFIX, WithCustomFields, gathered, intake_form_fields
from apps.clients.forms import ClientForm, take_phones
from apps.clients.models import Clearance, ConsentDocument, Goal
from apps.clients.questionnaire import CURRENT, NO, YES, FollowUp
from apps.clients.services.intake.measures import MEASURES, unit_of
from apps.clients.services.values.amounts import UNITS, amount_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from django.forms import BoundField

    from apps.clients.models import Client
    from apps.clients.questionnaire import Question
    from apps.clients.records import Standing


class YesNoField(forms.ChoiceField):
    """Yes or no. The form lets a gap pass: which gaps matter is the questionnaire's business."""

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, choices=[(YES, _("Yes")), (NO, _("No"))], widget=forms.RadioSelect)

    def validate(self, value: Any) -> None:
        """Leave it to the service."""


def day_input() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class StepForm(forms.Form):
    """A step; the browser does not insist on anything, since the services say what is missing in better words."""

    use_required_attribute = False


class DetailsForm(WithCustomFields, StepForm):
    """What clients say of themselves first, and what the business asks besides."""

    phone = forms.CharField(label=_("Phone"), max_length=60, required=False)
    date_of_birth = forms.CharField(label=_("Date of birth"), required=False, widget=day_input())

    def __init__(self, *args: Any, client: Client, is_staff: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        take_phones(self)
        if not is_staff:  # the team has them where it edits clients
            self.fields |= intake_form_fields(client)

    def given(self) -> dict[str, Any]:
        """Return the values as the services take them; of the custom fields those that were changed."""
        kept = {name for name in self.fields if name.startswith(PREFIX) and name not in self.changed_data}
        return gathered({name: value for name, value in self.cleaned_data.items() if name not in kept})


class AskedField(forms.CharField):
    """Shown as needed; whether it may be empty is decided by the whole form."""

    def validate(self, value: Any) -> None:
        """Leave it to the form."""


class AddForm(ClientForm):
    """A new client. That somebody has no e-mail or phone is said, not forgotten."""

    use_required_attribute = False  # a box can stand for a value

    email = AskedField(
        label=_("E-mail"), max_length=254, show_hidden_initial=True, widget=forms.TextInput({"inputmode": "email"})
    )
    phone = AskedField(label=_("Phone"), max_length=60, show_hidden_initial=True)
    no_email = forms.BooleanField(label=_("Has no e-mail"), required=False)
    no_phone = forms.BooleanField(label=_("Has no phone"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("email") and not given.get("no_email"):
            self.add_error("email", _("Give an e-mail, or say that they have none."))
        if not given.get("phone") and not given.get("no_phone"):
            self.add_error("phone", _("Give a phone, or say that they have none."))
        return given

    def given(self) -> dict[str, Any]:
        """Return what the client is made of."""
        return {name: value for name, value in super().given().items() if name not in {"no_email", "no_phone"}}


class GoalForm(StepForm):
    """One goal, with or without a number."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Goal.Kind, required=False)
    text = forms.CharField(label=_("Goal"), max_length=400)
    target = forms.CharField(
        label=_("Target"), required=False, max_length=40, widget=forms.TextInput({"inputmode": "decimal"})
    )
    unit = forms.ChoiceField(
        label=_("Unit"), required=False, choices=[("", _("No number")), *((u.code, u.label) for u in UNITS.values())]
    )
    target_date = forms.CharField(label=_("By when"), required=False, widget=day_input())


class ContactForm(StepForm):
    """Whom to call, and what to reach: the headline in one's own words, and at most one countable goal at a time."""

    emergency_name = forms.CharField(label=_("Emergency contact"), max_length=400, required=False)
    emergency_phone = forms.CharField(label=_("Their phone"), max_length=60, required=False)
    emergency_relation = forms.CharField(
        label=_("Relation"), max_length=120, required=False, help_text=_("Such as wife, brother or neighbour.")
    )
    goal = forms.CharField(
        label=_("What do you want to reach?"),
        max_length=400,
        required=False,
        help_text=_("In a few words. It stands at the top of the profile."),
    )
    goal_kind = forms.ChoiceField(label=_("Kind"), choices=Goal.Kind, required=False)
    goal_text = forms.CharField(label=_("A goal to measure"), max_length=400, required=False)
    goal_target = forms.CharField(
        label=_("Target"), required=False, max_length=40, widget=forms.TextInput({"inputmode": "decimal"})
    )
    goal_unit = forms.ChoiceField(
        label=_("Unit"), required=False, choices=[("", _("No number")), *((u.code, u.label) for u in UNITS.values())]
    )
    goal_target_date = forms.CharField(label=_("By when"), required=False, widget=day_input())
    goal_key = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        take_phones(self)

    def goal_fields(self) -> dict[str, str]:
        """Return the countable goal; empty when nothing of it was typed."""
        names = ("kind", "text", "target", "unit", "target_date")
        given = {name: self.cleaned_data.get(f"goal_{name}", "") for name in names}
        return given if given["text"] or given["target"] else {}


class HealthForm(StepForm):
    """The questionnaire: follow-ups stand under their question and are shown after a yes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in CURRENT.items():
            self.fields[item.key] = self._field(item)

    def _field(self, item: Question | FollowUp) -> forms.Field:
        if isinstance(item, FollowUp) and item.kind == "text":
            return forms.CharField(
                label=str(item.words), required=False, max_length=600, widget=forms.Textarea({"rows": 2})
            )
        return YesNoField(item.words)

    def groups(self) -> list[tuple[BoundField, list[BoundField]]]:
        """Return each question with its follow-ups."""
        return [(self[one.key], [self[more.key] for more in one.follow_ups]) for one in CURRENT.questions]


class MeasuresForm(StepForm):
    """Numbers in the person's units."""

    measured_on = forms.DateField(label=_("Measured on"), required=False, widget=day_input())

    def __init__(self, *args: Any, weight: str, length: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suffixes = {name: unit_of(measure, weight=weight, length=length) for name, measure in MEASURES.items()}
        for name, measure in MEASURES.items():
            widget = forms.NumberInput({"step": "0.1", "min": "0", "inputmode": "decimal"})
            self.fields[name] = forms.CharField(label=str(measure.label), required=False, max_length=20, widget=widget)

    def rows(self) -> list[tuple[BoundField, str]]:
        """Return each measure with its unit."""
        return [(self[name], self.suffixes[name]) for name in MEASURES]

    def typed(self) -> dict[str, str]:
        """Return what was typed."""
        return {name: self.cleaned_data.get(name, "") for name in MEASURES}


def measures_as_typed(values: Mapping[str, int], *, weight: str, length: str) -> dict[str, str]:
    """Return measures as the form shows them."""
    return {
        name: amount_in(values[name], unit_of(measure, weight=weight, length=length))
        for name, measure in MEASURES.items()
        if name in values
    }


class ConsentsForm(StepForm):
    """A box for each document that is not agreed to yet, and a name as the signature."""

    signed_name = AskedField(label=_("Full name, as a signature"), max_length=400)
    on_paper = forms.BooleanField(label=_("Signed on paper, and we keep the sheet"), required=False)

    def __init__(self, *args: Any, standing: list[Standing], is_staff: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.open = [one for one in standing if one.is_missing]
        if not is_staff:
            del self.fields["on_paper"]
        for one in self.open:
            self.fields[self._name(one)] = forms.BooleanField(label=_("I have read this and agree"), required=False)

    def rows(self) -> list[tuple[Standing, BoundField]]:
        """Return each document with its box."""
        return [(one, self[self._name(one)]) for one in self.open]

    def chosen(self) -> list[UUID]:
        """Return the versions that were ticked."""
        return [one.version.pk for one in self.open if self.cleaned_data.get(self._name(one))]

    @staticmethod
    def _name(one: Standing) -> str:
        return f"agree_{one.version.pk.hex}"


class ClearanceForm(StepForm):
    """What a doctor said."""

    state = forms.ChoiceField(
        label=_("What was decided"),
        choices=[
            (Clearance.CLEARED, _("Cleared by a doctor")),
            (Clearance.DECLINED, _("The client declined to ask")),
            (Clearance.NEEDED, _("A doctor should be asked")),
        ],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Who, and what they said"), max_length=600, required=False, widget=forms.Textarea({"rows": 2})
    )
    cleared_on = forms.CharField(label=_("Cleared on"), required=False, widget=day_input())
    cleared_until = forms.CharField(label=_("Until"), required=False, widget=day_input())


class DocumentForm(StepForm):
    """A document to agree to."""

    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=ConsentDocument.Kind)
    text = forms.CharField(
        label=_("Words"),
        max_length=21_000,
        widget=forms.Textarea({"rows": 14}),
        help_text=_("Plain text. Other words are a new version, and every client is asked again."),
    )
    is_required = forms.BooleanField(label=_("A client cannot finish the intake without it"), required=False)


class BirthForm(StepForm):
    """Who opens the link proves to be the client."""

    answer = forms.CharField(label=_("Your date of birth"), max_length=20, widget=day_input())


class PhoneEndForm(StepForm):
    """The same by the end of the phone number."""

    answer = forms.CharField(
        label=_("The last four digits of your phone number"),
        max_length=20,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )


def today_text() -> str:
    return timezone.localdate().isoformat()
