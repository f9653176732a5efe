"""The booking page: for anybody, and for clients who are signed in. It exists only where the business wants it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property
from django.views import View

from apps.accounts.roles import Role
from apps.accounts.selectors import coaches
from apps.booking.selectors import bookable_types, booking_window, givers, groups_are_open, slug_of, trainer_named
from apps.booking.services.family import records_of
from apps.booking.services.times import bookable_slots

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from apps.accounts.models import User
    from apps.booking.models import BookableType
    from apps.clients.models import Client
    from apps.sessions.services.slots import Slot

WEEK = timedelta(days=7)


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

    def chosen(self, who: str, pk: UUID) -> tuple[User, BookableType]:
        trainer = self.trainer(who)
        bookable = next((one for one in self.types if one.pk == pk and one.is_given_by(trainer.pk)), None)
        if bookable is None:
            raise Http404
        return trainer, bookable

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
        trainer, bookable = self.chosen(who, pk)
        first = first_day(request.GET.get("from", ""))
        wanted = {"trainer_id": trainer.pk, "duration": bookable.duration, "window": self.window}
        wanted["client_ids"] = [one.pk for one in self.people[:1]]
        context = {"trainer": trainer, "who": slug_of(trainer), "type": bookable, **week_of_slots(first, wanted)}
        return self.page("booking/times.html", context)


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


def week_of_slots(first: date, wanted: dict[str, Any]) -> dict[str, Any]:
    """Return seven days of free times, and where the weeks beside them begin; of an empty one, where the next time is."""
    since = datetime.combine(first, time(0), timezone.get_current_timezone()).astimezone(UTC)
    slots = bookable_slots(since=since, until=since + WEEK, **wanted)
    later = bookable_slots(since=since + WEEK, count=1, **wanted)
    today = timezone.localdate()
    return {
        "days": by_day(slots),
        "first": first,
        "last": first + timedelta(days=6),
        "earlier": max(first - WEEK, today) if first > today else None,
        "later": first + WEEK if later else None,
        "next_free": timezone.localdate(later[0].starts_at) if later and not slots else None,
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
