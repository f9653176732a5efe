"""Forms of what comes after the hour: how it was, and what is to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.sessions.models.feedback import LONGEST_PLACE, LONGEST_WORDS
from apps.sessions.models.task import LONGEST_TEXT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apps.accounts.models import User
    from apps.clients.models import Client

YES, NO = "yes", "no"
EFFORTS = [("", _("Not said")), *((str(half / 2).removesuffix(".0"),) * 2 for half in range(2, 21))]
PAIN = [("", _("Not said")), *((str(level), str(level)) for level in range(1, 11))]


class FeedbackForm(forms.Form):
    """How a session was; `with_pain` False where whoever fills it in does not see health."""

    rating = forms.TypedChoiceField(
        label=_("How was it?"),
        choices=[("1", _("Poor")), ("2", _("Fair")), ("3", _("Good")), ("4", _("Very good")), ("5", _("Great"))],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    effort = forms.ChoiceField(
        label=_("How hard was it?"),
        choices=EFFORTS,
        required=False,
        help_text=_("1 is rest, 10 is all you had."),
    )
    has_pain = forms.ChoiceField(
        label=_("Any pain?"), choices=[(NO, _("No")), (YES, _("Yes"))], required=False, widget=forms.RadioSelect
    )
    pain_where = forms.CharField(label=_("Where"), max_length=LONGEST_PLACE, required=False)
    pain_level = forms.TypedChoiceField(
        label=_("How much"), choices=PAIN, coerce=int, empty_value=None, required=False, help_text=_("10 is the worst.")
    )
    words = forms.CharField(
        label=_("In words"), max_length=LONGEST_WORDS, required=False, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, with_pain: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not with_pain:
            for name in ("has_pain", "pain_where", "pain_level"):
                del self.fields[name]

    def values(self) -> dict[str, Any]:
        """Return what was said as the service takes it; pain that is described is pain."""
        said = dict(self.cleaned_data)
        said["effort"] = said["effort"] or None
        if "has_pain" in said:
            described = bool(said["pain_where"] or said["pain_level"])
            said["has_pain"] = True if described else {YES: True, NO: False}.get(said["has_pain"])
        return said


class TaskForm(forms.Form):
    """Something to do."""

    text = forms.CharField(
        label=_("What is to be done"),
        max_length=LONGEST_TEXT,
        error_messages={"required": _("Say what is to be done.")},
    )
    due_on = forms.DateField(
        label=_("When"), initial=timezone.localdate, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    assignee = forms.ChoiceField(label=_("Who"))
    client = forms.ChoiceField(label=_("About"), required=False)
    session = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, team: Sequence[User], clients: Sequence[Client], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["assignee"] = forms.ChoiceField(
            label=_("Who"), choices=[(str(person.pk), person.full_name) for person in team]
        )
        nobody = [("", _("Nobody in particular"))]
        self.fields["client"] = forms.ChoiceField(
            label=_("About"),
            choices=nobody + [(str(client.pk), client.full_name) for client in clients],
            required=False,
        )

    def values(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        return said | {"client": said["client"] or None}
