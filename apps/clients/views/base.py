"""What every page of the clients has: somebody who is signed in and may."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from apps.accounts.access import PermissionRequired

if TYPE_CHECKING:
    from apps.accounts.models import User


class PersonPage(PermissionRequired):
    """A page behind a permission; `person` is who asks."""

    @property
    def person(self) -> User:
        return cast("User", self.request.user)
