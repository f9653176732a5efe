"""How one person likes the list of clients."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.common.models import BaseModel


class Layout(models.TextChoices):
    TABLE = "table", _("Table")
    CARDS = "cards", _("Cards")


class ListChoice(BaseModel):
    """Table or cards, and the view that the list opens with; no row while nothing was chosen."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    layout = models.CharField(max_length=5, choices=Layout, default=Layout.TABLE)
    default_view = models.ForeignKey(
        "clients.SavedView", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        db_table = "clients_list_choice"

    def __str__(self) -> str:
        return f"{self.user_id} {self.layout}"
