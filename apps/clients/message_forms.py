"""The form of a message. What a value must be like is the service's business."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.clients.models.message import LONGEST_SUBJECT, LONGEST_TEXT


class MessageForm(forms.Form):
    """Subject and text; the hidden key makes sending twice one message."""

    use_required_attribute = False
    subject = forms.CharField(
        label=_("Subject"),
        error_messages={"required": _("Say what it is about.")},
        widget=forms.TextInput({"maxlength": LONGEST_SUBJECT, "autocomplete": "off"}),
    )
    text = forms.CharField(
        label=_("Text"),
        error_messages={"required": _("Write something first.")},
        help_text=_("{first_name}, {last_name}, {business} and {sender} are filled in for each client."),
        widget=forms.Textarea({"rows": 10, "maxlength": LONGEST_TEXT}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "message_%s", **options})
