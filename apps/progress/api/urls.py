from __future__ import annotations

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from apps.progress.api.views import MeasurementViewSet, ProgressView

router = SimpleRouter(use_regex_path=False)
router.register("measurements", MeasurementViewSet, basename="measurement")

app_name = "progress_api"
urlpatterns = [
    path("clients/<uuid:pk>/progress/", ProgressView.as_view(), name="progress"),
    path("", include(router.urls)),
]
