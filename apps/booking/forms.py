"""Forms of the booking page. What is allowed is decided by the services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.booking.models.bookable import LONGEST, SHORTEST, BookableKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apps.accounts.models import User
    from apps.booking.models import BookableType
    from apps.clients.models import Client


class RequestForm(forms.Form):
    """Who asks for a time. `website` is for machines that fill in everything: people never see it."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    at = forms.DateTimeField(widget=forms.HiddenInput)
    first_name = forms.CharField(
        label=_("First name"), max_length=80, widget=forms.TextInput({"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label=_("Last name"), max_length=80, widget=forms.TextInput({"autocomplete": "family-name"})
    )
    email = forms.EmailField(label=_("E-mail"), max_length=254, widget=forms.EmailInput({"autocomplete": "email"}))
    phone = forms.CharField(
        label=_("Phone"), max_length=32, required=False, widget=forms.TextInput({"type": "tel", "autocomplete": "tel"})
    )
    website = forms.CharField(
        label=_("Leave this empty"), required=False, widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"})
    )


class OwnForm(forms.Form):
    """A client who moves a session to another time, or their place `to` another group."""

    at = forms.DateTimeField(required=False)
    to = forms.UUIDField(required=False)


class OwnRequestForm(forms.Form):
    """A client who books; for whom is asked where they answer for others too."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    at = forms.DateTimeField(widget=forms.HiddenInput)
    client = forms.ChoiceField(label=_("For whom"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: Sequence[Client], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.pk), one.full_name) for one in people]
        self.fields["client"].choices = choices  # type: ignore[attr-defined] # a choice field
        self.fields["client"].initial = choices[0][0] if choices else None
        self.asks_for_whom = self.fields["client"].required = len(choices) > 1


class PlaceForm(forms.Form):
    """A place in a group, or in the line before it."""

    client = forms.UUIDField()
    act = forms.ChoiceField(choices=[("take", ""), ("wait", "")])


class CancelForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


class BookableForm(forms.Form):
    """What can be booked."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Name"), max_length=80)
    kind = forms.ChoiceField(
        label=_("Type"), choices=BookableKind, initial=BookableKind.PERSONAL, widget=forms.RadioSelect
    )
    minutes = forms.IntegerField(label=_("Length"), min_value=SHORTEST, max_value=LONGEST, initial=60)
    price = forms.CharField(
        label=_("Price"), max_length=40, required=False, help_text=_("Words, such as “£55” or “First hour free”.")
    )
    description = forms.CharField(
        label=_("What it is"), max_length=300, required=False, widget=forms.Textarea({"rows": 2})
    )
    trainers = forms.MultipleChoiceField(
        label=_("Who gives it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nobody ticked: everybody who trains."),
    )

    def __init__(self, *args: Any, team: list[User], bookable: BookableType | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["trainers"].choices = [(str(one.pk), one.full_name) for one in team]  # type: ignore[attr-defined] # a choice field
        if bookable:
            names = ("version", "name", "kind", "minutes", "price", "description")
            self.initial.update({name: getattr(bookable, name) for name in names})
            self.initial["trainers"] = list(bookable.trainer_ids)

    @property
    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        names = ("name", "kind", "minutes", "price", "description")
        return {**{name: given[name] for name in names}, "trainer_ids": sorted(given["trainers"])}
