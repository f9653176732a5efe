"""The private address of somebody's sessions."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, Max
from django.urls import reverse
from django.utils import timezone

from apps.accounts.permissions import Permission
from apps.booking.ics import calendar_of
from apps.booking.models import CalendarFeed
from apps.booking.services.tokens import feed_id_in, opens_feed, token_of_feed
from apps.common.business import current
from apps.common.errors import NotFound
from apps.common.links import absolute
from apps.sessions.selectors import sessions_visible_to, title_of, with_people

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from apps.accounts.models import User
    from apps.sessions.models import TrainingSession

BEHIND, MOST = timedelta(days=60), 2_000


@dataclass(frozen=True, slots=True)
class Feed:
    """Whose it is, and what tells whether something changed since."""

    user: User
    etag: str


def address_of_feed(user: User) -> str:
    """Return the full address of somebody's own feed, which is made when it is asked for first."""
    feed, _ = CalendarFeed.objects.get_or_create(user=user)
    return _address(feed)


def renew_feed(*, by: User) -> str:
    """Give somebody's own feed another address; the old one ends at once. Returns the new one."""
    with transaction.atomic():
        CalendarFeed.objects.get_or_create(user=by)
        feed = CalendarFeed.objects.select_for_update().get(user=by)
        feed.renew()
        feed.save()
    return _address(feed)


def find_feed(token: str) -> Feed:
    """Return the feed behind a secret. Raises NotFound, also when its person may see sessions no longer."""
    pk = feed_id_in(token)
    feed = CalendarFeed.objects.select_related("user").filter(pk=pk).first() if pk else None
    if feed is None or not opens_feed(feed, token) or not feed.user.may(Permission.SESSIONS_VIEW):
        raise NotFound
    told = _sessions(feed.user).aggregate(count=Count("id"), last=Max("updated_at"), versions=Max("version"))
    text = f"{feed.nonce}:{told['count']}:{told['last']}:{told['versions']}:{timezone.localdate()}"
    return Feed(feed.user, f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"')


def feed_text(user: User) -> bytes:
    """Return the calendar itself: 60 days back and all that is ahead."""
    rows = with_people(_sessions(user), user).order_by("starts_at", "id")[:MOST]
    return calendar_of([(row, _summary(row, user)) for row in rows], name=current().name)


def _sessions(user: User) -> QuerySet[TrainingSession]:
    """Return a trainer's own sessions, or those a client sees; what was called off is gone from the calendar."""
    sessions = sessions_visible_to(user).filter(ends_at__gt=timezone.now() - BEHIND).exclude(state="cancelled")
    return sessions.filter(trainer=user) if user.is_team else sessions


def _summary(session: TrainingSession, user: User) -> str:
    if user.is_team:
        return title_of(session)
    return f"{session.title or session.get_kind_display()}, {session.trainer.full_name}"


def _address(feed: CalendarFeed) -> str:
    return absolute(reverse("calendar_feed_file", args=[token_of_feed(feed)]))
