"""The clients' forms. What a value must be like is the services' business; a form only carries it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.accounts.permissions import Permission
from apps.clients.custom_forms import WithCustomFields, assistants_field, custom_form_fields, custom_values
from apps.clients.models import Client
from apps.clients.models.folding import digits_of
from apps.clients.permissions import may_see_health
from apps.clients.selectors import trainers
from apps.clients.services.values.countries import country_choices
from apps.clients.tags import live_tags, tags_of
from apps.common.business import current
from apps.common.widgets import LongSelect, PhoneInput, TokenInput

if TYPE_CHECKING:
    from apps.accounts.models import User

FIELDS = (
    *("first_name", "last_name", "email", "phone", "country", "date_of_birth"),
    *("emergency_name", "emergency_phone", "emergency_relation"),
    *("status", "trainer", "goal", "member_since", "notes", "health_notes"),
)
PHONES = ("phone", "emergency_phone")


def _day() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class ClientForm(WithCustomFields):
    """Adding and editing. Each field remembers what it was, so that an edit sends only what the person changed."""

    first_name = forms.CharField(label=_("First name"), max_length=200, show_hidden_initial=True)
    last_name = forms.CharField(label=_("Last name"), max_length=200, required=False, show_hidden_initial=True)
    email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        show_hidden_initial=True,
        widget=forms.TextInput({"inputmode": "email"}),
    )
    phone = forms.CharField(label=_("Phone"), max_length=60, required=False, show_hidden_initial=True)
    country = forms.ChoiceField(label=_("Country"), required=False, show_hidden_initial=True, widget=LongSelect)
    date_of_birth = forms.CharField(label=_("Date of birth"), required=False, show_hidden_initial=True, widget=_day())
    emergency_name = forms.CharField(
        label=_("Emergency contact"), max_length=200, required=False, show_hidden_initial=True
    )
    emergency_phone = forms.CharField(label=_("Their phone"), max_length=60, required=False, show_hidden_initial=True)
    emergency_relation = forms.CharField(
        label=_("Relation"),
        max_length=60,
        required=False,
        show_hidden_initial=True,
        help_text=_("Such as wife, brother or neighbour."),
    )
    status = forms.ChoiceField(
        label=_("Status"), choices=Client.Status, show_hidden_initial=True, widget=forms.RadioSelect
    )
    trainer = forms.ChoiceField(label=_("Trainer"), required=False, show_hidden_initial=True)
    goal = forms.CharField(label=_("Goal"), max_length=200, required=False, show_hidden_initial=True)
    member_since = forms.CharField(label=_("Client since"), required=False, show_hidden_initial=True, widget=_day())
    notes = forms.CharField(
        label=_("Notes"), max_length=10_000, required=False, show_hidden_initial=True, widget=forms.Textarea
    )
    health_notes = forms.CharField(
        label=_("Health notes"),
        max_length=10_000,
        required=False,
        show_hidden_initial=True,
        widget=forms.Textarea,
        help_text=_("Injuries, conditions, medication. Only trainers and managers see this."),
    )
    tags = forms.CharField(
        label=_("Tags"),
        max_length=2_500,
        required=False,
        show_hidden_initial=True,
        help_text=_("With commas between them, such as: Morning, Online."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        take_phones(self)
        self.fields["tags"].widget = TokenInput(
            live_tags().values_list("name", flat=True), makes=user.may(Permission.TAGS_ADD)
        )
        country, trainer = self.fields["country"], self.fields["trainer"]
        if isinstance(country, forms.ChoiceField) and isinstance(trainer, forms.ChoiceField):
            country.choices = [("", _("Not known")), *country_choices()]
            trainer.choices = [("", _("Nobody yet")), *((str(one.pk), one.full_name) for one in trainers())]
        self.fields["assistants"] = assistants_field()
        self.fields |= custom_form_fields(user)
        if not may_see_health(user):
            del self.fields["health_notes"]

    def given(self) -> dict[str, Any]:
        """Return every field's value; an empty day of joining counts as not said."""
        return {name: value for name, value in self.cleaned_data.items() if name != "member_since" or value}

    def changed(self) -> dict[str, Any]:
        """Return the values of the fields that the person changed."""
        return changed_in(self)


def changed_in(form: forms.Form) -> dict[str, Any]:
    """Return what the person changed: a phone kept from before, that is no number by today's rules, is not touched by that."""
    changed = {name: form.cleaned_data[name] for name in form.changed_data if name in form.cleaned_data}
    for name in PHONES:
        was = form.data.get(form.add_initial_prefix(name), "")
        if name in changed and was and digits_of(str(changed[name])) == digits_of(was):
            del changed[name]
    return changed


def take_phones(form: forms.Form) -> None:
    """Give a form's phones a country beside the number, the business's own first."""
    for name in PHONES:
        if name in form.fields:
            form.fields[name].widget = PhoneInput(country_choices(), home=current().country)


class OwnForm(WithCustomFields):
    """What clients change in their own record."""

    email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        show_hidden_initial=True,
        widget=forms.TextInput({"inputmode": "email", "autocomplete": "email"}),
    )
    phone = forms.CharField(label=_("Phone"), max_length=60, required=False, show_hidden_initial=True)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        take_phones(self)
        self.fields |= custom_form_fields(user)

    def changed(self) -> dict[str, Any]:
        """Return the values of the fields that the person changed."""
        return changed_in(self)


def values_of(client: Client) -> dict[str, str]:
    """Return a client's values as the form shows them."""
    return {
        **{name: getattr(client, name) or "" for name in FIELDS},
        "trainer": str(client.trainer_id or ""),
        "date_of_birth": client.date_of_birth.isoformat() if client.date_of_birth else "",
        "member_since": client.member_since.isoformat(),
        **custom_values(client),
        "assistants": ",".join(str(one) for one in client.assistants),
        "tags": ", ".join(tag.name for tag in tags_of(client)),
    }


class UploadForm(forms.Form):
    """The file to import."""

    file = forms.FileField(
        label=_("CSV file"),
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".csv,.txt,text/csv,text/plain"}),
        help_text=_("Up to 10 MB and 50,000 clients, from any program that exports CSV."),
    )
