"""What takes longer than a request."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from apps.clients.services.bin import EMPTY, empty_bin
from apps.clients.services.bulk import run_act, undo_act
from apps.clients.services.bulk.asking import RUN as RUN_ACT
from apps.clients.services.bulk.undoing import UNDO as UNDO_ACT
from apps.clients.services.drafts import EXPIRE, expire_draft
from apps.clients.services.duplicates import SCAN, find_duplicates
from apps.clients.services.erasing import ERASE, erase_client
from apps.clients.services.imports.checking import CHECK, check_import
from apps.clients.services.imports.running import RUN, run_import
from apps.clients.services.imports.undoing import UNDO, undo_import
from apps.clients.services.intake.screening import SCREENING_DUE, ask_again
from apps.clients.services.log_ins import finish_merge
from apps.clients.services.merging import FINISH
from apps.clients.services.messages import run_message
from apps.clients.services.messages.asking import RUN as RUN_MESSAGE
from apps.clients.services.tags.sweeping import SWEEP, sweep_tag
from apps.clients.services.taking_along import EXPIRE as EXPIRE_EXPORT
from apps.clients.services.taking_along import EXPORT, expire_export, make_export
from apps.clients.services.trainers import REASSIGN, go_on_reassigning


@shared_task(name=FINISH)
def finish(merge_id: str) -> None:
    """Make a merge final after 30 days; the kind of the due row that the sweeper sends."""
    finish_merge(merge_id=merge_id, kind=FINISH)


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


@shared_task(name=RUN_ACT)
def run_bulk(act_id: str) -> None:
    """Do an act on many clients; also the kind of the due row that the sweeper sends."""
    run_act(act_id=act_id)


@shared_task(name=UNDO_ACT)
def undo_bulk(act_id: str) -> None:
    """Take an act on many clients back; also the kind of the due row that the sweeper sends."""
    undo_act(act_id=act_id)


@shared_task(name=RUN_MESSAGE)
def send_message(message_id: str) -> None:
    """Send a message to its clients; also the kind of the due row that the sweeper sends."""
    run_message(message_id=message_id)


@shared_task(name=SCAN)
def look_for_duplicates(scan_id: str) -> None:
    """Look through all clients for pairs; also the kind of the due row that the sweeper sends."""
    find_duplicates(scan_id=scan_id)


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


@shared_task(name=ERASE)
def erase(erasure_id: str) -> None:
    """Erase a client whose days of grace are over; the kind of the due row that the sweeper sends."""
    erase_client(erasure_id=erasure_id)


@shared_task(name=EXPORT)
def export_client(export_id: str) -> None:
    """Write the file with everything about a client; also the kind of the due row that the sweeper sends."""
    make_export(export_id=export_id)


@shared_task(name=EXPIRE_EXPORT)
def throw_export_away(export_id: str) -> None:
    """Delete such a file after a week; the kind of the due row that the sweeper sends."""
    expire_export(export_id=export_id)


@shared_task(name=EMPTY)
def empty_the_bin(row_id: str) -> None:
    """Remove a note or a contact that was deleted a week ago; the kind of the due row that the sweeper sends."""
    empty_bin(row_id=row_id)
