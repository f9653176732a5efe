"""The link in an invitation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from apps.accounts.forms import AcceptForm
from apps.accounts.services.invitations import accept_invitation, invitation_behind
from apps.accounts.sessions import begin_session, is_somebody_else
from apps.common.errors import DomainError
from apps.common.views.forms import ServiceFormMixin

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

    from apps.accounts.models import Invitation

GONE = 410


@method_decorator([never_cache, sensitive_post_parameters("password")], name="dispatch")
class AcceptInvitationView(ServiceFormMixin):
    """Choose a name and a password, and be in: for members of the team, and for clients."""

    template_name = "accounts/invitation.html"
    form_class = AcceptForm
    invitation: Invitation

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            self.invitation = invitation_behind(kwargs["token"])
        except DomainError as error:
            return render(request, "accounts/invitation_failed.html", {"error": error}, status=GONE)
        if is_somebody_else(request):
            return render(request, "accounts/signed_in_as_other.html", {"other": self.invitation}, status=409)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"full_name": self.invitation.full_name}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(invitation=self.invitation, **kwargs)

    def perform(self, form: AcceptForm) -> Any:
        user = accept_invitation(token=self.kwargs["token"], **form.cleaned_data)
        begin_session(self.request, user)
        messages.success(self.request, _("Welcome to the team!") if user.is_team else _("Welcome!"))
        return redirect("/")
