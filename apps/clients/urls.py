"""The clients' pages."""

from __future__ import annotations

from django.urls import path

from apps.clients.views.access import EndAccessView, InviteClientView
from apps.clients.views.archiving import ArchiveView, RestoreView
from apps.clients.views.bulk import BulkActView, BulkProgressView, BulkUndoView, BulkView
from apps.clients.views.editing import AddClientView, EditClientView
from apps.clients.views.exporting import ExportView
from apps.clients.views.import_acts import RunImportView, UndoImportView
from apps.clients.views.imports import FailedRowsView, ImportProgressView, ImportView, UploadView
from apps.clients.views.lists import ClientListView
from apps.clients.views.own import EditOwnRecordView, OwnRecordView
from apps.clients.views.profile import ClientView

urlpatterns = [
    path("", ClientListView.as_view(), name="clients"),
    path("me/", OwnRecordView.as_view(), name="own_record"),
    path("me/edit/", EditOwnRecordView.as_view(), name="own_record_edit"),
    path("add/", AddClientView.as_view(), name="client_add"),
    path("import/", UploadView.as_view(), name="client_imports"),
    path("import/<uuid:pk>/", ImportView.as_view(), name="client_import"),
    path("import/<uuid:pk>/progress/", ImportProgressView.as_view(), name="client_import_progress"),
    path("import/<uuid:pk>/run/", RunImportView.as_view(), name="client_import_run"),
    path("import/<uuid:pk>/undo/", UndoImportView.as_view(), name="client_import_undo"),
    path("import/<uuid:pk>/failed.csv", FailedRowsView.as_view(), name="client_import_failed"),
    path("export/", ExportView.as_view(), name="client_export"),
    path("bulk/", BulkView.as_view(), name="client_bulk"),
    path("bulk/<uuid:pk>/", BulkActView.as_view(), name="client_bulk_act"),
    path("bulk/<uuid:pk>/progress/", BulkProgressView.as_view(), name="client_bulk_progress"),
    path("bulk/<uuid:pk>/undo/", BulkUndoView.as_view(), name="client_bulk_undo"),
    path("<uuid:pk>/", ClientView.as_view(), name="client"),
    path("<uuid:pk>/edit/", EditClientView.as_view(), name="client_edit"),
    path("<uuid:pk>/archive/", ArchiveView.as_view(), name="client_archive"),
    path("<uuid:pk>/invitation/", InviteClientView.as_view(), name="client_invitation"),
    path("<uuid:pk>/invitation/withdrawal/", EndAccessView.as_view(), name="client_access_end"),
    path("<uuid:pk>/restore/", RestoreView.as_view(), name="client_restore"),
]
