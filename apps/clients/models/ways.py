"""The way something came to the business."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    """Who filled it in, and how."""

    STAFF = "staff", _("by the team")
    OWN = "own", _("by the client, signed in")
    LINK = "link", _("by the client, over their link")
    PAPER = "paper", _("on paper")
