"""The page on which a session is logged, set by set; with scripts it works without a connection, without them by forms."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from apps.accounts.access import PermissionRequired
from apps.accounts.permissions import Permission
from apps.common.errors import Conflict, DomainError, InvalidInput
from apps.common.ids import uuid7
from apps.sessions.log_facts import sheet_facts
from apps.sessions.log_shown import blank, choices, memory, shown_sheet
from apps.sessions.log_units import FIELDS, Units
from apps.sessions.selectors import title_of
from apps.sessions.services import log
from apps.sessions.services.log.numbers import MOST_POSITION
from apps.sessions.services.log.operations import checked_exercise, checked_set
from apps.sessions.training import names_in_use, remembered, sheet_of, whole_log
from apps.sessions.views.acts import words_of
from apps.sessions.views.details import session_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from apps.sessions.models import LoggedExercise, SessionClient, TrainingSession
    from apps.sessions.training import ExerciseLine

TAKES_NO_LOG = {"cancelled", "no_show"}
MOST_BYTES, LONGEST_NUMBER = 400_000, 6


class OfLog(PermissionRequired):
    """Somebody's log in a session: of the client that the address or the form names, else of the first."""

    permission = Permission.SESSIONS_RUN

    @cached_property
    def session(self) -> TrainingSession:
        return session_for(self.person, self.kwargs["pk"])

    @cached_property
    def place(self) -> SessionClient:
        wanted = self.request.POST.get("client") or self.request.GET.get("client", "")
        places = [place for place in self.session.places.all() if wanted in {"", str(place.client_id)}]
        if not places:
            raise Http404
        return places[0]

    @property
    def named(self) -> dict[str, Any]:
        return {"session_id": self.session.pk, "client_id": self.place.client_id, "by": self.person}

    @cached_property
    def earlier(self) -> list[LoggedExercise]:
        return remembered(self.session, self.place.client_id)

    def sheet(self) -> list[ExerciseLine]:
        client_id = self.place.client_id
        return sheet_of(self.session, client_id, logged=whole_log(self.session.pk, client_id), earlier=self.earlier)

    @property
    def url(self) -> str:
        address = reverse("session_log", args=[self.session.pk])
        return f"{address}?{urlencode({'client': self.place.client_id})}" if self.place_count > 1 else address

    @property
    def place_count(self) -> int:
        return len(self.session.places.all())

    def page(self, *, status: int = 200, **refused: Any) -> HttpResponse:
        """Draw the page; `refused` names the set that was not taken, what was typed, and why."""
        units, session = Units.of(self.person), self.session
        lines = self.sheet()
        context = {
            "session": session,
            "title": title_of(session),
            "place": self.place,
            "tabs": self._tabs(),
            "exercises": shown_sheet(lines, units, **refused),
            "blank": blank(units),
            "units": units,
            "names": names_in_use(),
            "memory": memory(self.earlier),
            "begun": _minutes(session),
            "new_id": uuid7(),
            "observation_id": uuid7(),
            "next_position": max((line.position for line in lines), default=-1) + 1,
            "can_start": session.state == "scheduled",
            "can_complete": session.is_open,
            "takes_log": session.state not in TAKES_NO_LOG,
            "server_ms": int(timezone.now().timestamp() * 1000),
            **choices(units),
        }
        return render(self.request, "sessions/log/log.html", context, status=status)

    def _tabs(self) -> list[dict[str, Any]]:
        if self.place_count < 2:  # noqa: PLR2004 - one client needs no choice
            return []
        return [
            {
                "label": place.client.full_name,
                "url": f"?client={place.client_id}",
                "current": place.client_id == self.place.client_id,
            }
            for place in self.session.places.all()
        ]

    def undo(self, kind: str, pk: UUID, **more: UUID) -> str:
        query = urlencode({"client": self.place.client_id, kind: pk, **more})
        return f"undo:{reverse('session_log_restoration', args=[self.session.pk])}?{query}"


class LogView(OfLog):
    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return self.page()


class OperationsView(OfLog):
    """What the page's script sends; answers the sheet as it is, or says which act was refused."""

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        named = self.named  # whoever may not know of the session learns nothing else
        try:
            if len(request.body) > MOST_BYTES:
                raise InvalidInput({"operations": _("Too much at a time.")})
            body = json.loads(request.body)
            operations = log.read_operations(body.get("operations") if isinstance(body, dict) else None)
            log.apply_operations(**named, operations=operations)
        except ValueError:
            return JsonResponse({"errors": {"operations": ["Not JSON."]}}, status=400)
        except DomainError as error:
            return JsonResponse({"detail": error.message, **error.extra}, status=error.status)
        return JsonResponse(sheet_facts(self.session.pk, self.place.client_id, self.sheet()))


class SetsView(OfLog):
    """Log a set, change it (`act=log`), or delete it (`act=delete`). A planned exercise is written down with its first set."""

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        post = request.POST
        entry, exercise = _id(post.get("set")), _id(post.get("exercise"))
        try:
            if post.get("act") == "delete":
                log.delete_set(**self.named, exercise_id=exercise, set_id=entry)
                undo = self.undo("set", entry, exercise=exercise)
                messages.success(request, _("The set is deleted."), extra_tags=undo)
            else:
                log.apply_operations(**self.named, operations=self._operations(entry, exercise))
        except InvalidInput as error:
            errors = {FIELDS.get(name, name): texts[0] for name, texts in error.fields.items()}
            return self.page(status=422, refused=str(entry), typed=post.dict(), errors=errors)
        except Conflict as error:
            messages.error(request, error.message)
        return redirect(f"{self.url}#e-{exercise}")

    def _operations(self, entry: UUID, exercise: UUID) -> list[log.Operation]:
        post = self.request.POST
        said: dict[str, Any] = {name: post.get(name) or None for name in ("kind", "rpe", "note")}
        said |= {"side": post.get("side", ""), "number": _number(post.get("number", ""))}
        values = checked_set({**Units.of(self.person).read(post), **said})
        done = log.Operation(name="set", id=entry, exercise=exercise, values=values)
        if not post.get("name"):
            return [done]
        named = checked_exercise({name: post.get(name) for name in ("name", "measure")})
        position = _number(post.get("position", ""))
        return [log.Operation(name="exercise", id=exercise, values=named, position=position), done]


class ExercisesView(OfLog):
    """Add an exercise, say something of it, delete it, or move it up or down (`act`)."""

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        exercise = _id(request.POST.get("exercise"))
        try:
            self._do(request.POST.get("act", "add"), exercise)
        except (InvalidInput, Conflict) as error:
            messages.error(request, words_of(error))
            return self.page(status=422)
        return redirect(f"{self.url}#e-{exercise}")

    def _do(self, act: str, exercise: UUID) -> None:
        if act == "delete":
            log.delete_exercise(**self.named, exercise_id=exercise)
            messages.success(self.request, _("The exercise is deleted."), extra_tags=self.undo("exercise", exercise))
        elif act in {"up", "down"}:
            ids = [line.id for line in self.sheet()]
            if exercise in ids:
                log.order_exercises(**self.named, exercise_ids=_moved(ids, exercise, -1 if act == "up" else 1))
        else:
            post = self.request.POST
            values: dict[str, Any] = {name: post.get(name) for name in ("name", "measure", "note")}
            values["position"] = _number(post.get("position", ""))
            log.add_exercise(**self.named, values=values, exercise_id=exercise)


class RestorationView(OfLog):
    """Bring a set or an exercise back."""

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        exercise = _id(request.GET.get("exercise"))
        if entry := request.GET.get("set"):
            log.delete_set(**self.named, exercise_id=exercise, set_id=_id(entry), is_deleted=False)
        else:
            log.delete_exercise(**self.named, exercise_id=exercise, is_deleted=False)
        return redirect(f"{self.url}#e-{exercise}")


class ObservationsView(OfLog):
    """Write down what the trainer saw: a private note on the client."""

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        post = request.POST
        said = {"body": post.get("text", ""), "about_health": "about_health" in post}
        operation = log.Operation(name="observation", id=_id(post.get("id")), values=said)
        try:
            log.apply_operations(**self.named, operations=[operation])
            messages.success(request, _("Noted on the client. Only your team reads it."))
        except (InvalidInput, Conflict) as error:
            messages.error(request, words_of(error))
        return redirect(self.url)


def _id(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError as error:
        raise Http404 from error


def _number(text: str) -> int | None:
    """Return a small number that the form carries; nothing when it cannot be read."""
    return min(int(text), MOST_POSITION) if text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER else None


def _moved(ids: list[UUID], pk: UUID, step: int) -> list[UUID]:
    here = ids.index(pk)
    there = min(max(here + step, 0), len(ids) - 1)
    ids.insert(there, ids.pop(here))
    return ids


def _minutes(session: TrainingSession) -> dict[str, int] | None:
    """Return how long it has been running and how long it goes on; nothing where it does not run."""
    if session.state != "in_progress" or session.started_at is None:
        return None
    now = timezone.now()
    return {
        "past": int((now - session.started_at).total_seconds() // 60),
        "left": max(0, int((session.ends_at - now).total_seconds() // 60)),
    }
