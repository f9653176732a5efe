from __future__ import annotations

from apps.clients.services.intake.consents import give_consents, withdraw_consent
from apps.clients.services.intake.documents import add_document, change_document, retire_document, revive_document
from apps.clients.services.intake.filling import Filler
from apps.clients.services.intake.finishing import finish_intake, save_contact
from apps.clients.services.intake.goals import add_goal, change_goal
from apps.clients.services.intake.links import confirm_link, open_link, send_link, withdraw_link
from apps.clients.services.intake.measures import save_measures
from apps.clients.services.intake.screening import answer_screening, decide_clearance

__all__ = [
    "Filler",
    "add_document",
    "add_goal",
    "answer_screening",
    "change_document",
    "change_goal",
    "confirm_link",
    "decide_clearance",
    "finish_intake",
    "give_consents",
    "open_link",
    "retire_document",
    "revive_document",
    "save_contact",
    "save_measures",
    "send_link",
    "withdraw_consent",
    "withdraw_link",
]
