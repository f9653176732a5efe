"""Long imports outside the request, and what falls due."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from apps.clients.services.drafts import EXPIRE, expire_draft
from apps.clients.services.imports.checking import CHECK, check_import
from apps.clients.services.imports.running import RUN, run_import
from apps.clients.services.imports.undoing import UNDO, undo_import
from apps.clients.services.intake.screening import SCREENING_DUE, ask_again
from apps.clients.services.tags.sweeping import SWEEP, sweep_tag
from apps.clients.services.trainers import REASSIGN, go_on_reassigning


@shared_task(name=CHECK)
def check(batch_id: str) -> None:
    """Check the rows of a large file; also the kind of the due row that the sweeper sends."""
    check_import(batch_id=batch_id)


@shared_task(name=RUN)
def run(batch_id: str) -> None:
    """Import the checked rows; also the kind of the due row that the sweeper sends."""
    run_import(batch_id=batch_id)


@shared_task(name=UNDO)
def undo(batch_id: str) -> None:
    """Take an import back; also the kind of the due row that the sweeper sends."""
    undo_import(batch_id=batch_id)


@shared_task(name=SWEEP)
def sweep(tag_id: str) -> None:
    """Take an ended tag off its clients; also the kind of the due row that the sweeper sends."""
    sweep_tag(tag_id=tag_id)


@shared_task(name=REASSIGN)
def reassign(key: str) -> None:
    """Hand over a trainer's clients; also the kind of the due row that the sweeper sends."""
    go_on_reassigning(key=key)


@shared_task(name=SCREENING_DUE)
def screening_due(client_id: str) -> None:
    """Say that a client's health answers are a year old; the kind of the due row that the sweeper sends."""
    ask_again(client_id=UUID(client_id))


@shared_task(name=EXPIRE)
def expire(draft_id: str) -> None:
    """Throw away a draft that nobody went on with; the kind of the due row that the sweeper sends."""
    expire_draft(draft_id=draft_id)
