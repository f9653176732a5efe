"""Secrets in addresses, derived from rows and stored nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

if TYPE_CHECKING:
    from apps.booking.models import CalendarFeed, Hold

HOLD_SALT, FEED_SALT = "booking.hold", "booking.feed"


def token_of_hold(hold: Hold) -> str:
    return signing.Signer(salt=HOLD_SALT).sign(hold.pk.hex)


def hold_id_in(token: str) -> UUID | None:
    """Return which hold a token opens; None for one that was not made here."""
    try:
        return UUID(hex=signing.Signer(salt=HOLD_SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        return None


def token_of_feed(feed: CalendarFeed) -> str:
    return f"{feed.pk.hex}{_proof(feed)}"


def feed_id_in(token: str) -> UUID | None:
    try:
        return UUID(hex=token[:32])
    except ValueError:
        return None


def opens_feed(feed: CalendarFeed, token: str) -> bool:
    """Compare in a time that says nothing about where they differ."""
    return constant_time_compare(token, token_of_feed(feed))


def _proof(feed: CalendarFeed) -> str:
    return salted_hmac(FEED_SALT, f"{feed.pk.hex}:{feed.nonce}", algorithm="sha256").hexdigest()[:40]
