"""The link in the mail about a free place: signed, for one offer, and worth nothing once that is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.common.business import business_id
from apps.common.errors import NotFound
from apps.sessions.models import WaitingPlace
from apps.sessions.services.announcing import stamp

if TYPE_CHECKING:
    from uuid import UUID


def path_of_offer(waiting_id: UUID | str, until: str) -> tuple[str, WaitingPlace | None]:
    """Return the link's path and the place; empty when the offer that ends at `until` is not open any more."""
    place = WaitingPlace.objects.filter(pk=waiting_id).select_related("client", "session__trainer").first()
    if place is None or not place.is_offered or place.offer_until is None or stamp(place.offer_until) != until:
        return "", None
    token = signing.dumps([str(place.pk), until], salt=_salt())
    return reverse("waiting_offer", args=[token]), place


def open_offer(token: str) -> WaitingPlace:
    """Return the place that a link is about, whatever became of the offer. Raises NotFound for any other text."""
    try:
        waiting_id, until = signing.loads(token, salt=_salt())
    except signing.BadSignature as error:
        raise NotFound(_("This link does not work. Use the one in the latest mail.")) from error
    places = WaitingPlace.objects.select_related("client", "session__trainer")
    place = places.filter(pk=waiting_id, offer_until=until).first()
    if place is None:
        raise NotFound(_("This link does not work. Use the one in the latest mail."))
    return place


def _salt() -> str:
    return f"sessions.waiting.{business_id()}"
