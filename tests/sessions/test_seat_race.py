"""Many for few seats at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from apps.sessions.models import SessionClient
from apps.sessions.services.groups import add_client, remove_client
from apps.sessions.services.seats import Full
from apps.sessions.services.waiting import join_waiting_list
from tenants.registry.context import enter_business
from tenants.registry.postgres.typed import connection
from tests.factories.clients import ClientFactory

if TYPE_CHECKING:
    from uuid import UUID

    from apps.accounts.models import User
    from apps.common.business import BusinessRef
    from tests.sessions.conftest import Book

SEATS, PEOPLE, THREADS = 5, 40, 8


@pytest.mark.django_db(transaction=True)
def test_forty_for_five_seats(business: BusinessRef, trainer: User, book: Book) -> None:
    """Exactly five get in, the others wait in one order; who leaves at once makes room for different people."""
    session = book(kind="group", client_ids=[], capacity=SEATS)
    ids = [ClientFactory(trainer=trainer).pk for _ in range(PEOPLE)]

    def come(client_id: UUID) -> str:
        try:
            add_client(session_id=session.pk, client_id=client_id, by=trainer)
        except Full:
            join_waiting_list(session_id=session.pk, client_id=client_id, by=trainer)
            return "waits"
        return "in"

    def leave(client_id: UUID) -> str:
        remove_client(session_id=session.pk, client_id=client_id, by=trainer, cancelled_by="client")
        return "left"

    def run(act: object, client_id: UUID) -> str:
        try:
            with enter_business(business):
                return str(act(client_id))  # type: ignore[operator] # one of the two above
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(lambda pk: run(come, pk), ids))
        assert (answers.count("in"), answers.count("waits")) == (SEATS, PEOPLE - SEATS)
        line = list(session.waiting.order_by("joined_at", "id").values_list("client_id", flat=True))
        assert len(set(line)) == PEOPLE - SEATS
        inside = list(SessionClient.objects.filter(session=session).values_list("client_id", flat=True))
        assert {*inside, *line} == set(ids)
        list(pool.map(lambda pk: run(leave, pk), inside[:3]))
    offered = session.waiting.filter(state="offered").order_by("joined_at", "id")
    assert list(offered.values_list("client_id", flat=True)) == line[:3]
