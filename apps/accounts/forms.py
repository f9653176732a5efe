"""Forms about people. What is allowed is decided by the services."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from apps.accounts.policies import assignable_roles
from apps.accounts.roles import INVITABLE, Role
from apps.accounts.units import LengthUnit, WeightUnit
from apps.common.time_zones import time_zones
from apps.common.widgets import LongSelect

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apps.accounts.models import User

NAME_LENGTH = 150


def role_choices(roles: Iterable[Role]) -> list[tuple[str, Any]]:
    return [(role.value, role.label) for role in roles]


class InviteForm(forms.Form):
    """Somebody to join the team."""

    email = forms.EmailField(label=_("E-mail"), max_length=254, widget=forms.EmailInput({"autocomplete": "off"}))
    full_name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=role_choices(INVITABLE), initial=Role.TRAINER)


class AcceptForm(forms.Form):
    """The name and password of somebody who was invited."""

    full_name = forms.CharField(
        label=_("Your name"), max_length=NAME_LENGTH, widget=forms.TextInput({"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("12 characters or more. A sentence works well."),
    )


class EmailChangeForm(forms.Form):
    """Another address to sign in with, and the password."""

    email = forms.EmailField(label=_("New e-mail"), max_length=254, widget=forms.EmailInput({"autocomplete": "email"}))
    password = forms.CharField(
        label=_("Your password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


class RoleForm(forms.Form):
    """A member's role; offers what this person may give."""

    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        if isinstance(field, forms.ChoiceField):
            field.choices = role_choices(assignable_roles(by))


class SecondStepForm(forms.Form):
    """From when on the team needs a second step."""

    USUAL_GRACE = timedelta(days=14)

    starts_on = forms.DateField(
        label=_("Needed from"),
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        help_text=_("Who has none is told by mail now. Today is at once; at most 90 days ahead."),
    )


class ProfileForm(forms.Form):
    """One's own name, time zone, language and units."""

    full_name = forms.CharField(
        label=_("Name"), max_length=NAME_LENGTH, widget=forms.TextInput({"autocomplete": "name"})
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False, widget=LongSelect)
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("As usual in the country")), *settings.LANGUAGES]
    )
    weight_unit = forms.ChoiceField(
        label=_("Weights in"), required=False, choices=[("", _("As usual in the country")), *WeightUnit.choices]
    )
    length_unit = forms.ChoiceField(
        label=_("Lengths in"), required=False, choices=[("", _("As usual in the country")), *LengthUnit.choices]
    )

    def __init__(self, *args: Any, business_zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["time_zone"]
        if isinstance(field, forms.ChoiceField):
            own = _("As the business: %(zone)s") % {"zone": business_zone}
            field.choices = [("", own), *((zone, zone.replace("_", " ")) for zone in time_zones())]
