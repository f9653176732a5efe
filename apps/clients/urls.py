"""The clients' pages."""

from __future__ import annotations

from django.urls import path

from apps.clients.intake_urls import urlpatterns as intake_urlpatterns
from apps.clients.list_urls import urlpatterns as list_urlpatterns
from apps.clients.message_urls import urlpatterns as message_urlpatterns
from apps.clients.note_urls import urlpatterns as note_urlpatterns
from apps.clients.views.access import EndAccessView, InviteClientView
from apps.clients.views.archiving import ArchiveView, RestoreView
from apps.clients.views.editing import AddClientView, EditClientView
from apps.clients.views.erasing import CancelErasureView, EraseView
from apps.clients.views.fields import (
    AddFieldView,
    EndFieldView,
    FieldsView,
    FieldView,
    OrderFieldsView,
    RestoreFieldView,
)
from apps.clients.views.history import HistoryView, RevertView
from apps.clients.views.households import HouseholdActView, HouseholdView
from apps.clients.views.import_acts import RunImportView, UndoImportView
from apps.clients.views.imports import FailedRowsView, ImportProgressView, ImportView, UploadView
from apps.clients.views.likely import DismissPairView, DuplicatesView, LikelyView, ReopenPairView
from apps.clients.views.lists import ClientListView
from apps.clients.views.merging import MergeView, UndoMergeView
from apps.clients.views.own import EditOwnRecordView, OwnRecordView
from apps.clients.views.photos import ClientPhotoProgressView, ClientPhotoView, RemoveClientPhotoView
from apps.clients.views.profile import ClientView
from apps.clients.views.reassigning import ReassignView
from apps.clients.views.tagging import ClientTagsView, RemoveClientTagView
from apps.clients.views.tags import DeleteTagView, MergeTagView, TagsOnListView, TagsView, TagView
from apps.clients.views.taking_along import FileView, OwnFileView, OwnTakeAlongView, TakeAlongView

urlpatterns = [
    *intake_urlpatterns,
    *message_urlpatterns,
    path("", ClientListView.as_view(), name="clients"),
    path("me/", OwnRecordView.as_view(), name="own_record"),
    path("me/edit/", EditOwnRecordView.as_view(), name="own_record_edit"),
    path("add/", AddClientView.as_view(), name="client_add"),
    path("likely/", LikelyView.as_view(), name="client_likely"),
    path("duplicates/", DuplicatesView.as_view(), name="client_duplicates"),
    path("duplicates/<uuid:pk>/dismissal/", DismissPairView.as_view(), name="client_duplicate_dismissal"),
    path("duplicates/<uuid:pk>/reopening/", ReopenPairView.as_view(), name="client_duplicate_reopen"),
    path("me/data/", OwnTakeAlongView.as_view(), name="own_take_along"),
    path("me/exports/<uuid:pk>/file/", OwnFileView.as_view(), name="own_take_along_file"),
    path("<uuid:pk>/export/", TakeAlongView.as_view(), name="client_take_along"),
    path("exports/<uuid:pk>/file/", FileView.as_view(), name="client_take_along_file"),
    path("<uuid:pk>/erasure/", EraseView.as_view(), name="client_erasure"),
    path("<uuid:pk>/erasure/cancellation/", CancelErasureView.as_view(), name="client_erasure_cancellation"),
    path("<uuid:pk>/merge/<uuid:other>/", MergeView.as_view(), name="client_merge"),
    path("merges/<uuid:pk>/reversal/", UndoMergeView.as_view(), name="client_merge_reversal"),
    path("import/", UploadView.as_view(), name="client_imports"),
    path("import/<uuid:pk>/", ImportView.as_view(), name="client_import"),
    path("import/<uuid:pk>/progress/", ImportProgressView.as_view(), name="client_import_progress"),
    path("import/<uuid:pk>/run/", RunImportView.as_view(), name="client_import_run"),
    path("import/<uuid:pk>/undo/", UndoImportView.as_view(), name="client_import_undo"),
    path("import/<uuid:pk>/failed.csv", FailedRowsView.as_view(), name="client_import_failed"),
    path("reassignment/<uuid:pk>/", ReassignView.as_view(), name="client_reassign"),
    path("fields/", FieldsView.as_view(), name="client_fields"),
    path("fields/add/", AddFieldView.as_view(), name="client_field_add"),
    path("fields/order/", OrderFieldsView.as_view(), name="client_fields_order"),
    path("fields/<uuid:pk>/", FieldView.as_view(), name="client_field"),
    path("fields/<uuid:pk>/end/", EndFieldView.as_view(), name="client_field_end"),
    path("fields/<uuid:pk>/restoration/", RestoreFieldView.as_view(), name="client_field_restore"),
    path("tags/", TagsView.as_view(), name="client_tags"),
    path("tags/listing/", TagsOnListView.as_view(), name="client_tags_listing"),
    path("tags/<uuid:pk>/", TagView.as_view(), name="client_tag"),
    path("tags/<uuid:pk>/merge/", MergeTagView.as_view(), name="client_tag_merge"),
    path("tags/<uuid:pk>/deletion/", DeleteTagView.as_view(), name="client_tag_delete"),
    *list_urlpatterns,
    *note_urlpatterns,
    path("<uuid:pk>/", ClientView.as_view(), name="client"),
    path("<uuid:pk>/edit/", EditClientView.as_view(), name="client_edit"),
    path("<uuid:pk>/photo/", ClientPhotoView.as_view(), name="client_photo"),
    path("<uuid:pk>/photo/removal/", RemoveClientPhotoView.as_view(), name="client_photo_remove"),
    path("<uuid:pk>/photo/progress/", ClientPhotoProgressView.as_view(), name="client_photo_progress"),
    path("<uuid:pk>/changes/", HistoryView.as_view(), name="client_changes"),
    path("<uuid:pk>/changes/<uuid:change>/reversion/", RevertView.as_view(), name="client_change_reversion"),
    path("<uuid:pk>/archive/", ArchiveView.as_view(), name="client_archive"),
    path("<uuid:pk>/invitation/", InviteClientView.as_view(), name="client_invitation"),
    path("<uuid:pk>/invitation/withdrawal/", EndAccessView.as_view(), name="client_access_end"),
    path("<uuid:pk>/household/", HouseholdView.as_view(), name="client_household"),
    path("<uuid:pk>/household/<uuid:relation>/", HouseholdActView.as_view(), name="client_household_change"),
    path("<uuid:pk>/tags/", ClientTagsView.as_view(), name="client_tags_of"),
    path("<uuid:pk>/tags/removal/", RemoveClientTagView.as_view(), name="client_tags_remove"),
    path("<uuid:pk>/restore/", RestoreView.as_view(), name="client_restore"),
]
