"""The form that books a session, and its client picker."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from apps.accounts.access import PermissionRequired
from apps.accounts.permissions import Permission
from apps.clients.selectors import clients_visible_to, present, search_clients
from apps.common.errors import Conflict, InvalidInput
from apps.common.ids import uuid7
from apps.common.templatetags.formats import moment_text
from apps.sessions.forms import CUSTOM, LENGTHS, LONGEST, SHORTEST
from apps.sessions.models.states import Kind
from apps.sessions.policies import price_of
from apps.sessions.repeat_form import RepeatForm
from apps.sessions.selectors import trainers_of
from apps.sessions.services import schedule_session
from apps.sessions.services.clashes import DoubleBooking
from apps.sessions.services.openness import OutsideHours
from apps.sessions.services.series import book_series, preview_series
from apps.sessions.views.previewing import preview_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from apps.accounts.models import User

MOST_SHOWN = 8
USUAL = {value for value, _label in LENGTHS}
FIELD_OF = {"type": "kind", "starts_at": "time", "duration_minutes": "minutes", "rule": "repeat"}


class BookingView(PermissionRequired):
    """`?client=<id>&start=2027-03-01T09:30&minutes=45&room=<id>` fills in; the button “Find” of the picker posts without booking."""

    permission = Permission.SESSIONS_EDIT

    def get(self, request: HttpRequest) -> HttpResponse:
        start = _start(request.GET.get("start", ""))
        team = trainers_of(self.person)
        asked = request.GET.get("trainer") or (self.person.pk if self.person in team else "")
        initial = {"key": uuid7(), "date": start.date(), "time": start.time(), "trainer": asked}
        initial |= {**_length(request.GET.get("minutes", "")), "room": request.GET.get("room", "")}
        form = RepeatForm(trainers=team, initial=initial)
        return self._page(request, form, picker(self.person, request.GET.getlist("client"), ""))

    def post(self, request: HttpRequest) -> HttpResponse:
        team = trainers_of(self.person)
        form = RepeatForm(request.POST, trainers=team)
        people = picker(self.person, request.POST.getlist("clients"), request.POST.get("find", ""))
        if "look" in request.POST:
            return self._page(request, _unjudged(form, team, request), people)
        if not form.is_valid():
            return self._page(request, form, people, status=422)
        if form.is_repeating:
            return self._repeat(request, form, people)
        values = form.cleaned_data
        try:
            session = schedule_session(
                by=self.person,
                trainer_id=UUID(values["trainer"]),
                client_ids=values["clients"],
                starts_at=values["starts_at"],
                duration=form.duration,
                kind=values["kind"],
                details=form.details,
                room_id=form.room_id,
                capacity=values["capacity"],
                key=values["key"],
                anyway="anyway" in request.POST,
            )
        except (DoubleBooking, OutsideHours) as clash:
            slots = slots_of(clash)
            return self._page(request, form, people, status=409, clash=clash, slots=slots)
        except InvalidInput as error:
            refuse(form, error)
            return self._page(request, form, people, status=422)
        messages.success(request, _("Booked for %(when)s.") % {"when": moment_text(session.starts_at)})
        return redirect("session", session.pk)

    def _repeat(self, request: HttpRequest, form: RepeatForm, people: dict[str, Any]) -> HttpResponse:
        """Show the dates; once they are agreed to, book all of them. A date taken meanwhile is shown again."""
        wanted = form.wanted(UUID(form.cleaned_data["trainer"]))
        status, error = 200, ""
        try:
            if request.POST.get("agreed") == "yes":
                series = book_series(wanted, by=self.person, key=form.cleaned_data["key"])
                messages.success(request, _("The series is booked."))
                return redirect("series", series.pk)
        except Conflict as clash:
            status, error = 409, clash.message
        except InvalidInput as refused:
            refuse(form, refused)
            return self._page(request, form, people, status=422)
        try:
            plan = preview_series(replace(wanted, exceptions=()), by=self.person)
        except InvalidInput as refused:
            refuse(form, refused)
            return self._page(request, form, people, status=422)
        return render(request, "sessions/series_preview.html", preview_words(plan, request, error), status=status)

    def _page(
        self, request: HttpRequest, form: Form, people: dict[str, Any], *, status: int = 200, **more: Any
    ) -> HttpResponse:
        prices = [(kind.label, price) for kind in Kind if (price := price_of(kind))]
        context = {"form": form, "prices": prices, **people, **more}
        return render(request, "sessions/new.html", context, status=status)


class ClientPickerView(PermissionRequired):
    """The picker's list while somebody types."""

    permission = Permission.SESSIONS_EDIT

    def get(self, request: HttpRequest) -> HttpResponse:
        people = picker(self.person, request.GET.getlist("clients"), request.GET.get("find", ""))
        return render(request, "sessions/_picker.html", people)


def picker(user: User, chosen: Iterable[str], find: str) -> dict[str, Any]:
    """Return who is chosen and who else can be, narrowed by what was typed."""
    clients = present(clients_visible_to(user))
    ids = [pk for pk in map(_uuid, chosen) if pk]
    found = search_clients(clients.exclude(pk__in=ids), find).order_by("sort_name", "id")
    return {"chosen": list(clients.filter(pk__in=ids).order_by("sort_name")), "found": found[:MOST_SHOWN], "find": find}


def slots_of(clash: DoubleBooking | OutsideHours) -> list[tuple[str, datetime]]:
    """Return the free slots as values of buttons and as moments."""
    starts = [slot["starts_at"] for slot in clash.extra["free_slots"]]
    return [(text, datetime.fromisoformat(text)) for text in starts]


def refuse(form: Form, error: InvalidInput) -> None:
    """Say at the form's fields what the service says at its own."""
    for name, texts in error.fields.items():
        field = FIELD_OF.get(name, name)
        for text in texts:
            form.add_error(field if field in form.fields else None, text)


def _unjudged(form: RepeatForm, team: list[User], request: HttpRequest) -> RepeatForm:
    """Return the form with what was typed, without complaints: somebody is only looking for a client."""
    typed = {name: form.data.get(name) for name in form.fields if name != "clients"}
    return RepeatForm(trainers=team, initial={**typed, "days": request.POST.getlist("days")})


def _start(text: str) -> datetime:
    """Read a start; else the next full hour."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        now = timezone.localtime()
        return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def _length(text: str) -> dict[str, Any]:
    """Read a length in minutes; what is none says nothing."""
    if not text.isdecimal() or not SHORTEST <= int(text) <= LONGEST:
        return {}
    return {"length": text} if text in USUAL else {"length": CUSTOM, "minutes": int(text)}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
