"""The pages on which a session is logged, under the session's."""

from __future__ import annotations

from django.urls import path

from apps.sessions.views import log

LOG = "sessions/<uuid:pk>/log/"

urlpatterns = [
    path(LOG, log.LogView.as_view(), name="session_log"),
    path(f"{LOG}operations/", log.OperationsView.as_view(), name="session_log_operations"),
    path(f"{LOG}sets/", log.SetsView.as_view(), name="session_log_sets"),
    path(f"{LOG}exercises/", log.ExercisesView.as_view(), name="session_log_exercises"),
    path(f"{LOG}restoration/", log.RestorationView.as_view(), name="session_log_restoration"),
    path(f"{LOG}observations/", log.ObservationsView.as_view(), name="session_log_observations"),
]
