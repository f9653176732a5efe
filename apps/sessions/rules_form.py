"""The form of the booking rules."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.sessions.models.rules import LIMITS, Settlement, SlotStep


def number(name: str, label: Any, help_text: Any) -> forms.IntegerField:
    """Return the field of a rule that is a whole number, with the rule's limits."""
    low, high = LIMITS[name]
    return forms.IntegerField(label=label, help_text=help_text, min_value=low, max_value=high)


class RulesForm(forms.Form):
    """Every rule, and the version that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    buffer_minutes = number("buffer_minutes", _("Free time after a session"), _("The trainer and the room stay taken."))
    cancel_notice_hours = number(
        "cancel_notice_hours",
        _("Notice to cancel"),
        _("A client who cancels later than this before the start is late."),
    )
    late_cancel = forms.ChoiceField(
        label=_("When a client cancels late, the credit"), choices=Settlement, widget=forms.RadioSelect
    )
    no_show = forms.ChoiceField(
        label=_("When a client does not come, the credit"), choices=Settlement, widget=forms.RadioSelect
    )
    offer_minutes = number(
        "offer_minutes", _("Time to answer an offer"), _("Less when the group starts soon. Then the next is asked.")
    )
    self_booking = forms.BooleanField(
        label=_("Clients may book themselves"), help_text=_("On your booking page, and in the app."), required=False
    )
    minimum_notice_minutes = number(
        "minimum_notice_minutes", _("Earliest"), _("How long before its start a session can still be booked.")
    )
    horizon_days = number("horizon_days", _("Furthest"), _("How far ahead clients may book."))
    slot_step_minutes = forms.TypedChoiceField(label=_("Free times start"), choices=SlotStep, coerce=int)

    @property
    def changes(self) -> dict[str, Any]:
        """Return the rules without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}
