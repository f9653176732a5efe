from __future__ import annotations

from apps.clients.models.bulk_act import BulkAct, BulkRow
from apps.clients.models.change import ClientChange
from apps.clients.models.client import Client
from apps.clients.models.consent import Consent, ConsentDocument, ConsentVersion
from apps.clients.models.contact import ClientContact
from apps.clients.models.custom_field import CustomField
from apps.clients.models.draft import Draft
from apps.clients.models.duplicate import DuplicatePair, DuplicateScan
from apps.clients.models.erasure import Erasure
from apps.clients.models.export import ClientExport
from apps.clients.models.goal import Goal
from apps.clients.models.import_batch import ImportBatch
from apps.clients.models.import_chunk import ImportChunk
from apps.clients.models.intake import Intake, IntakeLink
from apps.clients.models.list_choice import ListChoice
from apps.clients.models.merge import MergeRecord
from apps.clients.models.message import ClientMessage, MessageCopy, MessageOptOut
from apps.clients.models.note import ClientNote
from apps.clients.models.relation import Relation
from apps.clients.models.saved_view import SavedView
from apps.clients.models.screening import Clearance, Screening
from apps.clients.models.settings import ClientSettings
from apps.clients.models.tag import Tag
from apps.clients.models.ways import Way

__all__ = [
    "BulkAct",
    "BulkRow",
    "Clearance",
    "Client",
    "ClientChange",
    "ClientContact",
    "ClientExport",
    "ClientMessage",
    "ClientNote",
    "ClientSettings",
    "Consent",
    "ConsentDocument",
    "ConsentVersion",
    "CustomField",
    "Draft",
    "DuplicatePair",
    "DuplicateScan",
    "Erasure",
    "Goal",
    "ImportBatch",
    "ImportChunk",
    "Intake",
    "IntakeLink",
    "ListChoice",
    "MergeRecord",
    "MessageCopy",
    "MessageOptOut",
    "Relation",
    "SavedView",
    "Screening",
    "Tag",
    "Way",
]
