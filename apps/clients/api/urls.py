from __future__ import annotations

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from apps.clients.api.custom_fields import CustomFieldViewSet
from apps.clients.api.households import FamilyView, HouseholdView, RelationView
from apps.clients.api.imports import ImportViewSet
from apps.clients.api.own import OwnRecordView
from apps.clients.api.reassigning import ReassignmentView
from apps.clients.api.tags import TagViewSet
from apps.clients.api.views import ClientViewSet

router = SimpleRouter(use_regex_path=False)
router.register("clients/import", ImportViewSet, basename="import")
router.register("custom-fields", CustomFieldViewSet, basename="custom-field")
router.register("tags", TagViewSet, basename="tag")
router.register("clients", ClientViewSet, basename="client")

app_name = "clients_api"
urlpatterns = [
    path("me/record/", OwnRecordView.as_view(), name="own-record"),
    path("me/family/", FamilyView.as_view(), name="family"),
    path("clients/<uuid:pk>/household/", HouseholdView.as_view(), name="household"),
    path("clients/<uuid:pk>/household/<uuid:relation>/", RelationView.as_view(), name="relation"),
    path("clients/reassignment/", ReassignmentView.as_view(), name="reassignment"),
    path("", include(router.urls)),
]
