"""Looking through the whole business for clients who may be one person; remembering who is not."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from datetime import timedelta
from itertools import batched, combinations
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.clients.likeness import WORD, Facts, Likeness, compare
from apps.clients.models import Client, DuplicatePair, DuplicateScan
from apps.common import due
from apps.common.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from apps.accounts.models import User

SCAN = "clients.find_duplicates"
AGAIN_AFTER = timedelta(minutes=10)
MOST_IN_BLOCK = 40
BEGINNING = 3
BATCH = 1_000
VOWELS = frozenset("aeiouy")
_SOUNDS = (("ph", "f"), ("ck", "k"), ("th", "t"), ("c", "k"), ("z", "s"), ("w", "v"))

type Pair = tuple[UUID, UUID]


def start_scan(*, by: User | None) -> DuplicateScan:
    """Begin a look through all clients in a task; one that runs already is returned instead."""
    try:
        with transaction.atomic():
            scan = DuplicateScan.objects.create(by=by)
            due.do_soon(task=SCAN, key=str(scan.pk), again_after=AGAIN_AFTER)
    except IntegrityError:
        return DuplicateScan.objects.filter(finished_at=None).get()
    return scan


def find_duplicates(*, scan_id: UUID | str) -> None:
    """Compare who shares a key (mailbox, phone, sound of the name, birthday with initials). Safe to repeat."""
    scan = DuplicateScan.objects.filter(pk=scan_id, finished_at=None).first()
    if scan is not None:
        people = dict(_people())
        scan.total = len(people)
        scan.save(update_fields=["total", "updated_at"])
        pairs, scan.left_out = _alike(people, scan)
        _keep(scan, pairs)
    due.cancel(kind=SCAN, keys=[str(scan_id)])


def dismiss_pair(*, pair_id: UUID, by: User) -> DuplicatePair:
    """Remember that two clients are not one person. Raises NotFound."""
    return _mark(pair_id, at=timezone.now(), by=by)


def reopen_pair(*, pair_id: UUID) -> DuplicatePair:
    """Take that back. Raises NotFound."""
    return _mark(pair_id, at=None, by=None)


def _mark(pair_id: UUID, **marks: Any) -> DuplicatePair:
    with transaction.atomic():
        pair = DuplicatePair.objects.select_for_update().filter(pk=pair_id).first()
        if pair is None:
            raise NotFound(_("There is no such pair."))
        pair.dismissed_at, pair.dismissed_by = marks["at"], marks["by"]
        pair.save()
    return pair


def _people() -> Iterator[tuple[UUID, Facts]]:
    names = ("id", "first_name", "last_name", "email", "phone", "date_of_birth")
    for row in Client.objects.filter(archived_at=None).values(*names).iterator(chunk_size=5_000):
        yield row["id"], Facts.of(row)


def _alike(people: Mapping[UUID, Facts], scan: DuplicateScan) -> tuple[dict[Pair, Likeness], int]:
    """Compare inside blocks; blocks that are too large are left out and counted."""
    blocks: dict[str, list[UUID]] = defaultdict(list)
    for pk, facts in people.items():
        for key in keys_of(facts):
            blocks[key].append(pk)
    found: dict[Pair, Likeness] = {}
    left_out = 0
    for number, block in enumerate(blocks.values()):
        if number % 20_000 == 0:
            DuplicateScan.objects.filter(pk=scan.pk).update(done=len(people) * number // len(blocks))
        if len(block) > MOST_IN_BLOCK:
            left_out += 1
            continue
        for one, other in combinations(sorted(block), 2):
            if (one, other) not in found and (likeness := compare(people[one], people[other])):
                found[one, other] = likeness
    return found, left_out


def keys_of(facts: Facts) -> Iterator[str]:
    """Yield what a client is filed under: two who share no key are not compared."""
    words = sorted(WORD.findall(facts.name))
    if facts.email:
        yield f"e:{facts.email}"
    if facts.phone:
        yield f"p:{facts.phone}"
    if words:
        sounds = [sound_of(word) for word in words]
        yield f"n:{' '.join(sounds)}"
        yield f"s:{' '.join(sound[:BEGINNING] for sound in sounds)}"
        if facts.born:
            yield f"d:{facts.born}:{''.join(word[0] for word in words)}"


def sound_of(word: str) -> str:
    """Return a word without what people mistype most: vowels after the first letter, doubles, letters that sound alike."""
    plain = "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))
    for written, said in _SOUNDS:
        plain = plain.replace(written, said)
    kept = plain[:1]
    for sign in plain[1:]:
        if sign not in VOWELS and sign != kept[-1]:
            kept += sign
    return kept


def _keep(scan: DuplicateScan, pairs: Mapping[Pair, Likeness]) -> None:
    """Write what was found; open pairs that were not found again are gone, dismissed ones stay."""
    rows = [
        DuplicatePair(first_id=one, second_id=other, score=found.score, reasons=found.reasons, scan=scan.pk)
        for (one, other), found in pairs.items()
    ]
    with transaction.atomic():
        here = set(Client.objects.filter(archived_at=None).values_list("pk", flat=True)) if rows else set()
        for part in batched((row for row in rows if {row.first_id, row.second_id} <= here), BATCH, strict=False):
            DuplicatePair.objects.bulk_create(
                part,
                update_conflicts=True,
                unique_fields=["first", "second"],
                update_fields=["score", "reasons", "scan", "updated_at"],
            )
        DuplicatePair.objects.filter(dismissed_at=None).exclude(scan=scan.pk).delete()
        scan.found, scan.done, scan.finished_at = len(rows), scan.total, timezone.now()
        scan.save()
