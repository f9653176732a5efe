"""The API's addresses about people."""

from __future__ import annotations

from django.urls import path
from rest_framework.routers import SimpleRouter

from apps.accounts.api import email_changes, photos, second_step, sign_ins, tokens, views

router = SimpleRouter(use_regex_path=False)
router.register("team", views.TeamViewSet, basename="api_team")
router.register("me/sign-ins", sign_ins.SignInViewSet, basename="api_sign_in")
router.register("invitations", views.InvitationViewSet, basename="api_invitation")

urlpatterns = [
    path("token/", tokens.TokenView.as_view(), name="api_token"),
    path("token/refresh/", tokens.TokenRefreshView.as_view(), name="api_token_refresh"),
    path("token/revoke/", tokens.TokenRevokeView.as_view(), name="api_token_revoke"),
    path("me/photo/", photos.OwnPhotoView.as_view(), name="api_me_photo"),
    path("me/email-change/", email_changes.OwnEmailChangeView.as_view(), name="api_me_email_change"),
    path("me/", views.MeView.as_view(), name="api_me"),
    path("sign-out-everywhere/", views.SignOutEverywhereView.as_view(), name="api_sign_out_everywhere"),
    path("invitations/acceptance/", tokens.AcceptanceView.as_view(), name="api_invitation_acceptance"),
    path("team/second-step/", second_step.SecondStepRuleView.as_view(), name="api_team_second_step"),
    *router.urls,
]
