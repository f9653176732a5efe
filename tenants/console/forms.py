"""Reasons are asked for, because the audit keeps them."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """Why the state of a business changes."""

    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("Colleagues read it in the audit."), widget=forms.TextInput()
    )


class RecoveryForm(forms.Form):
    """Whose way back, and how staff made sure who asks."""

    email = forms.EmailField(
        label=_("E-mail of the owner"), max_length=254, widget=forms.EmailInput({"autocomplete": "off"})
    )
    identity_check = forms.CharField(
        label=_("How you made sure who asks"),
        max_length=450,
        min_length=20,
        widget=forms.Textarea({"rows": 3}),
        help_text=_(
            "Two ways at least: called back on the number of the contract, last invoice, document. Colleagues read it in the audit."
        ),
    )
