"""What people write about locations and rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.sessions.models.room import LONGEST_ADDRESS, LONGEST_NAME, MOST_SEATS
from apps.sessions.rooms import rooms
from apps.sessions.services.closing_rooms import MOVE, STAY

if TYPE_CHECKING:
    from apps.sessions.models import Room


class LocationForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    address = forms.CharField(label=_("Address"), max_length=LONGEST_ADDRESS, required=False)


class NewRoomForm(forms.Form):
    name = forms.CharField(label=_("Room"), max_length=LONGEST_NAME)
    seats = forms.IntegerField(
        label=_("Seats"),
        required=False,
        min_value=1,
        max_value=MOST_SEATS,
        help_text=_("How many clients fit. Leave empty where nobody counts."),
    )


class ChangeRoomForm(NewRoomForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ChangeLocationForm(LocationForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class RoomArchivingForm(forms.Form):
    """What becomes of what is booked in a room."""

    sessions = forms.ChoiceField(
        label=_("What is booked there"),
        widget=forms.RadioSelect,
        choices=[(STAY, _("Stays there")), (MOVE, _("Moves"))],
    )
    into = forms.TypedChoiceField(label=_("Into"), required=False, empty_value=None, coerce=UUID)

    def __init__(self, *args: Any, room: Room, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(other.pk), other.label) for other in rooms().exclude(pk=room.pk)]
        self.fields["into"].choices = [("", _("Choose a room")), *choices]  # type: ignore[attr-defined] # a choice field

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("sessions") == MOVE and not values.get("into") and "into" not in self.errors:
            self.add_error("into", _("Choose the room they move into."))
        return values
