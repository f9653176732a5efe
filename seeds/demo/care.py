"""What real books have: somebody entered twice, and edits with a history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apps.clients.services import add_client, update_client
from apps.clients.services.duplicates import find_duplicates, start_scan

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.clients.models import Client


def add_care(*, clients: list[Client], owner: User, trainer: User) -> None:
    """Edit a client of the trainer's, enter another one twice, and look for pairs."""
    first, second = [client for client in clients if client.trainer_id == trainer.pk][:2]
    update_client(client_id=first.pk, by=trainer, goal="Squat 140 kg")
    update_client(client_id=first.pk, by=owner, goal=first.goal, notes=f"{first.notes}\nHolidays in August.".strip())
    add_client(
        by=owner,
        first_name=second.first_name,
        last_name=f"{second.last_name}n",
        email=(second.email or "").replace("@", "+studio@"),
        goal="Back after a break",
        notes="Called on Monday about mornings.",
    )
    find_duplicates(scan_id=start_scan(by=owner).pk)
