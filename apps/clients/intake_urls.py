"""The pages of intakes, under the clients'; and the link's, which needs no account."""

from __future__ import annotations

from django.urls import path

from apps.clients.views.intake import documents, link, own, records, steps
from apps.clients.views.intake.drafts import DraftView

urlpatterns = [
    path("drafts/", DraftView.as_view(), name="client_draft"),
    path("me/intake/", steps.OwnIntakeView.as_view(), name="own_intake"),
    path("me/intake/<str:step>/", steps.OwnStepView.as_view(), name="own_intake_step"),
    path("me/consents/", own.OwnConsentsView.as_view(), name="own_consents"),
    path("me/consents/<uuid:pk>/withdrawal/", own.WithdrawOwnConsentView.as_view(), name="own_consent_withdrawal"),
    path("documents/", documents.DocumentsView.as_view(), name="consent_documents"),
    path("documents/add/", documents.AddDocumentView.as_view(), name="consent_document_add"),
    path("documents/<uuid:pk>/", documents.DocumentView.as_view(), name="consent_document"),
    path("documents/<uuid:pk>/retirement/", documents.RetireDocumentView.as_view(), name="consent_document_retirement"),
    path("<uuid:pk>/intake/", steps.StaffIntakeView.as_view(), name="client_intake"),
    path("<uuid:pk>/intake/<str:step>/", steps.StaffStepView.as_view(), name="client_intake_step"),
    path("<uuid:pk>/intake-panel/", records.IntakePanel.as_view(), name="client_intake_panel"),
    path("<uuid:pk>/intake-link/", records.SendLinkView.as_view(), name="client_intake_link"),
    path("<uuid:pk>/intake-link/withdrawal/", records.WithdrawLinkView.as_view(), name="client_intake_link_withdrawal"),
    path("<uuid:pk>/health/", records.HealthView.as_view(), name="client_health"),
    path("<uuid:pk>/consents/", records.ConsentsView.as_view(), name="client_consents"),
    path(
        "<uuid:pk>/consents/<uuid:consent>/withdrawal/",
        records.WithdrawConsentView.as_view(),
        name="client_consent_withdrawal",
    ),
    path("<uuid:pk>/goals/", records.GoalsView.as_view(), name="client_goals"),
    path("<uuid:pk>/goals/<uuid:goal>/", records.GoalView.as_view(), name="client_goal"),
]

link_urlpatterns = [
    path("<str:token>/", link.LinkDoor.as_view(), name="intake_link"),
    path("<str:token>/steps/", link.LinkStart.as_view(), name="intake_link_start"),
    path("<str:token>/draft/", link.LinkDraftView.as_view(), name="intake_link_draft"),
    path("<str:token>/steps/<str:step>/", link.LinkStepView.as_view(), name="intake_link_step"),
]
