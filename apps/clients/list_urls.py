"""Around the list: acts on many, the file, saved views."""

from __future__ import annotations

from django.urls import path

from apps.clients.views.bulk import BulkActView, BulkProgressView, BulkUndoView, BulkView
from apps.clients.views.exporting import ExportView
from apps.clients.views.lists import ClientCountsView, ClientFiltersView
from apps.clients.views.saved import (
    DefaultSavedViewView,
    DeleteSavedViewView,
    LayoutView,
    MoveSavedViewView,
    RiskView,
    SavedViewsView,
    SavedViewView,
)

urlpatterns = [
    path("export/", ExportView.as_view(), name="client_export"),
    path("counts/", ClientCountsView.as_view(), name="client_counts"),
    path("filters/", ClientFiltersView.as_view(), name="client_filters"),
    path("layout/", LayoutView.as_view(), name="client_layout"),
    path("at-risk/", RiskView.as_view(), name="client_risk"),
    path("bulk/", BulkView.as_view(), name="client_bulk"),
    path("bulk/<uuid:pk>/", BulkActView.as_view(), name="client_bulk_act"),
    path("bulk/<uuid:pk>/progress/", BulkProgressView.as_view(), name="client_bulk_progress"),
    path("bulk/<uuid:pk>/undo/", BulkUndoView.as_view(), name="client_bulk_undo"),
    path("views/", SavedViewsView.as_view(), name="client_views"),
    path("views/<uuid:pk>/", SavedViewView.as_view(), name="client_view"),
    path("views/<uuid:pk>/deletion/", DeleteSavedViewView.as_view(), name="client_view_delete"),
    path("views/<uuid:pk>/place/", MoveSavedViewView.as_view(), name="client_view_move"),
    path("views/<uuid:pk>/default/", DefaultSavedViewView.as_view(), name="client_view_default"),
]
