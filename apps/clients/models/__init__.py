from __future__ import annotations

from apps.clients.models.change import ClientChange
from apps.clients.models.client import Client
from apps.clients.models.duplicate import DuplicatePair, DuplicateScan
from apps.clients.models.import_batch import ImportBatch
from apps.clients.models.import_chunk import ImportChunk
from apps.clients.models.merge import MergeRecord

__all__ = ["Client", "ClientChange", "DuplicatePair", "DuplicateScan", "ImportBatch", "ImportChunk", "MergeRecord"]
