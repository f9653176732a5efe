from __future__ import annotations

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from apps.sessions.api import groups
from apps.sessions.api.free_busy import FreeBusyView
from apps.sessions.api.offers import OwnAnswerView, OwnWaitsView
from apps.sessions.api.rules import BookingRulesView
from apps.sessions.api.tasks import TaskViewSet
from apps.sessions.api.views import SessionViewSet

router = SimpleRouter(use_regex_path=False)
router.register("sessions", SessionViewSet, basename="session")
router.register("tasks", TaskViewSet, basename="task")

app_name = "sessions_api"
urlpatterns = [
    path("free-busy/", FreeBusyView.as_view(), name="free-busy"),
    path("booking-rules/", BookingRulesView.as_view(), name="booking-rules"),
    path("sessions/<uuid:pk>/clients/", groups.PlacesView.as_view(), name="session-clients"),
    path(
        "sessions/<uuid:pk>/clients/<uuid:client_id>/removal/",
        groups.PlaceRemovalView.as_view(),
        name="session-client-removal",
    ),
    path(
        "sessions/<uuid:pk>/clients/<uuid:client_id>/attendance/",
        groups.AttendanceView.as_view(),
        name="session-attendance",
    ),
    path("sessions/<uuid:pk>/capacity/", groups.CapacityView.as_view(), name="session-capacity"),
    path("sessions/<uuid:pk>/waiting/", groups.LineView.as_view(), name="session-waiting"),
    path("sessions/<uuid:pk>/waiting/<uuid:place>/", groups.TurnView.as_view(), name="session-waiting-turn"),
    path("me/waiting/", OwnWaitsView.as_view(), name="own-waiting"),
    path("me/waiting/<uuid:pk>/answer/", OwnAnswerView.as_view(), name="own-waiting-answer"),
    path("", include(router.urls)),
    path("", include("apps.sessions.api.hour_urls")),
]
