"""Reasons are asked for, because the audit keeps them."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """Why the state of a business changes."""

    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("Colleagues read it in the audit."), widget=forms.TextInput()
    )
