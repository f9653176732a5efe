"""Calling a series off, from some session on or altogether."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from apps.activity.services import publish
from apps.common.errors import NotFound
from apps.sessions.models import Series, SeriesClient
from apps.sessions.models.states import Kind
from apps.sessions.series_events import SeriesEnded
from apps.sessions.services.running import cancel_session
from apps.sessions.services.series.announcing import facts_of_series
from apps.sessions.services.series.making import extend_later
from apps.sessions.services.series.scope import Scope, anchor_of, hold_series, present_members, sessions_in

if TYPE_CHECKING:
    from uuid import UUID

    from apps.accounts.models import User
    from apps.sessions.models import TrainingSession


def cancel_series(  # noqa: PLR0913 - who, what, from where, and why
    *,
    series_id: UUID,
    by: User,
    scope: Scope,
    cancelled_by: str,
    reason: str = "",
    session_id: UUID | None = None,
    version: int | None = None,
) -> list[TrainingSession]:
    """Call off a session of a series, it and those after it, or all that have not begun; return those that were.

    Each is called off as a single one is, with its own `session.cancelled`; the series tells of itself by
    `session.series_ended`, and makes no more. Twice does no harm. Raises NotFound, Conflict, InvalidInput, StaleVersion.
    """
    with transaction.atomic():
        series = hold_series(series_id)
        if series is None:
            raise NotFound
        if series.ended_at and scope == Scope.ALL:
            return []
        anchor = anchor_of(series, session_id, scope)
        words: dict[str, Any] = {"by": by, "cancelled_by": cancelled_by, "reason": reason}
        if scope == Scope.THIS:
            return [cancel_session(session_id=anchor.pk, version=version, **words)]
        series.check_version(version)
        sessions = sessions_in(series, anchor, scope)
        done = [cancel_session(session_id=session.pk, **words) for session in sessions]
        if not done and series.made_through is None:
            return []
        stop_before(series, anchor, scope)
        event = SeriesEnded(**facts_of_series(series, done), scope=scope, reason=reason.strip())
        publish(event, actor=by, client_ids=present_members(series))
    return done


def stop_before(series: Series, anchor: TrainingSession, scope: Scope) -> None:
    """Let the rule end on the day before a session; with nothing before it, the series is over."""
    earlier = series.sessions.filter(original_start__lt=anchor.original_start)
    if scope == Scope.ALL or not earlier.exists():
        series.end(timezone.now())
    else:
        end_rule(series, anchor)
    series.touch()
    series.save()
    extend_later(series)


def end_rule(series: Series, anchor: TrainingSession) -> None:
    """Let the rule end on the day before a session, so that nothing more is made."""
    timing = series.timing
    last = anchor.rule_start.astimezone(timing.zone).date() - timedelta(days=1)
    series.follow(replace(timing, rule=replace(timing.rule, count=None, until=last)))
    series.made_through = None


def leave_series(*, client_id: UUID) -> None:
    """Book a client no more: take them out of every series; one that was theirs alone is over."""
    for member in SeriesClient.objects.filter(client=client_id).select_related("series"):
        series = member.series
        member.delete()
        if series.kind != Kind.GROUP and series.ended_at is None and not series.members.exists():
            series.end(timezone.now())
            series.save()
            extend_later(series)
