"""What the role decides about a client's fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apps.accounts.models import User


OWN_FIELDS = frozenset({"email", "phone", "custom"})
"""What clients change in their own record; of `custom` the fields that are theirs to change."""
OWN_INTAKE_FIELDS = frozenset(
    {"phone", "date_of_birth", "emergency_name", "emergency_phone", "emergency_relation", "goal", "custom"}
)
"""What clients say of themselves in their intake."""


def may_see_health(user: User) -> bool:
    """Health notes are for those who train people and for managers; the front desk does not see them."""
    return user.is_coach
