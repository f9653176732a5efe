"""The sign-up form. The rules are the service's; this only draws and carries."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SignUpForm(forms.Form):
    """Five fields, and the browser's time zone where it tells."""

    business_name = forms.CharField(
        label=_("Studio name"), max_length=120, widget=forms.TextInput({"autocomplete": "organization"})
    )
    subdomain = forms.CharField(
        label=_("Your address"),
        max_length=63,
        widget=forms.TextInput({"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}),
    )
    owner_name = forms.CharField(label=_("Your name"), max_length=150, widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.CharField(label=_("Email"), max_length=254, widget=forms.EmailInput({"autocomplete": "email"}))
    password = forms.CharField(
        label=_("Password"),
        max_length=128,
        strip=False,
        help_text=_("12 characters or more. A sentence works well."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    time_zone = forms.CharField(required=False, widget=forms.HiddenInput({"data-time-zone": ""}))


class FindStudioForm(forms.Form):
    """Where somebody who has a studio goes to sign in."""

    subdomain = forms.CharField(
        label=_("Your studio’s address"),
        max_length=63,
        widget=forms.TextInput({"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}),
    )
