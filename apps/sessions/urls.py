from __future__ import annotations

from django.urls import include, path

from apps.sessions.views import acts, booking, calendar, details, panels, rules, series

urlpatterns = [
    path("calendar/", calendar.CalendarView.as_view(), name="calendar"),
    path("", include("apps.sessions.place_urls")),
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
    path("series/<uuid:pk>/", series.SeriesView.as_view(), name="series"),
    path("sessions/<uuid:pk>/move/", acts.MoveView.as_view(), name="session_move"),
]
