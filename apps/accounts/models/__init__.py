from __future__ import annotations

from apps.accounts.models.invitation import Invitation
from apps.accounts.models.user import User

__all__ = ["Invitation", "User"]
