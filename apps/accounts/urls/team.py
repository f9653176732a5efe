"""The team's pages."""

from __future__ import annotations

from django.urls import path

from apps.accounts.views import second_step, team

urlpatterns = [
    path("", team.TeamView.as_view(), name="team"),
    path("roles/", team.RolesView.as_view(), name="team_roles"),
    path("two-step/", second_step.SecondStepView.as_view(), name="team_second_step"),
    path("two-step/end/", second_step.EndSecondStepView.as_view(), name="team_second_step_end"),
    path("invitations/", team.InviteView.as_view(), name="team_invite"),
    path("invitations/<uuid:pk>/resend/", team.ResendView.as_view(), name="team_invitation_resend"),
    path("invitations/<uuid:pk>/withdrawal/", team.WithdrawView.as_view(), name="team_invitation_withdraw"),
    path("<uuid:pk>/", team.MemberView.as_view(), name="team_member"),
    path("<uuid:pk>/deactivation/", team.DeactivateView.as_view(), name="team_member_deactivate"),
    path(
        "<uuid:pk>/second-factor-removal/",
        team.RemoveSecondFactorView.as_view(),
        name="team_member_remove_second_factor",
    ),
    path("<uuid:pk>/reactivation/", team.ReactivateView.as_view(), name="team_member_reactivate"),
]
