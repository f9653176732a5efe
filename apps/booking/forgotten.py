"""What the booking page knows of clients who are to be forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.booking.models import Hold
from apps.booking.models.hold import HoldState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apps.clients.policies import Person


class ForgottenHolds:
    """What somebody typed on the booking page and never confirmed; of what was confirmed nothing is kept there."""

    name = "booking"

    def goes(self) -> Sequence[str]:
        return [_("Times they asked for on the booking page.")]

    def stays(self) -> Sequence[str]:
        return []

    def erase(self, person: Person) -> dict[str, int]:
        theirs = Q(pk__in=[])
        for word in person.words:
            theirs |= Q(email__iexact=word)
        count, _rows = Hold.objects.filter(theirs, state=HoldState.HELD).delete()
        return {"times asked for": count}
