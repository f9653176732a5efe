from __future__ import annotations

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from apps.clients.api import intake, own_intake
from apps.clients.api.bulk import BulkViewSet
from apps.clients.api.custom_fields import CustomFieldViewSet
from apps.clients.api.households import FamilyView, HouseholdView, RelationView
from apps.clients.api.imports import ImportViewSet
from apps.clients.api.messages import MessagesToViewSet, MessageViewSet, OwnWantedView, WantedView
from apps.clients.api.note_urls import urlpatterns as note_urlpatterns
from apps.clients.api.own import OwnRecordView
from apps.clients.api.reassigning import ReassignmentView
from apps.clients.api.saved import SavedViewSet
from apps.clients.api.tags import TagViewSet
from apps.clients.api.views import ClientViewSet

OF_CLIENT = "clients/<uuid:pk>"
intake_paths = [
    path(f"{OF_CLIENT}/clearance/", intake.ClearanceView.as_view(), name="clearance"),
    path(f"{OF_CLIENT}/screening/", intake.ScreeningView.as_view(), name="screening"),
    path(f"{OF_CLIENT}/goals/", intake.GoalsView.as_view(), name="goals"),
    path(f"{OF_CLIENT}/goals/<uuid:goal>/", intake.GoalView.as_view(), name="goal"),
    path(f"{OF_CLIENT}/starting-measures/", intake.MeasuresView.as_view(), name="starting-measures"),
    path(f"{OF_CLIENT}/intake/", intake.IntakeView.as_view(), name="intake"),
    path(f"{OF_CLIENT}/intake-link/", intake.LinkView.as_view(), name="intake-link"),
    path(f"{OF_CLIENT}/consents/", intake.ConsentsView.as_view(), name="consents"),
    path(
        f"{OF_CLIENT}/consents/<uuid:consent>/withdrawal/",
        intake.ConsentWithdrawalView.as_view(),
        name="consent-withdrawal",
    ),
]
ME = {"pk": None}  # whose token it is
own_paths = [
    path("me/intake/", own_intake.OwnIntakeView.as_view(), ME, name="own-intake"),
    path("me/intake/details/", own_intake.OwnDetailsView.as_view(), ME, name="own-intake-details"),
    path("me/intake/contact/", own_intake.OwnContactView.as_view(), ME, name="own-intake-contact"),
    path("me/screening/", own_intake.OwnScreeningView.as_view(), ME, name="own-screening"),
    path("me/goals/", own_intake.OwnGoalsView.as_view(), ME, name="own-goals"),
    path("me/goals/<uuid:goal>/", own_intake.OwnGoalView.as_view(), ME, name="own-goal"),
    path("me/starting-measures/", own_intake.OwnMeasuresView.as_view(), ME, name="own-starting-measures"),
    path("me/documents/", own_intake.OwnDocumentsView.as_view(), ME, name="own-documents"),
    path("me/consents/", own_intake.OwnConsentsView.as_view(), ME, name="own-consents"),
    path(
        "me/consents/<uuid:consent>/withdrawal/",
        own_intake.OwnConsentWithdrawalView.as_view(),
        ME,
        name="own-consent-withdrawal",
    ),
]
message_paths = [
    path(f"{OF_CLIENT}/messages/", MessagesToViewSet.as_view({"get": "list", "post": "create"}), name="messages-to"),
    path(f"{OF_CLIENT}/messages/wanted/", WantedView.as_view(), name="messages-wanted"),
    path("me/messages/", OwnWantedView.as_view(), name="own-messages-wanted"),
]
router = SimpleRouter(use_regex_path=False)
router.register("clients/import", ImportViewSet, basename="import")
router.register("custom-fields", CustomFieldViewSet, basename="custom-field")
router.register("clients/bulk", BulkViewSet, basename="bulk")
router.register("clients/messages", MessageViewSet, basename="message")
router.register("documents", intake.DocumentViewSet, basename="document")
router.register("tags", TagViewSet, basename="tag")
router.register("clients/views", SavedViewSet, basename="view")
router.register("clients", ClientViewSet, basename="client")

app_name = "clients_api"
urlpatterns = [
    *intake_paths,
    *own_paths,
    *message_paths,
    *note_urlpatterns,
    path("me/record/", OwnRecordView.as_view(), name="own-record"),
    path("me/family/", FamilyView.as_view(), name="family"),
    path("clients/<uuid:pk>/household/", HouseholdView.as_view(), name="household"),
    path("clients/<uuid:pk>/household/<uuid:relation>/", RelationView.as_view(), name="relation"),
    path("clients/reassignment/", ReassignmentView.as_view(), name="reassignment"),
    path("", include(router.urls)),
]
