"""The command palette of a business."""

from __future__ import annotations

from apps.accounts.access import PermissionRequired
from apps.accounts.permissions import Permission
from apps.common.views.palette import PaletteView


class BusinessPaletteView(PermissionRequired, PaletteView):
    """Everybody has one; each line of it asks for its own permission."""

    permission = Permission.ACCOUNT_OWN
