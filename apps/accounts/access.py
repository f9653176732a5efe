"""Pages ask the permission table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.views import View

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

    from apps.accounts.permissions import Permission


class PermissionRequired(View):
    """A page behind one act, or two: one to see it, one to send it. Strangers are sent to log in, others get 403."""

    permission: ClassVar[Permission]
    write_permission: ClassVar[Permission | None] = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        is_write = request.method not in {"GET", "HEAD", "OPTIONS"}
        if not request.user.may((self.write_permission if is_write else None) or self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
