from __future__ import annotations

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from apps.sessions.api.free_busy import FreeBusyView
from apps.sessions.api.rules import BookingRulesView
from apps.sessions.api.views import SessionViewSet

router = SimpleRouter(use_regex_path=False)
router.register("sessions", SessionViewSet, basename="session")

app_name = "sessions_api"
urlpatterns = [
    path("free-busy/", FreeBusyView.as_view(), name="free-busy"),
    path("booking-rules/", BookingRulesView.as_view(), name="booking-rules"),
    path("", include(router.urls)),
]
