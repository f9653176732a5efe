"""Addresses of what happens during and after the hour."""

from __future__ import annotations

from django.urls import path

from apps.sessions.api import after, log

SESSION = "sessions/<uuid:pk>/"
EXERCISE, SET = f"{SESSION}logged-exercises/<uuid:exercise>/", f"{SESSION}logged-sets/<uuid:entry>/"

urlpatterns = [
    path(f"{SESSION}log/", log.LogView.as_view(), name="log"),
    path(EXERCISE, log.LoggedExerciseView.as_view(), name="logged-exercise"),
    path(f"{EXERCISE}restoration/", log.ExerciseRestorationView.as_view(), name="logged-exercise-restoration"),
    path(SET, log.LoggedSetView.as_view(), name="logged-set"),
    path(f"{SET}restoration/", log.SetRestorationView.as_view(), name="logged-set-restoration"),
    path(f"{SESSION}feedback/", after.FeedbackView.as_view(), name="feedback"),
    path(f"{SESSION}reopening/", after.SessionReopeningView.as_view(), name="reopening"),
]
