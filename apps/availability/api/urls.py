from __future__ import annotations

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from apps.availability.api.views import HoursApi, OpenApi, TimeOffViewSet

router = SimpleRouter(use_regex_path=False)
router.register("availability/time-off", TimeOffViewSet, basename="time-off")

app_name = "availability_api"
urlpatterns = [
    path("availability/open/", OpenApi.as_view(), name="open"),
    path("availability/hours/<uuid:pk>/", HoursApi.as_view(), name="hours"),
    path("", include(router.urls)),
]
