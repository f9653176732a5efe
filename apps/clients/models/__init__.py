from __future__ import annotations

from apps.clients.models.change import ClientChange
from apps.clients.models.client import Client
from apps.clients.models.custom_field import CustomField
from apps.clients.models.import_batch import ImportBatch
from apps.clients.models.import_chunk import ImportChunk
from apps.clients.models.relation import Relation
from apps.clients.models.tag import Tag

__all__ = ["Client", "ClientChange", "CustomField", "ImportBatch", "ImportChunk", "Relation", "Tag"]
