"""What people write about groups."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.sessions.services.seats import MOST_SEATS


class CapacityForm(forms.Form):
    """Empty is no limit."""

    capacity = forms.IntegerField(
        label=_("Places"), min_value=1, max_value=MOST_SEATS, required=False, help_text=_("Empty: no limit.")
    )
