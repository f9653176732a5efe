from __future__ import annotations

from django.urls import path

from apps.progress.views.pages import ListView, OwnListView, OwnPanelView, OwnProgressView, PanelView, ProgressView
from apps.progress.views.records import DeleteView, MeasurementView, OwnRecordView, RecordView, RestoreView
from apps.progress.views.settings import SettingsView

OF_CLIENT = "clients/<uuid:pk>"
urlpatterns = [
    path(f"{OF_CLIENT}/progress/", ProgressView.as_view(), name="client_progress"),
    path(f"{OF_CLIENT}/progress-panel/", PanelView.as_view(), name="client_progress_panel"),
    path(f"{OF_CLIENT}/progress/entries/", ListView.as_view(), name="client_measurement_list"),
    path(f"{OF_CLIENT}/measurements/", RecordView.as_view(), name="client_measurements"),
    path("progress/", OwnProgressView.as_view(), name="own_progress"),
    path("progress/panel/", OwnPanelView.as_view(), name="own_progress_panel"),
    path("progress/entries/", OwnListView.as_view(), name="own_measurement_list"),
    path("progress/measurements/", OwnRecordView.as_view(), name="own_measurements"),
    path("progress/settings/", SettingsView.as_view(), name="progress_settings"),
    path("measurements/<uuid:pk>/", MeasurementView.as_view(), name="measurement"),
    path("measurements/<uuid:pk>/deletion/", DeleteView.as_view(), name="measurement_deletion"),
    path("measurement-changes/<uuid:pk>/restoration/", RestoreView.as_view(), name="measurement_restoration"),
]
