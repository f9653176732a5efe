from __future__ import annotations

from apps.clients.models.bulk_act import BulkAct, BulkRow
from apps.clients.models.change import ClientChange
from apps.clients.models.client import Client
from apps.clients.models.import_batch import ImportBatch
from apps.clients.models.import_chunk import ImportChunk
from apps.clients.models.list_choice import ListChoice
from apps.clients.models.saved_view import SavedView
from apps.clients.models.settings import ClientSettings

__all__ = [
    "BulkAct",
    "BulkRow",
    "Client",
    "ClientChange",
    "ClientSettings",
    "ImportBatch",
    "ImportChunk",
    "ListChoice",
    "SavedView",
]
