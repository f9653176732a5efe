from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.clients.models import Client
from apps.clients.selectors import (
    ORDERINGS,
    clients_visible_to,
    present,
    search_clients,
)
from apps.clients.selectors.asked import in_view
from apps.clients.selectors.counts import Counts, count_clients
from apps.clients.selectors.risk import Look
from apps.clients.services import add_client, archive_client
from apps.common.ids import uuid7
from apps.common.pagination import keyset
from tests.factories import UserFactory

if TYPE_CHECKING:
    from apps.accounts.models import User

LOOK = Look(timezone.now())


@pytest.fixture
def people(owner: User) -> list[Client]:
    rows = (
        ("Anna", "Berg", "anna.berg@example.com", "07400 122601"),
        ("Søren", "Ångström", "soren@example.com", None),
        ("Жанна", "Петрова", "zh@example.com", "+380501233268"),
        ("香織", "藤井", None, "+819012342467"),
    )
    return [
        add_client(by=owner, first_name=first, last_name=last, email=email, phone=phone)
        for first, last, email, phone in rows
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("an", ["Anna Berg", "Søren Ångström"]),
        ("berg anna", ["Anna Berg"]),
        ("ANNA", ["Anna Berg"]),
        ("nn", []),  # two letters stand at the start of a word
        ("nna", ["Anna Berg"]),
        ("44", ["Anna Berg"]),
        ("ana berg", ["Anna Berg"]),
        ("anna brg", ["Anna Berg"]),
        ("soren angstrom", ["Søren Ångström"]),
        ("петрова", ["Жанна Петрова"]),
        ("藤井", ["香織 藤井"]),
        ("zh@ex", ["Жанна Петрова"]),
        ("07400 1226", ["Anna Berg"]),
        ("+44 7400", ["Anna Berg"]),
        ("0038050", ["Жанна Петрова"]),
        ("100%", []),
        ("qqqq", []),
        ("a", ["Anna Berg", "Søren Ångström", "Жанна Петрова", "香織 藤井"]),
    ],
)
def test_search_forgives(owner: User, people: list[Client], query: str, found: list[str]) -> None:
    names = [client.full_name for client in search_clients(clients_visible_to(owner), query).order_by("id")]
    assert names == found


def test_each_role_sees_its_own(owner: User, trainer: User, front_desk: User, client_user: User) -> None:
    mine = add_client(by=trainer, first_name="Mine")
    nobodys = add_client(by=owner, first_name="Nobody's")
    others = add_client(by=owner, first_name="Other", trainer=UserFactory())
    seen = {user.role: set(clients_visible_to(user)) for user in (owner, trainer, front_desk, client_user)}

    everybody = {mine, nobodys, others}
    assert seen == {
        "owner": everybody,
        "front_desk": everybody,
        "trainer": {mine, nobodys},
        "client": set(),
    }


def test_counts_by_status_in_one_query(owner: User, people: list[Client], django_assert_num_queries: object) -> None:
    archive_client(client_id=people[0].pk, by=owner)
    Client.objects.filter(pk=people[1].pk).update(status="inactive")
    with django_assert_num_queries(1):  # type: ignore[operator] # pytest-django's fixture
        counts = count_clients(clients_visible_to(owner), LOOK)

    assert counts == Counts(active=2, inactive=1, archived=1)
    assert {status: in_view(Client.objects.all(), status, LOOK).count() for status in ("", "inactive", "archived")} == {
        "": 3,
        "inactive": 1,
        "archived": 1,
    }


def test_counting_stops_where_nobody_reads_on(owner: User, people: list[Client]) -> None:
    everybody = clients_visible_to(owner)
    assert count_clients(everybody, LOOK, at_most=4) == count_clients(everybody, LOOK)
    archive_client(client_id=people[0].pk, by=owner)
    Client.objects.filter(pk=people[1].pk).update(archived_at=LOOK.now, merged_into=people[2].pk)  # counted nowhere
    assert count_clients(everybody, LOOK, at_most=2) == count_clients(everybody, LOOK)
    assert count_clients(everybody, LOOK, at_most=2).archived == 1
    assert count_clients(everybody, LOOK, at_most=1).is_capped
    Client.objects.update(archived_at=None, merged_into=None)
    assert count_clients(everybody, LOOK, at_most=3).is_capped


names = st.text(
    st.characters(codec="utf-8", exclude_characters="\0", categories=("L", "M", "N", "P", "S", "Z")),
    min_size=1,
    max_size=8,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(names, st.sampled_from(["active", "inactive"])), max_size=12), size=st.integers(1, 5))
@pytest.mark.parametrize("ordering", sorted(ORDERINGS))
def test_pages_hold_every_client_once_in_order(
    owner: User, ordering: str, rows: list[tuple[str, str]], size: int
) -> None:
    Client.objects.all().delete()
    made = [Client(id=uuid7(), first_name=name, status=status) for name, status in rows]
    for client in made:
        client.index_text()
    Client.objects.bulk_create(made)
    columns = ORDERINGS[ordering]
    expected = list(Client.objects.order_by(*columns).values_list("pk", flat=True))

    seen, cursor, backwards = [], "", []
    while True:
        page = keyset(present(Client.objects.all()), ordering=columns, cursor=cursor, size=size)
        seen += [row.pk for row in page.rows]
        if page.previous:
            before = keyset(present(Client.objects.all()), ordering=columns, cursor=page.previous, size=size)
            backwards.append([row.pk for row in before.rows])
        if not page.next:
            break
        cursor = page.next

    assert seen == expected
    assert [pk for group in backwards for pk in group] == expected[: len(backwards) * size]
