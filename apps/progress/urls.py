from __future__ import annotations

from django.urls import path

from apps.progress.views import pages
from apps.progress.views.records import DeleteView, MeasurementView, OwnRecordView, RecordView, RestoreView
from apps.progress.views.settings import SettingsView

OF_CLIENT = "clients/<uuid:pk>"
OF_DEPENDANT = "family/<uuid:pk>"
urlpatterns = [
    path(f"{OF_CLIENT}/progress/", pages.ProgressView.as_view(), name="client_progress"),
    path(f"{OF_CLIENT}/progress-panel/", pages.PanelView.as_view(), name="client_progress_panel"),
    path(f"{OF_CLIENT}/progress/entries/", pages.ListView.as_view(), name="client_measurement_list"),
    path(f"{OF_CLIENT}/measurements/", RecordView.as_view(), name="client_measurements"),
    path("progress/", pages.OwnProgressView.as_view(), name="own_progress"),
    path("progress/panel/", pages.OwnPanelView.as_view(), name="own_progress_panel"),
    path("progress/entries/", pages.OwnListView.as_view(), name="own_measurement_list"),
    path("progress/measurements/", OwnRecordView.as_view(), name="own_measurements"),
    path(f"{OF_DEPENDANT}/progress/", pages.DependantProgressView.as_view(), name="dependant_progress"),
    path(f"{OF_DEPENDANT}/progress-panel/", pages.DependantPanelView.as_view(), name="dependant_progress_panel"),
    path(f"{OF_DEPENDANT}/progress/entries/", pages.DependantListView.as_view(), name="dependant_measurement_list"),
    path("progress/settings/", SettingsView.as_view(), name="progress_settings"),
    path("measurements/<uuid:pk>/", MeasurementView.as_view(), name="measurement"),
    path("measurements/<uuid:pk>/deletion/", DeleteView.as_view(), name="measurement_deletion"),
    path("measurement-changes/<uuid:pk>/restoration/", RestoreView.as_view(), name="measurement_restoration"),
]
