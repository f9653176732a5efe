from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.core.files.storage import default_storage

from apps.activity.models import Activity, ActivityClient
from apps.clients.models import Client, ImportBatch
from apps.clients.selectors import first_rows_of, issues_of
from apps.clients.services import add_client, update_client
from apps.clients.services.imports import remap_import, run_import, start_run, start_undo, undo_import, upload_import
from apps.common.errors import Conflict, IllegalTransition, InvalidInput

if TYPE_CHECKING:
    from apps.accounts.models import User
    from tests.harness.tasks import RunCommitHooks

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "clients_import.csv"
NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def shared_file() -> bytes:
    if not SHARED.exists():
        pytest.skip("no shared data beside this checkout")
    return SHARED.read_bytes()


def upload(owner: User, text: str | bytes) -> ImportBatch:
    data = text.encode() if isinstance(text, str) else text
    return upload_import(by=owner, file_name="list.csv", data=data)


def run(batch: ImportBatch, owner: User, *, accept_errors: bool = False) -> ImportBatch:
    start_run(batch_id=batch.pk, by=owner, accept_errors=accept_errors)
    run_import(batch_id=batch.pk)
    batch.refresh_from_db()
    return batch


@time_machine.travel(NOW, tick=False)
def test_the_shared_list_is_read_and_its_bad_rows_are_named(owner: User) -> None:
    batch = upload(owner, shared_file())

    assert (batch.state, batch.rows, batch.good, batch.bad) == ("mapped", 240, 234, 6)
    assert batch.reading == {"encoding": "utf-8", "delimiter": ";", "has_header": True}
    assert list(batch.mapping.values()) == [
        *("first_name", "last_name", "email", "phone", "country"),
        *("date_of_birth", "goal", "status", "member_since", "health_notes"),
    ]
    errors = [(issue["row"], issue["column"], issue["reason"]) for issue in issues_of(batch, level="error", most=99)]
    assert errors == [
        (13, "E-mail", "“not-an-email” has no @, so it is not an e-mail address."),
        (39, "Mobile Phone", "“12” is too short for a number in India."),
        (60, "First Name", "There is no name."),
        (92, "E-mail", "Row 91 has this e-mail too."),
        (93, "Date of birth", "31/02/1990 is a day that does not exist."),
        (182, "Date of birth", "2031-01-01 is not in the past."),
    ]
    kinds = batch.evidence["kinds"]
    notices = {
        kind: count for kind, count in kinds.items() if kind in {"status_taken", "no_email", "no_phone", "formula"}
    }
    assert notices == {"status_taken": 36, "no_email": 1, "no_phone": 1, "formula": 1}
    assert batch.evidence["dates"]["order"] == "month_first"
    assert not Client.objects.exists()


@time_machine.travel(NOW, tick=False)
def test_the_shared_list_comes_in_only_when_its_gaps_are_accepted(
    owner: User, run_commit_hooks: RunCommitHooks
) -> None:
    batch = upload(owner, shared_file())
    with pytest.raises(Conflict, match="6 rows cannot be imported"):
        start_run(batch_id=batch.pk, by=owner, accept_errors=False)
    assert not Client.objects.exists()

    start_run(batch_id=batch.pk, by=owner, accept_errors=True)
    with run_commit_hooks():
        run_import(batch_id=batch.pk)
    batch.refresh_from_db()

    assert (batch.state, batch.imported, batch.skipped) == ("done", 234, 6)
    assert Client.objects.count() == 234
    assert Client.objects.filter(status="inactive").count() == Client.objects.exclude(status="active").count()
    greek = Client.objects.get(email="client009.mail@example.com")
    assert (greek.full_name, greek.phone, greek.date_of_birth) == (
        "Νίκων Μιχαλάρου",
        "+306912345075",
        dt.date(1954, 1, 21),
    )
    american = Client.objects.get(email="client010.home@example.org")
    assert (american.date_of_birth, american.phone) == (dt.date(1996, 6, 13), "+12015553667")
    formula = Client.objects.get(email="client120.home@example.com")
    assert formula.first_name == '=HYPERLINK("http://evil.example","x")'
    assert Client.objects.get(email="client202.work@example.org").health_notes == "Line one\nline two"
    activity = Activity.objects.get()
    assert (activity.name, activity.payload["imported"], activity.actor_id) == ("clients.imported", 234, owner.pk)
    assert ActivityClient.objects.filter(activity=activity).count() == 234
    assert not default_storage.exists(batch.stored_as)


@pytest.mark.parametrize(
    ("encoding", "detected"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16"), ("cp1252", "cp1252")],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_reads_every_common_way_to_write_a_list(owner: User, encoding: str, detected: str, delimiter: str) -> None:
    lines = [
        ["Vorname", "Nachname", "E-Mail-Adresse", "Geburtsdatum"],
        ["Jürgen", "Größer", "juergen@example.de", "31.12.1980"],
        ["Zoé", "L'Été, dite Zo", "zoe@example.fr", "01.02.1990"],
    ]
    text = "\r\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)

    batch = upload(owner, text.encode(encoding))

    assert (batch.reading["encoding"], batch.reading["delimiter"]) == (detected, delimiter)
    assert [row["values"]["first_name"] for row in first_rows_of(batch, 5)] == ["Jürgen", "Zoé"]
    assert [row["values"]["date_of_birth"] for row in first_rows_of(batch, 5)] == ["1980-12-31", "1990-02-01"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf\r\n", "The file is empty."),
        (b"Name;Email\n", "The file has a header but no rows under it."),
        (b"PK\x03\x04rest", "This is an Excel or zip file. Save the sheet as CSV and choose that file."),
        (b"Name\nA\0\0\0nna", "This is not a text file: it has NUL bytes in it. Choose a CSV file."),
        (b"Name\n" + b"A\n" * 50_001, "The file has 50,001 rows; 50,000 fit into one import. Split it into 2 files."),
        (b"x" * (10 * 1024 * 1024 + 1), "The file has 10.0 MB; at most 10 MB can be imported at once."),
        (
            b'Name;Notes\nAnna;"open\nBea;fine\n',
            "A quotation mark in row 2 is never closed, so everything after it would be one cell: “open\nBea;fine…”",
        ),
    ],
)
def test_refuses_what_is_no_list_before_keeping_anything(owner: User, data: bytes, reason: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        upload(owner, data)

    assert caught.value.fields == {"file": [reason]}
    assert not ImportBatch.objects.exists()


def test_columns_without_header_are_known_by_what_stands_in_them(owner: User) -> None:
    batch = upload(owner, "Anna,anna@example.com,07400 122601\nBea,bea@example.com,07400 122602\n")

    assert batch.header == ["Column 1", "Column 2", "Column 3"]
    assert batch.mapping == {"0": "", "1": "email", "2": "phone"}
    assert batch.evidence["columns"][1] == "2 of 2 values look like e-mail addresses"
    assert (batch.good, batch.bad) == (0, 2)

    batch = remap_import(batch_id=batch.pk, by=owner, mapping={"0": "full_name", "1": "email", "2": "phone"})
    assert (batch.good, batch.bad) == (2, 0)


def test_a_column_named_twice_is_taken_once(owner: User) -> None:
    batch = upload(owner, "Name;Phone;Phone\nAnna;07400 122601;07400 122602\n")

    assert batch.header == ["Name", "Phone", "Phone (2)"]
    assert batch.mapping == {"0": "full_name", "1": "phone", "2": ""}
    assert batch.evidence["columns"][2] == "Another column, “Phone”, already gives this."
    with pytest.raises(InvalidInput) as caught:
        remap_import(batch_id=batch.pk, by=owner, mapping={"0": "full_name", "1": "phone", "2": "phone"})
    assert caught.value.fields == {"mapping": ["Two columns cannot both give “phone”."]}


def test_a_wrong_encoding_can_be_chosen_again(owner: User) -> None:
    batch = upload(owner, "Имя;Фамилия\nЖанна;Петрова\nЮрий;Иванов\n".encode("cp1251"))
    batch = remap_import(batch_id=batch.pk, by=owner, encoding="cp1251")

    assert first_rows_of(batch, 1)[0]["values"]["last_name"] == "Петрова"
    assert batch.mapping == {"0": "first_name", "1": "last_name"}
    with pytest.raises(InvalidInput) as caught:
        remap_import(batch_id=batch.pk, by=owner, encoding="utf-8")
    assert caught.value.fields == {"encoding": ["The file is not in Unicode (UTF-8): byte 1 does not fit."]}


def test_existing_clients_are_not_brought_twice(owner: User) -> None:
    add_client(by=owner, first_name="Anna", last_name="Berg", email="anna@example.com")
    add_client(by=owner, first_name="Lydia", phone="07400 126836")

    batch = upload(owner, "Name;Email;Phone\nOther;ANNA@example.com;\nLydia;;07400 126836\nTom;;07400 126836\n")

    assert [issue["reason"] for issue in issues_of(batch, level="error", most=9)] == [
        "Anna Berg already has this e-mail.",
        "Lydia with this phone is a client already.",
    ]
    assert (batch.good, batch.evidence["kinds"]["shared_phone"]) == (1, 1)


def test_an_email_taken_after_the_check_is_left_out(owner: User) -> None:
    batch = upload(owner, "Name;Email\nAnna;anna@example.com\nBea;bea@example.com\n")
    add_client(by=owner, first_name="Quick", email="anna@example.com")

    run(batch, owner)

    assert (batch.imported, batch.skipped) == (1, 1)
    assert set(Client.objects.values_list("first_name", flat=True)) == {"Quick", "Bea"}
    assert issues_of(batch, level="error", most=9)[0]["reason"] == "Quick already has this e-mail."


def test_running_twice_imports_once(owner: User) -> None:
    batch = upload(owner, "Name\nAnna\nBea\n")
    run(batch, owner)
    run_import(batch_id=batch.pk)

    assert Client.objects.count() == 2
    assert Activity.objects.count() == 1
    with pytest.raises(IllegalTransition):
        start_run(batch_id=batch.pk, by=owner, accept_errors=True)


def test_an_import_is_taken_back_but_for_clients_somebody_touched(owner: User) -> None:
    batch = run(upload(owner, "Name;Email\nAnna;a@example.com\nBea;b@example.com\nCleo;c@example.com\n"), owner)
    touched = Client.objects.get(first_name="Bea")
    update_client(client_id=touched.pk, by=owner, goal="Strength")

    start_undo(batch_id=batch.pk, by=owner)
    start_undo(batch_id=batch.pk, by=owner)
    undo_import(batch_id=batch.pk)

    batch.refresh_from_db()
    assert (batch.state, batch.removed, batch.remained, batch.percent) == ("undone", 2, 1, 100)
    assert list(Client.objects.all()) == [touched]
    assert Activity.objects.order_by("-id").first().payload["remained"] == 1  # type: ignore[union-attr] # it was just written
    with pytest.raises(IllegalTransition):
        start_undo(batch_id=batch.pk, by=owner)


@pytest.mark.parametrize(
    ("dates", "order", "kept"),
    [
        (["13/06/1996", "01/02/1990"], "day_first", ["1996-06-13", "1990-02-01"]),
        (["06/13/1996", "01/02/1990"], "month_first", ["1996-06-13", "1990-01-02"]),
        (["01/02/1990"], "by_country", ["1990-02-01"]),
        (["1990-02-01", "01.02.1990"], "by_country", ["1990-02-01", "1990-02-01"]),
    ],
)
def test_the_whole_file_decides_the_order_of_day_and_month(
    owner: User, dates: list[str], order: str, kept: list[str]
) -> None:
    rows = "".join(f"N{number};{day}\n" for number, day in enumerate(dates))
    batch = upload(owner, f"Name;Date of birth\n{rows}")

    assert batch.evidence["dates"]["order"] == order
    assert [row["values"]["date_of_birth"] for row in first_rows_of(batch, 9)] == kept
