"""The people of a group: added, taken out, there or not, and who waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from apps.accounts.access import PermissionRequired
from apps.accounts.permissions import Permission
from apps.common.errors import Conflict, InvalidInput
from apps.sessions.forms import CancellationForm
from apps.sessions.group_forms import CapacityForm
from apps.sessions.models.states import Kind
from apps.sessions.selectors import title_of, waiting_for
from apps.sessions.services import groups
from apps.sessions.services.seats import Full
from apps.sessions.services.waiting import join_waiting_list, leave_waiting_list
from apps.sessions.views.acts import Act, late_words, words_of
from apps.sessions.views.booking import picker, refuse
from apps.sessions.views.details import session_for

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from apps.sessions.models import TrainingSession


class GroupPage(PermissionRequired):
    permission = Permission.SESSIONS_EDIT

    def group(self, pk: UUID) -> TrainingSession:
        """Return a group that the person sees, else 404."""
        session = session_for(self.person, pk)
        if session.kind != Kind.GROUP:
            raise Http404
        return session


class PeopleView(GroupPage):
    """Add clients. In a full group the same button puts them on the waiting list, once it was said."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return self.page(self.group(pk), picker(self.person, [], request.GET.get("find", "")))

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        session = self.group(pk)
        people = picker(self.person, request.POST.getlist("clients"), request.POST.get("find", ""))
        if "look" in request.POST:
            return self.page(session, people)
        if not people["chosen"]:
            return self.page(session, people, status=422, problem=_("Choose at least one client."))
        act = join_waiting_list if "wait" in request.POST else groups.add_client
        for client in people["chosen"]:
            try:
                act(session_id=pk, client_id=client.pk, by=self.person)
            except (Conflict, InvalidInput) as error:
                left = picker(
                    self.person, [str(one.pk) for one in people["chosen"] if not self._is_done(pk, one.pk)], ""
                )
                words = f"{client.full_name}: {words_of(error)}"
                return self.page(session, left, status=409, problem=words, is_full=isinstance(error, Full))
        messages.success(request, _("On the waiting list.") if "wait" in request.POST else _("Added."))
        return redirect("session", pk)

    def _is_done(self, pk: UUID, client_id: UUID) -> bool:
        session = session_for(self.person, pk)
        live = {place.client_id for place in session.places.all()}
        return client_id in live | {place.client_id for place in waiting_for(session)}

    def page(self, session: TrainingSession, people: dict[str, Any], *, status: int = 200, **more: Any) -> HttpResponse:
        context = {"session": session, "title": title_of(session), **people, **more}
        return render(self.request, "sessions/people.html", context, status=status)


class RemovalView(GroupPage):
    """Take a client out of a group: who cancelled, and why."""

    def get(self, request: HttpRequest, pk: UUID, client_id: UUID) -> HttpResponse:
        return self.page(self.group(pk), client_id, CancellationForm())

    def post(self, request: HttpRequest, pk: UUID, client_id: UUID) -> HttpResponse:
        session, form = self.group(pk), CancellationForm(request.POST)
        if not form.is_valid():
            return self.page(session, client_id, form, status=422)
        values = form.cleaned_data
        try:
            groups.remove_client(
                session_id=pk,
                client_id=client_id,
                by=self.person,
                cancelled_by=values["by"],
                reason=values["reason"],
            )
        except InvalidInput as error:
            refuse(form, error)
            return self.page(session, client_id, form, status=422)
        except Conflict as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Taken out. The place is free, or offered to who waits."))
        return redirect("session", pk)

    def page(
        self, session: TrainingSession, client_id: UUID, form: CancellationForm, *, status: int = 200
    ) -> HttpResponse:
        place = next((place for place in session.places.all() if place.client_id == client_id), None)
        if place is None:
            raise Http404
        context = {
            "session": session,
            "title": title_of(session),
            "client": place.client,
            "form": form,
            "late": late_words(session),
        }
        return render(self.request, "sessions/remove.html", context, status=status)


class AttendanceView(Act):
    """POST attendance=came, no_show or booked."""

    permission = Permission.SESSIONS_RUN

    def post(self, request: HttpRequest, pk: UUID, client_id: UUID) -> HttpResponse:  # type: ignore[override] # one id more
        self.client_id = client_id
        return super().post(request, pk)

    def act(self, session: TrainingSession) -> str:
        attendance = self.request.POST.get("attendance", "")
        groups.mark_attendance(session_id=session.pk, client_id=self.client_id, by=self.person, attendance=attendance)
        return _("Attendance saved.")


class CapacityView(GroupPage):
    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        session = self.group(pk)
        return self.page(session, CapacityForm(initial={"capacity": session.capacity}))

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        session, form = self.group(pk), CapacityForm(request.POST)
        if not form.is_valid():
            return self.page(session, form, status=422)
        try:
            groups.set_capacity(session_id=pk, by=self.person, capacity=form.cleaned_data["capacity"])
        except InvalidInput as error:
            refuse(form, error)
            return self.page(session, form, status=422)
        except Conflict as error:
            messages.error(request, error.message)
        return redirect("session", pk)

    def page(self, session: TrainingSession, form: CapacityForm, *, status: int = 200) -> HttpResponse:
        context = {"session": session, "title": title_of(session), "form": form}
        return render(self.request, "sessions/capacity.html", context, status=status)


class WaitingRemovalView(Act):
    """Take a client off the waiting list."""

    permission = Permission.SESSIONS_EDIT

    def post(self, request: HttpRequest, pk: UUID, place: UUID) -> HttpResponse:  # type: ignore[override] # one id more
        self.place = place
        return super().post(request, pk)

    def act(self, session: TrainingSession) -> str:
        place = session.waiting.filter(pk=self.place).first()
        if place is None:
            raise Http404
        leave_waiting_list(session_id=session.pk, client_id=place.client_id, by=self.person)
        return _("Taken off the waiting list.")
