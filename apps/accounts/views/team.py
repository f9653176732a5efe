"""The team: who is in it, who is asked, who may do what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from apps.accounts.access import PermissionRequired
from apps.accounts.forms import InviteForm, RoleForm
from apps.accounts.permissions import Permission
from apps.accounts.policies import may_manage
from apps.accounts.selectors import acts_of_a_business, has_second_factor, invitations_visible_to, team_visible_to
from apps.accounts.services import invitations, members
from apps.common.errors import Conflict
from apps.common.panels import Panel, panels_for
from apps.common.views.forms import ServiceFormMixin

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from apps.accounts.models import Invitation, User


def deactivation_words(member: User) -> dict[str, Any]:
    """Say what switching somebody off does, for the dialog and for the page without JavaScript."""
    return {
        "question": _("Switch off the account of %(name)s?") % {"name": member.full_name},
        "consequences": [
            _("They are signed out at once, and can no longer sign in."),
            _("Their clients, sessions and notes stay as they are."),
            _("You can switch the account on again at any time."),
        ],
        "yes": _("Switch off"),
    }


def removal_words(member: User) -> dict[str, Any]:
    """Say what taking the second step away does, for the dialog and for the page without JavaScript."""
    return {
        "question": _("Take two-step sign-in away from %(name)s?") % {"name": member.full_name},
        "consequences": [
            _("Their password alone is enough until they set it up again. Be sure that it is they who ask."),
            _("They are signed out everywhere, and told by mail."),
        ],
        "yes": _("Take it away"),
    }


class TeamView(PermissionRequired, TemplateView):
    """Everybody with a log-in, and the invitations that wait."""

    permission = Permission.TEAM_VIEW
    template_name = "accounts/team.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.person
        members_now = list(team_visible_to(user))
        return super().get_context_data(
            members=[member for member in members_now if member.is_active],
            former=[member for member in members_now if not member.is_active],
            invitations=invitations_visible_to(user),
            may_invite=user.may(Permission.TEAM_INVITE),
            may_manage=user.may(Permission.TEAM_MANAGE),
            may_secure=user.may(Permission.TEAM_SECURITY),
            form=InviteForm(),
            **kwargs,
        )


class RolesView(PermissionRequired, TemplateView):
    """What each role may do, from the one table."""

    permission = Permission.TEAM_MANAGE
    template_name = "accounts/roles.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(acts=acts_of_a_business(), **kwargs)


class InviteView(PermissionRequired, ServiceFormMixin):
    """The invitation form on a page of its own; the team's page shows the same in a dialog."""

    permission = Permission.TEAM_INVITE
    template_name = "accounts/invite.html"
    form_class = InviteForm

    def perform(self, form: InviteForm) -> HttpResponse:
        invitation = invitations.invite_member(by=self.person, **form.cleaned_data)
        messages.success(self.request, _("%(email)s is invited.") % {"email": invitation.email})
        return redirect("team")


class _InvitationAct(PermissionRequired, View):
    permission = Permission.TEAM_INVITE

    def _find(self) -> Invitation:
        return get_object_or_404(invitations_visible_to(self.person), pk=self.kwargs["pk"])


class ResendView(_InvitationAct):
    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        invitation = invitations.resend_invitation(invitation=self._find(), by=self.person)
        messages.success(request, _("A new link is on its way to %(email)s.") % {"email": invitation.email})
        return redirect("team")


class WithdrawView(_InvitationAct):
    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        invitation = invitations.withdraw_invitation(invitation=self._find(), by=self.person)
        messages.success(request, _("The invitation of %(email)s is withdrawn.") % {"email": invitation.email})
        return redirect("team")


class MemberView(PermissionRequired, ServiceFormMixin):
    """One member; whoever may manage them changes their role here."""

    permission = Permission.TEAM_VIEW
    write_permission = Permission.TEAM_MANAGE
    template_name = "accounts/member.html"
    form_class = RoleForm

    @cached_property
    def member(self) -> User:
        return get_object_or_404(team_visible_to(self.person), pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        return {"role": self.member.role}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.person}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        manages = may_manage(self.person, self.member)
        is_self = self.member.pk == self.person.pk
        words = deactivation_words(self.member)
        removal = removal_words(self.member) if manages and has_second_factor(self.member) else None
        return super().get_context_data(
            member=self.member,
            may_manage=manages,
            is_self=is_self,
            confirm=words,
            removal=removal,
            panels=[reverse(panel.url_name, args=[self.member.pk]) for panel in _panels(self.person)],
            **kwargs,
        )

    def perform(self, form: RoleForm) -> HttpResponse:
        member = members.change_role(member=self.member, role=form.cleaned_data["role"], by=self.person)
        words = {"name": member.full_name, "role": member.get_role_display()}
        messages.success(self.request, _("%(name)s: %(role)s.") % words)
        return redirect("team_member", pk=member.pk)


def _panels(user: User) -> list[Panel]:
    """Return what rooms above show on a member's page, as far as this person may see it."""
    return [panel for panel in panels_for("member.main") if user.may(Permission(panel.permission))]


class _MemberAct(PermissionRequired, View):
    permission = Permission.TEAM_MANAGE

    def _find(self) -> User:
        return get_object_or_404(team_visible_to(self.person), pk=self.kwargs["pk"])


class DeactivateView(_MemberAct):
    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        member = self._find()
        if request.POST.get("confirmed") != "yes":
            back = reverse("team_member", args=[member.pk])
            return render(request, "layouts/confirm.html", {**deactivation_words(member), "back": back})
        try:
            members.deactivate_member(member=member, by=self.person)
        except Conflict as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("%(name)s can no longer sign in.") % {"name": member.full_name})
        return redirect("team_member", pk=member.pk)


class RemoveSecondFactorView(_MemberAct):
    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        member = self._find()
        if request.POST.get("confirmed") != "yes":
            back = reverse("team_member", args=[member.pk])
            return render(request, "layouts/confirm.html", {**removal_words(member), "back": back})
        try:
            members.remove_second_factor(member=member, by=self.person)
        except Conflict as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("%(name)s signs in with the password alone.") % {"name": member.full_name})
        return redirect("team_member", pk=member.pk)


class ReactivateView(_MemberAct):
    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        member = members.reactivate_member(member=self._find(), by=self.person)
        messages.success(request, _("%(name)s can sign in again.") % {"name": member.full_name})
        return redirect("team_member", pk=member.pk)
