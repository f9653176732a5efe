"""The API asks the permission table, and refuses what forgot to name its permission."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import BasePermission

from apps.accounts.selectors import lacks_due_step
from apps.common.errors import NotAllowed
from apps.common.links import absolute

if TYPE_CHECKING:
    from rest_framework.request import Request

    from apps.accounts.models import User
    from apps.accounts.permissions import Permission


class SecondStepRequired(NotAllowed):
    """The owner asks the team for two-step sign-in, and this person has not set it up in time."""

    code = "second_step_required"
    title = _("Set up two-step sign-in first")


class HasPermission(BasePermission):
    """The view names its act: `required_permissions[action]` or `required_permission`. No name, no entry."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not request.user or not request.user.is_authenticated:
            return False
        if getattr(view, "action", "") is None:  # a method the resource does not have: let DRF answer 405
            return True
        if lacks_due_step(request.user):
            raise SecondStepRequired(extra={"setup_url": absolute(reverse("mfa_index"))})
        permission = required_permission(view)
        return permission is not None and request.user.may(permission)


def person(request: Request) -> User:
    """Return whoever asks, in a view that lets nobody in without a permission."""
    return cast("User", request.user)


def required_permission(view: Any) -> Permission | None:
    """Return the act a view stands for; `metadata` (OPTIONS) may be asked by whoever may do anything there."""
    by_action = getattr(view, "required_permissions", {})
    action = getattr(view, "action", "")
    if action == "metadata" and by_action:
        return cast("Permission", next(iter(by_action.values())))
    return cast("Permission | None", by_action.get(action) or getattr(view, "required_permission", None))
