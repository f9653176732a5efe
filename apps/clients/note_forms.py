"""The forms of notes and of the log of contacts. What a value must be like is the services' business."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.clients.models import ClientContact
from apps.clients.models.contact import LONGEST_SAID
from apps.clients.models.note import LONGEST_NOTE
from apps.clients.permissions import may_see_health

if TYPE_CHECKING:
    from apps.accounts.models import User

Way, Direction = ClientContact.Way, ClientContact.Direction
WAYS = [(way.value, way.label) for way in Way if way != Way.LETTER]


class NoteForm(forms.Form):
    """A note, new or rewritten."""

    body = forms.CharField(
        label=_("Note"),
        error_messages={"required": _("Write something first.")},
        widget=forms.Textarea({"rows": 5, "maxlength": LONGEST_NOTE}),
    )
    is_pinned = forms.BooleanField(
        label=_("Pin it"), required=False, help_text=_("It stands on the profile, under Keep in mind.")
    )
    about_health = forms.BooleanField(label=_("About health"), required=False)

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "note_%s", **options})
        self.fields["about_health"].help_text = (
            _("Trainers and managers read it, the front desk does not.")
            if may_see_health(user)
            else _("Then only trainers, managers and you read it.")
        )


class ContactForm(forms.Form):
    """One time that the two were in touch; nothing has to be filled in."""

    way = forms.ChoiceField(label=_("How"), choices=WAYS, initial=Way.CALL, widget=forms.RadioSelect)
    direction = forms.ChoiceField(
        label=_("Which way"), choices=Direction.choices, initial=Direction.OUT, widget=forms.RadioSelect
    )
    said = forms.CharField(
        label=_("What was said"), required=False, widget=forms.Textarea({"rows": 3, "maxlength": LONGEST_SAID})
    )
    at = forms.DateTimeField(
        label=_("When"),
        required=False,
        help_text=_("Empty: just now."),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    follow_up_on = forms.DateField(
        label=_("Follow up on"),
        required=False,
        help_text=_("It then stands on Today."),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "contact_%s", **options})
