from __future__ import annotations

from django.urls import path

from apps.availability.views import pages

urlpatterns = [
    path("availability/", pages.AvailabilityView.as_view(), name="availability"),
    path("availability/closures/", pages.ClosuresView.as_view(), name="availability_closures"),
    path("team/<uuid:pk>/availability/", pages.AvailabilityView.as_view(), name="trainer_availability"),
    path("team/<uuid:pk>/hours/", pages.HoursView.as_view(), name="trainer_hours"),
    path("team/<uuid:pk>/time-off/", pages.TimeOffView.as_view(), name="trainer_time_off"),
    path("time-off/<uuid:pk>/removal/", pages.RemoveTimeOffView.as_view(), name="time_off_removal"),
]
