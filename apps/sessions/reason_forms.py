"""Acts that need a reason."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.sessions.models.rules import Settlement
from apps.sessions.services.settling import LONGEST_REASON


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_REASON, help_text=_("Stands in the history."))


class CreditForm(ReasonForm):
    credit = forms.ChoiceField(label=_("The credit"), choices=Settlement, widget=forms.RadioSelect)

    field_order = ("credit", "reason")
