"""What sessions know of clients who are to be forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from apps.common.redacting import redacted
from apps.sessions.models import SessionClient, TrainingSession, WaitingPlace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apps.clients.policies import Person

LONGEST = {
    "title": 120,
    "location": 120,
    "notes": 5_000,
    "outcome": 10_000,
    "client_notes": 10_000,
    "cancel_reason": 300,
}
TEXTS = tuple(LONGEST)


class ForgottenInSessions:
    """Sessions stay as numbers: when, with whom of the team, how they ended. What was written about the person goes."""

    name = "sessions"

    def goes(self) -> Sequence[str]:
        return [_("Plans and notes of their sessions; their name in the notes of groups; what they waited for.")]

    def stays(self) -> Sequence[str]:
        return [_("Their sessions without a name, so that past weeks, hours and bookkeeping stay right.")]

    def erase(self, person: Person) -> dict[str, int]:
        here = SessionClient.objects.filter(session=OuterRef("pk"), client_id__in=person.client_ids)
        others = SessionClient.objects.filter(session=OuterRef("pk")).exclude(client_id__in=person.client_ids)
        alone = TrainingSession.objects.filter(Exists(here)).exclude(Exists(others))
        emptied = alone.update(**dict.fromkeys((*TEXTS, "video_link"), ""))
        named = Q(pk__in=[])
        for word in person.words:
            for name in TEXTS:
                named |= Q(**{f"{name}__icontains": word})
        changed = 0
        for session in TrainingSession.objects.filter(named).iterator():
            for name in TEXTS:
                setattr(session, name, redacted(getattr(session, name), person.words)[: LONGEST[name]])
            session.save(update_fields=[*TEXTS, "updated_at"])
            changed += 1
        waits, _tables = WaitingPlace.objects.filter(client_id__in=person.client_ids).delete()
        return {"waits": waits, "sessions without their notes": emptied, "sessions changed": changed}
