"""Clients move and cancel by themselves: their own sessions, their places, and those of the minors whose guardian they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from apps.accounts.access import PermissionRequired
from apps.accounts.permissions import Permission
from apps.booking.forms import CancelForm, OwnForm
from apps.booking.selectors import booking_window, groups_like
from apps.booking.services import cancel_own, move_own, move_place
from apps.booking.services.family import own_place
from apps.booking.services.own import OwnPolicy, own_policy
from apps.booking.services.times import Wish
from apps.booking.views.public import first_day, free_in, week_of_slots
from apps.common.errors import Conflict, InvalidInput, NotFound
from apps.common.templatetags.formats import moment_text
from apps.sessions.selectors import booking_rules

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from apps.clients.models import Client
    from apps.sessions.models import TrainingSession

MOST_OTHERS = 30


class OwnBookingView(PermissionRequired):
    """Leads to the booking page; where there is none, says whom to ask."""

    permission = Permission.RECORD_OWN

    def get(self, request: HttpRequest) -> HttpResponse:
        if booking_window().is_open:
            query = request.GET.urlencode()
            return redirect(f"{reverse('booking_page')}{'?' if query else ''}{query}")
        return render(request, "booking/closed.html")


class OwnPage(PermissionRequired):
    """A page about one place; `?client=` says whose, where the person answers for several."""

    permission = Permission.RECORD_OWN

    @cached_property
    def found(self) -> tuple[TrainingSession, Client]:
        return own_place(self.person, self.kwargs["pk"], client_in(self.request))

    @property
    def session(self) -> TrainingSession:
        return self.found[0]

    @property
    def asked(self) -> dict[str, Any]:
        """Return who asks for what, as the services take it."""
        return {"by": self.person, "session_id": self.session.pk, "client_id": self.found[1].pk}

    def context(self, policy: OwnPolicy) -> dict[str, Any]:
        session, client = self.found
        whom = client.full_name if client.user_id != self.person.pk else ""
        return {"session": session, "policy": policy, "whom": whom}


class OwnMoveView(OwnPage):
    """Another time of the same length with the same trainer; of a group, a place in another one of its class."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return self._page()

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        form = OwnForm(request.POST)
        if not form.is_valid() or not (form.cleaned_data["at"] or form.cleaned_data["to"]):
            return self._page(status=422, problem=_("Choose one of the times that are shown."))
        try:
            moved = self._move(form.cleaned_data)
        except InvalidInput as error:
            return self._page(status=422, problem=next(iter(error.fields.values()))[0])
        except (Conflict, NotFound) as clash:
            return self._page(status=409, clash=clash, free=free_in(clash.extra))
        messages.success(request, _("Moved to %(when)s.") % {"when": moment_text(moved.starts_at)})
        return redirect("session", moved.pk)

    def _move(self, given: dict[str, Any]) -> TrainingSession:
        if given["to"]:
            return move_place(to_id=given["to"], **self.asked)
        return move_own(starts_at=given["at"], **self.asked)

    def _page(self, *, status: int = 200, **more: Any) -> HttpResponse:
        session, client = self.found
        window = booking_window()
        policy = own_policy(session, client.pk, window)
        if policy.may_move and policy.is_place:
            more["others"] = list(groups_like(session)[:MOST_OTHERS])
        elif policy.may_move:
            wish = Wish(
                trainer_ids=[session.trainer_id],
                duration=session.duration,
                client_ids=[client.pk],
                without_session=session.pk,
            )
            more |= week_of_slots(first_day(self.request.GET.get("from", "")), wish, window)
            more["tail"] = f"&client={client.pk}" if client.user_id != self.person.pk else ""
        return render(self.request, "booking/own_move.html", {**self.context(policy), **more}, status=status)


class OwnCancelView(OwnPage):
    """Says what follows, then calls the session off, or gives up the place in it."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return self._page(CancelForm())

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        form = CancelForm(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        is_late = request.POST.get("late") == "accepted"
        try:
            cancel_own(reason=form.cleaned_data["reason"], late_accepted=is_late, **self.asked)
        except Conflict as error:
            form.add_error(None, error.message)
            return self._page(form, status=409)
        messages.success(request, _("Cancelled. Your trainer sees it."))
        return redirect("session", pk)

    def _page(self, form: CancelForm, *, status: int = 200) -> HttpResponse:
        rules = booking_rules()
        context = {
            **self.context(own_policy(self.session, self.found[1].pk)),
            "form": form,
            "notice": rules.cancel_notice_hours,
            "is_spent": rules.late_cancel == "spend",
        }
        return render(self.request, "booking/own_cancel.html", context, status=status)


def client_in(request: HttpRequest) -> UUID | None:
    """Read `?client=`. Raises 404 for what is no id."""
    text = request.GET.get("client", "")
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise Http404 from error
