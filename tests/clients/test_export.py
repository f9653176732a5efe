"""The list as a file: what stands in it, who may have it, and that our own import reads it back."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from unicodedata import normalize

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.activity.models import Activity
from apps.clients.models import Client, ImportBatch
from apps.clients.selectors.asked import Asked
from apps.clients.services import add_client
from apps.clients.services.exporting import MOST_AN_HOUR, export_clients
from apps.clients.services.imports import run_import, start_run, upload_import
from tests.factories.clients import ClientFactory

if TYPE_CHECKING:
    from apps.accounts.models import User
    from tests.harness.people import ApiFor, ClientFor

NOW = datetime(2027, 3, 3, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _fresh_count() -> None:
    cache.clear()


@pytest.fixture
def anna(owner: User) -> Client:
    return add_client(
        by=owner,
        first_name='=HYPERLINK("http://evil.example")',
        last_name='Ångström; "Anna"',
        email="anna@example.com",
        phone="+44 7400 122601",
        goal="-5 kg",
        notes="Two\nlines",
        health_notes="Left knee",
        date_of_birth=date(1990, 2, 28),
        trainer=owner,
    )


def rows_of(data: bytes) -> list[dict[str, str]]:
    text = data.decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def test_what_stands_in_it(owner: User, anna: Client, client_for: ClientFor) -> None:
    last = datetime(2027, 2, 1, 9, 30, tzinfo=UTC)
    Client.objects.filter(pk=anna.pk).update(last_session_at=last)
    answer = client_for(owner).post("/clients/export/", {"query": "view=active"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "clients-" in answer["Content-Disposition"]
    (row,) = rows_of(answer.getvalue())
    assert row["First name"] == '\'=HYPERLINK("http://evil.example")'
    assert (row["Last name"], row["Goal"], row["Notes"]) == ('Ångström; "Anna"', "'-5 kg", "Two\nlines")
    assert (row["Phone"], row["E-mail"], row["Status"]) == ("(+44) 7400 122601", "anna@example.com", "Active")
    assert (row["Date of birth"], row["Health notes"], row["Trainer"]) == ("1990-02-28", "Left knee", owner.full_name)
    assert (row["Last session"][:10], row["Next session"]) == ("2027-02-01", "")


def test_it_is_kept_who_took_it(owner: User, anna: Client, client_for: ClientFor) -> None:
    client_for(owner).post("/clients/export/", {"query": "view=active&goal=kg"}).getvalue()
    row = Activity.objects.get(name="clients.exported")
    assert (row.actor_id, row.payload) == (owner.pk, {"count": 1, "query": {"view": "active", "goal": "kg"}})


def test_only_owner_and_manager(trainer: User, front_desk: User, anna: Client, client_for: ClientFor) -> None:
    for user in (trainer, front_desk):
        assert client_for(user).post("/clients/export/", {}).status_code == 403
        assert 'action="/clients/export/"' not in client_for(user).get("/clients/").text
    assert not Activity.objects.filter(name="clients.exported").exists()


def test_too_many_in_an_hour(owner: User, anna: Client, api_for: ApiFor) -> None:
    for _number in range(MOST_AN_HOUR):
        export_clients(by=owner, asked=Asked())
    assert api_for(owner).get("/api/v1/clients/export/").status_code == 429


def test_the_api_exports_what_it_lists(owner: User, anna: Client, api_for: ApiFor) -> None:
    with time_machine.travel(NOW, tick=False):
        for number in range(30):
            ClientFactory(goal=f"Goal {number}", last_session_at=NOW - timedelta(days=number))
    machine = api_for(owner)
    query = {"goal": "Goal", "ordering": "-last_session"}
    listed = machine.get("/api/v1/clients/", {**query, "page_size": "200"}).json()["results"]
    answer = machine.get("/api/v1/clients/export/", query, headers={"Accept": "text/csv"})
    assert [row["Goal"] for row in rows_of(answer.getvalue())] == [row["goal"] for row in listed]
    assert machine.get("/api/v1/clients/export/?seen_within=x").status_code == 400


names = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=12).map(
    lambda text: normalize("NFC", text)
)


def test_our_import_reads_it_back(owner: User) -> None:
    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(st.tuples(names, names), min_size=1, max_size=6))
    def there_and_back(people: list[tuple[str, str]]) -> None:
        cache.clear()
        with transaction.atomic():
            for number, (first, last) in enumerate(people):
                ClientFactory(first_name=first, last_name=last, goal="+1 rep", email=f"p{number}@mail.example")
            before = kept()
            data = "".join(export_clients(by=owner, asked=Asked()).lines).encode()
            Client.objects.all().delete()
            batch = upload_import(by=owner, file_name="clients.csv", data=data)
            batch.refresh_from_db()
            assert batch.state == ImportBatch.State.MAPPED
            assert batch.bad == 0
            start_run(batch_id=batch.pk, by=owner, accept_errors=False)
            run_import(batch_id=batch.pk)
            assert kept() == before
            transaction.set_rollback(True)

    there_and_back()


def kept() -> list[tuple[object, ...]]:
    fields = ("first_name", "last_name", "email", "phone", "status", "goal", "member_since")
    return sorted(Client.objects.values_list(*fields))
