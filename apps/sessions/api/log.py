"""Logs over the API: a sheet to fill in, acts on it in batches, and rows one by one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from apps.accounts.api.permissions import person
from apps.accounts.permissions import Permission
from apps.common.api.views import ApiMixin
from apps.common.errors import InvalidInput
from apps.sessions.api import log_shapes as shapes
from apps.sessions.log_facts import sheet_facts
from apps.sessions.models import LoggedExercise, LoggedSet
from apps.sessions.selectors import places_seen_by, sessions_visible_to
from apps.sessions.services import log
from apps.sessions.training import remembered, sheet_of, whole_log

if TYPE_CHECKING:
    from rest_framework.request import Request

    from apps.sessions.models import SessionClient

CLIENT = OpenApiParameter("client", UUID, description="Whose log; not needed where one client has a place.")


class OfLog(ApiMixin):
    """Somebody's place in a session that the person may see."""

    @property
    def required_permission(self) -> Permission:
        return Permission.LOG_VIEW if self.request.method in {"GET", "HEAD"} else Permission.SESSIONS_RUN

    def place(self, request: Request, pk: UUID, client: Any = None) -> SessionClient:
        """Return the client's place, with the session. Raises 404, and InvalidInput where it must be said whose."""
        user = person(request)
        places = places_seen_by(user).filter(session=pk, session__in=sessions_visible_to(user))
        wanted = client or request.query_params.get("client") or _body(request).get("client")
        if wanted:
            places = places.filter(client=_uuid(wanted))
        found = list(places.select_related("session")[:2])
        if len(found) > 1:
            raise InvalidInput({"client": "Say whose log: several clients have a place."})
        return found[0] if found else get_object_or_404(places)

    def named(self, request: Request, place: SessionClient) -> dict[str, Any]:
        return {"session_id": place.session_id, "client_id": place.client_id, "by": person(request)}

    def answer(self, place: SessionClient, status: int = 200) -> Response:
        session, client_id = place.session, place.client_id
        lines = sheet_of(
            session, client_id, logged=whole_log(session.pk, client_id), earlier=remembered(session, client_id)
        )
        return Response(sheet_facts(session.pk, client_id, lines), status=status)


@extend_schema(tags=["sessions"])
class LogView(OfLog):
    """What a client did in a session, and what is planned and open yet."""

    @extend_schema(operation_id="sessions_log_retrieve", parameters=[CLIENT], responses=shapes.SheetSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        """Return the sheet: logged sets (`is_done`), planned ones, and the same set last time.

        The plan of an open session is what the client did in the last one of the same title, else in the last one.
        """
        return self.answer(self.place(request, pk))

    @extend_schema(
        operation_id="sessions_log_apply",
        request=shapes.OperationsSerializer,
        responses=shapes.SheetSerializer,
        examples=[shapes.OPERATIONS],
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Take up to 200 acts into the log, all or none, and return the sheet.

        Made to be sent again: acts may come late, twice and in any order. Of what is said of a row the greatest `stamp`
        counts; so it does, apart from that, for whether the row is there. An act is refused at `operations.<number>.<field>`.
        """
        place = self.place(request, pk)
        operations = log.read_operations(_body(request).get("operations"))
        log.apply_operations(**self.named(request, place), operations=operations)
        return self.answer(place)


class OfExercise(OfLog):
    """One exercise that is, or is no longer, there."""

    def _set(self, request: Request, pk: UUID, exercise: UUID, *, is_deleted: bool) -> None:
        row = get_object_or_404(LoggedExercise, pk=exercise, session=pk)
        place = self.place(request, pk, row.client_id)
        log.delete_exercise(**self.named(request, place), exercise_id=exercise, is_deleted=is_deleted)


@extend_schema(tags=["sessions"])
class LoggedExerciseView(OfExercise):
    """One exercise of a log, at an id that the caller makes."""

    @extend_schema(request=shapes.ExerciseSerializer, responses={204: None}, examples=[shapes.EXERCISE])
    def put(self, request: Request, pk: UUID, exercise: UUID) -> Response:
        """Write an exercise down, or say something else of it."""
        place = self.place(request, pk)
        log.add_exercise(**self.named(request, place), values=_body(request), exercise_id=exercise)
        return Response(status=204)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, pk: UUID, exercise: UUID) -> Response:
        """Delete an exercise with its sets; `restoration/` brings them back."""
        self._set(request, pk, exercise, is_deleted=True)
        return Response(status=204)


@extend_schema(tags=["sessions"])
class ExerciseRestorationView(OfExercise):
    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, pk: UUID, exercise: UUID) -> Response:
        """Bring a deleted exercise back, with its sets."""
        self._set(request, pk, exercise, is_deleted=False)
        return Response(status=204)


class OfSet(OfLog):
    """One set that is, or is no longer, there."""

    def _set(self, request: Request, pk: UUID, set_id: UUID, *, is_deleted: bool) -> None:
        row = get_object_or_404(LoggedSet.objects.select_related("exercise"), pk=set_id, exercise__session=pk)
        place = self.place(request, pk, row.exercise.client_id)
        named = {**self.named(request, place), "exercise_id": row.exercise_id}
        log.delete_set(**named, set_id=set_id, is_deleted=is_deleted)


@extend_schema(tags=["sessions"])
class LoggedSetView(OfSet):
    """One set of a log, at an id that the caller makes."""

    @extend_schema(request=shapes.SetSerializer, responses={204: None}, examples=[shapes.SET])
    def put(self, request: Request, pk: UUID, entry: UUID) -> Response:
        """Log a set, or say something else of it."""
        place, exercise = self.place(request, pk), _uuid(_body(request).get("exercise"), "exercise")
        if not LoggedExercise.objects.filter(pk=exercise, session=pk, client=place.client_id).exists():
            raise InvalidInput({"exercise": "There is no such exercise in this log. Write it down first."})
        log.log_set(**self.named(request, place), exercise_id=exercise, values=_body(request), set_id=entry)
        return Response(status=204)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, pk: UUID, entry: UUID) -> Response:
        """Delete a set; `restoration/` brings it back."""
        self._set(request, pk, entry, is_deleted=True)
        return Response(status=204)


@extend_schema(tags=["sessions"])
class SetRestorationView(OfSet):
    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, pk: UUID, entry: UUID) -> Response:
        """Bring a deleted set back."""
        self._set(request, pk, entry, is_deleted=False)
        return Response(status=204)


def _body(request: Request) -> Mapping[str, Any]:
    return request.data if isinstance(request.data, Mapping) else {}


def _uuid(value: Any, field: str = "client") -> UUID:
    try:
        return value if isinstance(value, UUID) else UUID(value if isinstance(value, str) else "")
    except ValueError as error:
        raise InvalidInput({field: "A UUID, please."}) from error
