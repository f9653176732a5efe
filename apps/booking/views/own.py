"""Clients move and cancel their own sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from apps.accounts.access import PermissionRequired
from apps.accounts.permissions import Permission
from apps.booking.forms import CancelForm, OwnForm
from apps.booking.selectors import booking_window
from apps.booking.services import cancel_own, move_own
from apps.booking.services.own import own_policy, own_record, own_session
from apps.booking.views.public import first_day, free_in, week_of_slots
from apps.common.errors import Conflict, InvalidInput
from apps.common.templatetags.formats import moment_text
from apps.sessions.selectors import booking_rules

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from apps.sessions.models import TrainingSession


class OwnBookingView(PermissionRequired):
    """Leads to the booking page; where there is none, says whom to ask."""

    permission = Permission.RECORD_OWN

    def get(self, request: HttpRequest) -> HttpResponse:
        if booking_window().is_open:
            return redirect("booking_page")
        return render(request, "booking/closed.html")


class OwnMoveView(PermissionRequired):
    """Another time of the same length, with the same trainer."""

    permission = Permission.RECORD_OWN

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return self._page(own_session(self.person, pk))

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        session = own_session(self.person, pk)
        form = OwnForm(request.POST)
        if not form.is_valid():
            return self._page(session, status=422, problem=_("Choose one of the times that are shown."))
        try:
            moved = move_own(by=self.person, session_id=pk, starts_at=form.cleaned_data["at"])
        except InvalidInput as error:
            return self._page(session, status=422, problem=next(iter(error.fields.values()))[0])
        except Conflict as clash:
            return self._page(session, status=409, clash=clash, free=free_in(clash.extra))
        messages.success(request, _("Moved to %(when)s.") % {"when": moment_text(moved.starts_at)})
        return redirect("session", pk)

    def _page(self, session: TrainingSession, *, status: int = 200, **more: Any) -> HttpResponse:
        window = booking_window()
        policy = own_policy(session, window)
        wanted = {
            "trainer_id": session.trainer_id,
            "duration": session.duration,
            "client_ids": [own_record(self.person).pk],
            "without_session": session.pk,
            "window": window,
        }
        first = first_day(self.request.GET.get("from", ""))
        week = week_of_slots(first, wanted) if policy.may_move else {}
        context = {"session": session, "policy": policy, **week, **more}
        return render(self.request, "booking/own_move.html", context, status=status)


class OwnCancelView(PermissionRequired):
    """Says what follows, then calls the session off."""

    permission = Permission.RECORD_OWN

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return self._page(own_session(self.person, pk), CancelForm())

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        session = own_session(self.person, pk)
        form = CancelForm(request.POST)
        if not form.is_valid():
            return self._page(session, form, status=422)
        try:
            cancel_own(
                by=self.person,
                session_id=pk,
                reason=form.cleaned_data["reason"],
                late_accepted=request.POST.get("late") == "accepted",
            )
        except Conflict as error:
            form.add_error(None, error.message)
            return self._page(session, form, status=409)
        messages.success(request, _("Cancelled. Your trainer sees it."))
        return redirect("session", pk)

    def _page(self, session: TrainingSession, form: CancelForm, *, status: int = 200) -> HttpResponse:
        rules = booking_rules()
        context = {
            "session": session,
            "form": form,
            "policy": own_policy(session),
            "notice": rules.cancel_notice_hours,
            "is_spent": rules.late_cancel == "spend",
        }
        return render(self.request, "booking/own_cancel.html", context, status=status)
