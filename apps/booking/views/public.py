"""The booking page: for anybody, and for clients who are signed in. It exists only where the business wants it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View

from apps.accounts.roles import Role
from apps.accounts.selectors import coaches
from apps.booking.selectors import bookable_types, booking_window, givers, groups_are_open, slug_of, trainer_named
from apps.booking.services.family import records_of
from apps.booking.services.times import Wish, bookable_span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from apps.accounts.models import User
    from apps.booking.models import BookableType
    from apps.booking.selectors import Window
    from apps.clients.models import Client
    from apps.sessions.services.slots import Slot

WEEK = timedelta(days=7)
ANY = "any"
"""What addresses say instead of a name where anybody who gives it will do."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody is about to book, and with whom: `who` as addresses say it."""

    who: str
    bookable: BookableType
    team: Sequence[User]

    @property
    def trainer_id(self) -> UUID | None:
        return None if self.who == ANY else self.team[0].pk

    @property
    def context(self) -> dict[str, Any]:
        name = _("any trainer") if self.who == ANY else self.team[0].full_name
        return {"who": self.who, "name": name, "type": self.bookable}


class VisitorPage(View):
    """A page for anybody, once the business lets people book themselves."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.window = booking_window()
        if not self.window.is_open:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @property
    def is_client(self) -> bool:
        """Somebody signed in as a client: they need not say who they are."""
        return self.request.user.is_authenticated and self.request.user.role == Role.CLIENT

    def page(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        layout = "layouts/app.html" if self.is_client else "layouts/visitor.html"
        return render(self.request, template, {"layout": layout, "is_client": self.is_client, **context}, status=status)


class BookingPage(VisitorPage):
    """A page about what can be booked; knows who gives what, and for whom a client is looking (`?for=`)."""

    @cached_property
    def team(self) -> list[User]:
        return list(coaches())

    @cached_property
    def types(self) -> list[BookableType]:
        return list(bookable_types())

    @cached_property
    def people(self) -> list[Client]:
        """For whom a client may book, who is asked for first; nobody for strangers."""
        user: Any = self.request.user
        asked = self.request.GET.get("for", "")
        return sorted(records_of(user), key=lambda one: str(one.pk) != asked) if self.is_client else []

    @property
    def tail(self) -> str:
        """What addresses carry on: for whom."""
        is_for_another = self.is_client and self.people and self.people[0].user_id != self.request.user.pk
        return f"&for={self.people[0].pk}" if is_for_another else ""

    def trainer(self, who: str) -> User:
        found = trainer_named(who, self.team)
        if found is None:
            raise Http404
        return found

    def chosen(self, who: str, pk: UUID) -> Choice:
        """Return what is chosen and who gives it: one trainer, or for ANY everybody who does. Raises 404."""
        bookable = next((one for one in self.types if one.pk == pk), None)
        team = self.team if who == ANY else [self.trainer(who)]
        found = givers(bookable, team) if bookable else []
        if bookable is None or not found:
            raise Http404
        return Choice(who if who == ANY else slug_of(found[0]), bookable, found)

    def page(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        whom = self.people[0] if self.tail else None
        return super().page(template, {"tail": self.tail, "whom": whom, **context}, status)


class DoorView(BookingPage):
    """What can be booked, and with whom."""

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = [{"type": one, "trainers": named(givers(one, self.team))} for one in self.types]
        context = {"rows": [row for row in rows if row["trainers"]], "has_groups": groups_are_open()}
        return self.page("booking/door.html", context)


class TrainerView(BookingPage):
    """What can be booked with one trainer."""

    def get(self, request: HttpRequest, who: str) -> HttpResponse:
        trainer = self.trainer(who)
        rows = [{"type": one, "trainers": named([trainer])} for one in self.types if one.is_given_by(trainer.pk)]
        return self.page("booking/door.html", {"rows": rows, "trainer": trainer})


class TimesView(BookingPage):
    """Free times of a week from `?from=2027-03-01` on."""

    def get(self, request: HttpRequest, who: str, pk: UUID) -> HttpResponse:
        choice = self.chosen(who, pk)
        wish = Wish(
            trainer_ids=[one.pk for one in choice.team],
            duration=choice.bookable.duration,
            client_ids=[one.pk for one in self.people[:1]],
        )
        week = week_of_slots(first_day(request.GET.get("from", "")), wish, self.window)
        return self.page("booking/times.html", {**choice.context, **week})


def named(team: Sequence[User]) -> list[dict[str, Any]]:
    """Return people with their name as addresses write it."""
    return [{"person": one, "slug": slug_of(one)} for one in team]


def first_day(text: str) -> date:
    """Read the first day of a week that is shown; today for whatever is none, or is over."""
    today = timezone.localdate()
    try:
        return max(date.fromisoformat(text), today)
    except ValueError:
        return today


def week_of_slots(first: date, wish: Wish, window: Window) -> dict[str, Any]:
    """Return seven days of free times, and where the weeks beside them begin; of an empty one, where the next time is."""
    since = datetime.combine(first, time(0), timezone.get_current_timezone()).astimezone(UTC)
    slots, later = bookable_span(wish, since=since, until=since + WEEK, window=window)
    today = timezone.localdate()
    return {
        "days": by_day(slots),
        "first": first,
        "last": first + timedelta(days=6),
        "earlier": max(first - WEEK, today) if first > today else None,
        "later": first + WEEK if later else None,
        "next_free": timezone.localdate(later.starts_at) if later and not slots else None,
    }


def by_day(slots: Sequence[Slot]) -> list[tuple[date, list[Slot]]]:
    """Return times by the day on which they lie for whoever looks."""
    return [(day, list(found)) for day, found in groupby(slots, key=lambda slot: timezone.localdate(slot.starts_at))]


def moment_in(text: str) -> datetime | None:
    """Read a moment from an address."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment and timezone.is_aware(moment) else None


def free_in(extra: dict[str, Any]) -> list[datetime]:
    """Return the free times that an error carries."""
    return [datetime.fromisoformat(slot["starts_at"]) for slot in extra.get("free_slots", [])]
