"""Erasing a client for good: asked for with their name, done after a week unless somebody takes it back."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.activity.selectors import timeline_of_client
from apps.activity.services import publish
from apps.clients import policies
from apps.clients.care_events import ClientErased, ErasureAsked, ErasureTakenBack
from apps.clients.changes import family_of
from apps.clients.models import Client, Erasure
from apps.clients.models.folding import fold
from apps.clients.services.clients import archive_client
from apps.clients.services.finding import find_client
from apps.clients.services.values.phones import readable_phone
from apps.common import due
from apps.common.business import current
from apps.common.errors import IllegalTransition, InvalidInput, NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apps.accounts.models import User

ERASE = "clients.erase"


def ask_erasure(*, client_id: UUID, by: User, typed: str) -> Erasure:
    """Archive the client, end their access, and erase them after seven days. Asking again changes nothing.

    `typed` is their full name, typed by hand. Raises NotFound, InvalidInput on `typed`, IllegalTransition for one who
    was merged or erased, and what archiving raises.
    """
    client = find_client(client_id, by)
    waiting = client.erasures.filter(cancelled_at=None).first()
    if waiting:
        return waiting
    if fold(typed) != fold(client.full_name):
        raise InvalidInput({"typed": _("Type the name exactly: %(name)s") % {"name": client.full_name}})
    if client.merged_into_id:
        raise IllegalTransition(_("%(name)s is part of another client: erase that one.") % {"name": client.full_name})
    with transaction.atomic():
        was_archived = client.is_archived
        if not was_archived:
            archive_client(client_id=client.pk, by=by)
        erasure = Erasure.objects.create(client=client, by=by, by_name=by.full_name, was_archived=was_archived)
        due.schedule(kind=ERASE, key=str(erasure.pk), due_at=erasure.due_at)
        publish(ErasureAsked(client_id=str(client.pk)), actor=by, client_ids=[client.pk])
    return erasure


def cancel_erasure(*, client_id: UUID, by: User) -> Erasure:
    """Take it back while it waits; the client stays archived. Raises NotFound, IllegalTransition once it is done."""
    client = find_client(client_id, by)
    with transaction.atomic():
        erasure = Erasure.objects.select_for_update().filter(client=client).order_by("-id").first()
        if erasure is None:
            raise NotFound(_("Nothing is to be erased."))
        if erasure.cancelled_at is None:
            erasure.cancel(at=timezone.now())
            erasure.cancelled_by = by
            erasure.save()
            due.cancel(kind=ERASE, keys=[str(erasure.pk)])
            publish(ErasureTakenBack(client_id=str(client.pk)), actor=by, client_ids=[client.pk])
    return erasure


def erase_client(*, erasure_id: UUID | str) -> None:
    """Erase whoever is due. One transaction: wholly or not at all. Safe to repeat; one that waits still is left alone."""
    with transaction.atomic():
        erasure = Erasure.objects.select_for_update().filter(pk=erasure_id).first()
        if erasure is not None and erasure.is_waiting:
            if erasure.due_at > timezone.now():
                return
            _erase(erasure)
        due.cancel(kind=ERASE, keys=[str(erasure_id)])


def person_of(client: Client) -> policies.Person:
    """Return everything that names a client and those who were merged into them, earlier log-ins and values too."""
    family = list(Client.objects.filter(pk__in=family_of(client)).select_related("user"))
    words = {word for one in family for word in _words(one.full_name, one.email, one.phone)}
    users = {one.user_id for one in family if one.user_id}
    for one in family:
        joined = timeline_of_client(one.pk).filter(name="client.joined").values_list("payload__user_id", flat=True)
        users |= {UUID(pk) for pk in joined}
        words |= {one.user.email, one.user.full_name} if one.user else set()
        words |= _earlier(one)
    return policies.Person(
        client_ids=[one.pk for one in family],
        user_ids=sorted(users),
        words=sorted(word for word in words if len(word) > 1),
    )


def _erase(erasure: Erasure) -> None:
    client = Client.objects.select_for_update().get(pk=erasure.client_id)
    person = person_of(client)
    counts: Counter[str] = Counter()
    for policy in policies.erasure_policies():
        counts.update(policy.erase(person))
    erasure.finish(at=timezone.now(), counts={name: number for name, number in counts.items() if number})
    erasure.save()
    publish(ClientErased(erasure_id=str(erasure.pk), counts=erasure.counts), actor=None)


def _earlier(client: Client) -> set[str]:
    """Return the names, e-mails and phones that the client had before."""
    found: set[str] = set()
    first, last = client.first_name, client.last_name
    for change in client.changes.order_by("-version"):
        pairs = change.fields
        found |= set(_words("", *(value for name in ("email", "phone") for value in pairs.get(name, []))))
        if "first_name" in pairs or "last_name" in pairs:
            first, last = pairs.get("first_name", [first])[0], pairs.get("last_name", [last])[0]
            found.add(f"{first} {last}".strip())
    return found


def _words(name: str, *rest: str | None) -> Iterable[str]:
    yield name
    for value in rest:
        if value:
            yield value
            if value.startswith("+"):
                yield readable_phone(value, country=current().country)
                yield value[1:]
