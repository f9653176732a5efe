from __future__ import annotations

from django.urls import include, path

from apps.sessions.views import (
    acts,
    booking,
    calendar,
    corrections,
    details,
    groups,
    moving,
    offers,
    panels,
    rules,
)

urlpatterns = [
    path("calendar/", calendar.CalendarView.as_view(), name="calendar"),
    path("sessions/new/", booking.BookingView.as_view(), name="session_new"),
    path("sessions/new/clients/", booking.ClientPickerView.as_view(), name="session_picker"),
    path("sessions/of-client/<uuid:pk>/", panels.UpcomingView.as_view(), name="client_sessions_panel"),
    path("sessions/rules/", rules.RulesView.as_view(), name="booking_rules"),
    path("sessions/<uuid:pk>/", details.SessionView.as_view(), name="session"),
    path("sessions/<uuid:pk>/start/", acts.StartView.as_view(), name="session_start"),
    path("sessions/<uuid:pk>/completion/", acts.CompletionView.as_view(), name="session_completion"),
    path("sessions/<uuid:pk>/cancellation/", acts.CancellationView.as_view(), name="session_cancellation"),
    path("sessions/<uuid:pk>/no-show/", acts.NoShowView.as_view(), name="session_no_show"),
    path("sessions/<uuid:pk>/notes/", acts.NotesView.as_view(), name="session_notes"),
    path("sessions/<uuid:pk>/correction/", corrections.CorrectionView.as_view(), name="session_correction"),
    path("sessions/<uuid:pk>/credit/", corrections.CreditView.as_view(), name="session_credit"),
    path("sessions/<uuid:pk>/clients/", groups.PeopleView.as_view(), name="session_people"),
    path(
        "sessions/<uuid:pk>/clients/<uuid:client_id>/removal/",
        groups.RemovalView.as_view(),
        name="session_client_removal",
    ),
    path(
        "sessions/<uuid:pk>/clients/<uuid:client_id>/attendance/",
        groups.AttendanceView.as_view(),
        name="session_attendance",
    ),
    path("sessions/<uuid:pk>/capacity/", groups.CapacityView.as_view(), name="session_capacity"),
    path(
        "sessions/<uuid:pk>/waiting/<uuid:place>/removal/",
        groups.WaitingRemovalView.as_view(),
        name="session_waiting_removal",
    ),
    path("waiting/own/", offers.OwnWaitingView.as_view(), name="own_waiting"),
    path("waiting/<uuid:pk>/answer/", offers.OwnAnswerView.as_view(), name="own_waiting_answer"),
    path("waiting/offers/<str:token>/", offers.OfferView.as_view(), name="waiting_offer"),
    path("sessions/<uuid:pk>/peek/", moving.PeekView.as_view(), name="session_peek"),
    path("sessions/<uuid:pk>/time/", moving.TimeView.as_view(), name="session_time"),
    path("sessions/<uuid:pk>/move/", acts.MoveView.as_view(), name="session_move"),
    path("", include("apps.sessions.hour_urls")),
]
