"""Long imports, outside the request."""

from __future__ import annotations

from celery import shared_task

from apps.clients.services.bulk import run_act, undo_act
from apps.clients.services.bulk.asking import RUN as RUN_ACT
from apps.clients.services.bulk.undoing import UNDO as UNDO_ACT
from apps.clients.services.imports.checking import CHECK, check_import
from apps.clients.services.imports.running import RUN, run_import
from apps.clients.services.imports.undoing import UNDO, undo_import


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
