"""Every address of a host, and a row of each kind to fill its parameters with."""

from __future__ import annotations

import re
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from psycopg import sql

from apps.accounts.devices import Device
from apps.accounts.models import Invitation
from apps.accounts.roles import Role
from apps.accounts.services.sign_ins import begin_sign_in
from apps.availability.models import TimeOff
from apps.booking.models import BookableType
from apps.clients.models import (
    BulkAct,
    ClientMessage,
    ConsentDocument,
    ConsentVersion,
    CustomField,
    DuplicatePair,
    Relation,
    SavedView,
    Tag,
)
from apps.clients.services import ask_export, merge_clients, update_client
from apps.clients.services.contacts import log_contact
from apps.clients.services.imports.uploading import upload_import
from apps.clients.services.intake import Filler, add_goal, give_consents
from apps.clients.services.notes import add_note
from apps.progress.services import Reading, delete_measurement, record_measurements
from apps.sessions.models import WaitingPlace
from apps.sessions.services import Details, add_location, add_room
from apps.sessions.services.log import add_exercise, log_set
from apps.sessions.services.series import Wanted, book_series
from apps.sessions.services.tasks import add_task
from tests.factories import UserFactory
from tests.factories.clients import ClientFactory
from tests.factories.sessions import SessionFactory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from uuid import UUID

    from django.test import Client

    from apps.accounts.models import User
    from apps.clients.models import Client as Person
    from apps.sessions.models import TrainingSession

PARAMETER = re.compile(r"(\w[\w-]*)/<uuid:(\w+)>")
NONSENSE = "1-nonsense"
WRITING = re.compile(r"\b(INSERT|UPDATE|DELETE|MERGE|TRUNCATE|COPY)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Route:
    """One address: `clients/<uuid:pk>/` with its name and what answers."""

    name: str
    text: str
    parameters: frozenset[str]
    view: Callable[..., Any]

    @property
    def kinds(self) -> dict[str, str]:
        """Return which kind of row each id names: the word before it in the address."""
        return {parameter: noun for noun, parameter in PARAMETER.findall(self.text)}

    @property
    def methods(self) -> list[str]:
        """Return the methods that something answers."""
        if actions := getattr(self.view, "actions", None):
            return sorted(set(actions) - {"head"})
        kind = getattr(self.view, "view_class", None) or getattr(self.view, "cls", None)
        # Django's form views answer PUT as they do POST.
        names = ("get", "post", "patch", "delete") if hasattr(kind, "post") else ("get", "put", "patch", "delete")
        return [name for name in names if hasattr(kind, name)] if kind else ["get", "post"]

    def path(self, rows: Mapping[str, UUID], urlconf: str) -> str:
        """Return the address for these rows by kind; secrets in it are nonsense."""
        values = {name: str(rows[self.kinds[name]]) if name in self.kinds else NONSENSE for name in self.parameters}
        return reverse(self.name, urlconf=urlconf, kwargs=values)


def routes(urlconf: str) -> list[Route]:
    """Return every address of a URL set."""
    return list(_walk(get_resolver(urlconf), "", ""))


def _walk(resolver: URLResolver, prefix: str, space: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        text = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry, text, inner)
        elif isinstance(entry, URLPattern):
            assert entry.name, f"{text} has no name"
            yield Route(space + entry.name, text, frozenset(_parameters(entry)), entry.callback)


def _parameters(entry: URLPattern) -> set[str]:
    pattern: Any = entry.pattern
    return set(pattern.converters) | set(pattern.regex.groupindex)


def one_of_each() -> dict[str, UUID]:
    """Make one row of every kind that an address names, in the current business."""
    member = UserFactory(role=Role.TRAINER)
    invitation = Invitation.objects.create(email="asked@gym.example", role=Role.TRAINER, token_digest="0" * 64)
    made = {"team": member.pk, "invitations": invitation.pk}
    made["sign-ins"] = begin_sign_in(user=member, device=Device()).pk
    client = ClientFactory(first_name="Secretname", trainer=member)
    session = SessionFactory(trainer=member, clients=[client])
    owner = UserFactory(role=Role.OWNER)
    made["waiting"] = WaitingPlace.objects.create(session=session, client=client).pk
    update_client(client_id=client.pk, by=owner, goal="Secretgoal")
    made["changes"] = client.changes.get().pk
    twin = ClientFactory(first_name="Secretnames")
    made["duplicates"] = DuplicatePair.objects.create(
        first=client, second=twin, score=80, reasons=["name"], scan=client.pk
    ).pk
    made["exports"] = ask_export(client_id=client.pk, by=owner).pk
    made["merge"] = twin.pk
    made["merges"] = merge_clients(winner_id=client.pk, loser_id=ClientFactory().pk, by=owner).pk
    batch = upload_import(by=member, file_name="clients.csv", data=b"first_name,e-mail\nSecretname,s@mail.example\n")
    field = CustomField.objects.create(name="Secretname", folded="secretname", kind="text")
    made["notes"] = add_note(client_id=client.pk, by=owner, body="Secretname").pk
    made["contacts"] = log_contact(client_id=client.pk, by=owner, way="call", said="Secretname").pk
    made["household"] = Relation.objects.create(client=client, contact_name="Secretname", kind="other").pk
    made |= {"family": client.pk, "reassignment": member.pk, "fields": field.pk, "custom-fields": field.pk}
    status = {"kind": "status", "options": {"status": "active"}}
    act = BulkAct.objects.create(**status, chosen=[str(client.pk)], created_by=member)
    made["views"] = SavedView.objects.create(owner=member, name="Secretname", is_shared=True).pk
    made["bulk"] = act.pk
    made["tags"] = Tag.objects.create(name="Secretname", folded="secretname", colour="teal").pk
    words: dict[str, Any] = {"subject": "Secretname", "text": "Secretname", "chosen": [str(client.pk)]}
    made["messages"] = ClientMessage.objects.create(**words, created_by=member).pk
    made |= of_an_intake(member, client)
    made |= of_progress(member, client)
    made |= of_places(owner, client)
    made |= of_availability(member)
    made |= of_booking(session.pk)
    made |= of_training(member, client, session)
    made |= {"clients": client.pk, "of-client": client.pk, "sessions": session.pk, "import": batch.pk}
    return made


def of_an_intake(trainer: User, client: Person) -> dict[str, UUID]:
    """Make a goal, a document and a consent to it."""
    filler = Filler.signed_in(trainer)
    goal = add_goal(client_id=client.pk, filler=filler, text="Secretname runs")
    document = ConsentDocument.objects.create(kind="other", title="Secretname")
    version = ConsentVersion.objects.create(document=document, number=1, text="Secretname")
    (consent,) = give_consents(client_id=client.pk, filler=filler, version_ids=[version.pk], signed_name="Secretname")
    return {"goals": goal.pk, "documents": document.pk, "consents": consent.pk}


def of_progress(trainer: User, client: Person) -> dict[str, UUID]:
    """Make a measurement, and another that was deleted."""
    days = [timezone.localdate() - timedelta(days=back) for back in (0, 1)]
    readings = [Reading(metric="weight", value=81_700, taken_on=day, note="Secretname") for day in days]
    kept, other = record_measurements(client_id=client.pk, by=trainer, readings=readings)
    change = delete_measurement(measurement_id=other.pk, by=trainer)
    return {"measurements": kept.pk, "measurement-changes": change.pk}


def of_places(owner: User, client: Person) -> dict[str, UUID]:
    """Make a location with a room, and a series."""
    location, series = add_location(by=owner, name="Secretname").pk, of_a_series(owner, client)
    room = add_room(by=owner, location_id=location, name="Secretname").pk
    return {"locations": location, "rooms": room, "series": series}


def of_a_series(owner: User, client: Person) -> UUID:
    """Make a series of one session."""
    return book_series(
        Wanted(
            trainer_id=owner.pk,
            client_ids=[client.pk],
            rule="FREQ=DAILY;COUNT=1",
            first=timezone.localdate() + timedelta(days=40),
            clock=time(9),
            zone=ZoneInfo("UTC"),
            duration=timedelta(hours=1),
            details=Details(title="Secretname"),
        ),
        by=owner,
    ).pk


def of_availability(trainer: User) -> dict[str, UUID]:
    """Make time off of a trainer; their hours go by the trainer's id."""
    today = timezone.localdate()
    row = TimeOff.objects.create(trainer=trainer, starts_on=today, ends_on=today, reason="Secretname")
    return {"hours": trainer.pk, "time-off": row.pk}


def of_booking(session_id: UUID) -> dict[str, UUID]:
    """Make what can be booked; bookings and groups go by the session's id."""
    row = BookableType.objects.create(name="Secretname")
    return {"types": row.pk, "bookable-types": row.pk, "bookings": session_id, "groups": session_id}


def of_training(trainer: User, client: Person, session: TrainingSession) -> dict[str, UUID]:
    """Make an exercise with a set in a session's log."""
    named: dict[str, Any] = {"session_id": session.pk, "client_id": client.pk, "by": trainer}
    exercise = add_exercise(**named, values={"name": "Secretname"})
    done = log_set(**named, exercise_id=exercise, values={"number": 1, "reps": 5})
    task = add_task(by=trainer, text="Secretname", client=client.pk)
    return {"logged-exercises": exercise, "logged-sets": done, "tasks": task.pk}


@contextmanager
def undone(client: Client) -> Iterator[None]:
    """Take back what the block does to the database and to the client's cookies."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies = cookies


class Writes:
    """Hears, as Django's `execute_wrapper`, whether anything is sent that could change a row, but for browsers' sessions."""

    def __init__(self) -> None:
        self.heard = False

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        self.heard = self.heard or (WRITING.search(sql) is not None and '"django_session"' not in sql)
        return execute(sql, *rest)


def fingerprint_of_rows() -> dict[str, str]:
    """Return a digest of every table of the current business but the sessions of browsers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        tables = sorted({row[0] for row in cursor.fetchall()} - {"django_session"})
        digest = sql.SQL("SELECT {}, md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {} t")
        parts = [digest.format(sql.Literal(name), sql.Identifier(name)) for name in tables]
        cursor.execute(sql.SQL(" UNION ALL ").join(parts))
        return dict(cursor.fetchall())
