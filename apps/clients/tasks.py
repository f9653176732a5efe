"""What takes longer than a request."""

from __future__ import annotations

from celery import shared_task

from apps.clients.services.duplicates import SCAN, find_duplicates
from apps.clients.services.imports.checking import CHECK, check_import
from apps.clients.services.imports.running import RUN, run_import
from apps.clients.services.imports.undoing import UNDO, undo_import
from apps.clients.services.log_ins import finish_merge
from apps.clients.services.merging import FINISH


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


@shared_task(name=SCAN)
def look_for_duplicates(scan_id: str) -> None:
    """Look through all clients for pairs; also the kind of the due row that the sweeper sends."""
    find_duplicates(scan_id=scan_id)
