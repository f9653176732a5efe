from __future__ import annotations

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from apps.sessions.api.places import LocationViewSet, RoomViewSet
from apps.sessions.api.rules import BookingRulesView
from apps.sessions.api.series import SeriesViewSet
from apps.sessions.api.views import SessionViewSet

router = SimpleRouter(use_regex_path=False)
router.register("sessions", SessionViewSet, basename="session")
router.register("locations", LocationViewSet, basename="location")
router.register("rooms", RoomViewSet, basename="room")
router.register("series", SeriesViewSet, basename="series")

app_name = "sessions_api"
urlpatterns = [
    path("booking-rules/", BookingRulesView.as_view(), name="booking-rules"),
    path("", include(router.urls)),
]
