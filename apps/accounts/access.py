"""Pages ask the permission table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django_htmx.http import HttpResponseClientRedirect

from apps.accounts.selectors import has_second_factor, lacks_due_step

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

    from apps.accounts.models import User
    from apps.accounts.permissions import Permission


class SecondFactorRequired(View):
    """A page of platform staff, where they need two-step sign-in (settings.STAFF_NEED_SECOND_FACTOR). Stands behind PermissionRequired."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if settings.STAFF_NEED_SECOND_FACTOR and not has_second_factor(cast("User", request.user)):
            messages.warning(request, _("Set up two-step sign-in first: the console is closed without it."))
            return redirect("mfa_index")
        return super().dispatch(request, *args, **kwargs)


class PermissionRequired(View):
    """A page behind one act, or two: one to see it, one to send it. Strangers are sent to log in, others get 403."""

    permission: ClassVar[Permission]
    write_permission: ClassVar[Permission | None] = None

    @property
    def person(self) -> User:
        """Whoever asks; `dispatch` lets nobody else come this far."""
        return cast("User", self.request.user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if lacks_due_step(request.user):
            return _lead_to_second_step(request)
        is_write = request.method not in {"GET", "HEAD", "OPTIONS"}
        if not request.user.may((self.write_permission if is_write else None) or self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


def _lead_to_second_step(request: HttpRequest) -> HttpResponseBase:
    """Lead somebody of the team whose time is over to where they set it up; everything else is closed until then."""
    messages.warning(request, _("This business asks for two-step sign-in. Set it up to go on."))
    is_part = getattr(request, "htmx", False)
    return HttpResponseClientRedirect(reverse("mfa_index")) if is_part else redirect("mfa_index")
