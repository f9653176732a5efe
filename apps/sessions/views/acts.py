"""Each verb is a sub-resource: POST sessions/<id>/completion/ and its like."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from apps.accounts.access import PermissionRequired
from apps.accounts.permissions import Permission
from apps.common.errors import Conflict, DomainError, InvalidInput
from apps.common.templatetags.formats import moment_text
from apps.sessions import services
from apps.sessions.forms import CUSTOM, CancellationForm, TimeForm
from apps.sessions.models.rules import Settlement
from apps.sessions.models.states import State
from apps.sessions.selectors import booking_rules, title_of
from apps.sessions.services.clashes import DoubleBooking
from apps.sessions.services.correcting import undo_slip
from apps.sessions.services.openness import OutsideHours
from apps.sessions.views.booking import refuse, slots_of
from apps.sessions.views.details import page_of, session_for

if TYPE_CHECKING:
    from uuid import UUID

    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from apps.sessions.models import TrainingSession


class Act(PermissionRequired):
    """One act on one session: answers the htmx partial, else goes back to where it was asked for, with a toast."""

    permission = Permission.SESSIONS_RUN
    makes = ""
    """The state that the toast takes back."""

    @abstractmethod
    def act(self, session: TrainingSession) -> str:
        """Call the service and return the words of the toast."""

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        session = session_for(self.person, pk)
        try:
            messages.success(request, self.act(session), extra_tags=self._undo(pk))
        except (Conflict, InvalidInput) as error:
            messages.error(request, words_of(error))
        return self.answer(request, pk)

    def _undo(self, pk: UUID) -> str:
        query = urlencode({"was": self.makes, "next": self.request.POST.get("next", "")})
        return f"undo:{reverse('session_reopening', args=[pk])}?{query}" if self.makes else ""

    def answer(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        if request.headers.get("HX-Request"):
            context = page_of(self.person, session_for(self.person, pk))
            return render(request, "sessions/_session_answer.html", context)
        back = request.POST.get("next") or request.GET.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
        return redirect(back if is_ours else reverse("session", args=[pk]))


class StartView(Act):
    makes = State.IN_PROGRESS

    def act(self, session: TrainingSession) -> str:
        services.start_session(session_id=session.pk, by=self.person)
        return _("%(who)s started.") % {"who": title_of(session)}


class CompletionView(Act):
    makes = State.COMPLETED

    def act(self, session: TrainingSession) -> str:
        post = self.request.POST
        notes, client_notes = post.get("notes", ""), post.get("client_notes", "")
        services.complete_session(session_id=session.pk, by=self.person, notes=notes, client_notes=client_notes)
        return _("%(who)s completed.") % {"who": title_of(session)}


class NoShowView(Act):
    makes = State.NO_SHOW

    def act(self, session: TrainingSession) -> str:
        services.mark_no_show(session_id=session.pk, by=self.person)
        return _("%(who)s marked as no-show.") % {"who": title_of(session)}


class ReopeningView(Act):
    """Take a start, a completion or a no-show back."""

    def act(self, session: TrainingSession) -> str:
        undo_slip(session_id=session.pk, by=self.person, state=self.request.GET.get("was", ""))
        return _("%(who)s is as before.") % {"who": title_of(session)}


class NotesView(Act):
    def act(self, session: TrainingSession) -> str:
        post = self.request.POST
        text, client_text = post.get("notes", ""), post.get("client_notes", "")
        services.note_session(session_id=session.pk, by=self.person, text=text, client_text=client_text)
        return _("Note added.")


class FormAct(PermissionRequired):
    """An act that asks something first, on a page of its own."""

    permission = Permission.SESSIONS_EDIT
    template_name: str

    @abstractmethod
    def form_for(self, session: TrainingSession, data: Any = None) -> Form: ...

    @abstractmethod
    def act(self, session: TrainingSession, form: Any) -> str: ...

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        session = session_for(self.person, pk)
        return self.page(session, self.form_for(session))

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        session = session_for(self.person, pk)
        form = self.form_for(session, request.POST)
        if not form.is_valid():
            return self.page(session, form, status=422)
        try:
            messages.success(request, self.act(session, form))
        except (DoubleBooking, OutsideHours) as clash:
            return self.page(session, form, status=409, clash=clash, slots=slots_of(clash))
        except InvalidInput as error:
            refuse(form, error)
            return self.page(session, form, status=422)
        except Conflict as error:
            messages.error(request, error.message)
        return redirect("session", pk)

    def page(self, session: TrainingSession, form: Form, *, status: int = 200, **more: Any) -> HttpResponse:
        context = {"session": session, "title": title_of(session), "form": form, **more}
        return render(self.request, self.template_name, context, status=status)


class CancellationView(FormAct):
    template_name = "sessions/cancel.html"

    def page(self, session: TrainingSession, form: Form, *, status: int = 200, **more: Any) -> HttpResponse:
        return super().page(session, form, status=status, late=late_words(session), **more)

    def form_for(self, session: TrainingSession, data: Any = None) -> Form:
        return CancellationForm(data)

    def act(self, session: TrainingSession, form: CancellationForm) -> str:
        values = form.cleaned_data
        services.cancel_session(
            session_id=session.pk, by=self.person, cancelled_by=values["by"], reason=values["reason"]
        )
        return _("%(who)s cancelled. The time is free again.") % {"who": title_of(session)}


class MoveView(FormAct):
    template_name = "sessions/move.html"

    def form_for(self, session: TrainingSession, data: Any = None) -> Form:
        minutes = session.duration_minutes
        is_usual = str(minutes) in {"30", "60", "90"}
        start = timezone.localtime(session.starts_at)
        length = {"length": str(minutes)} if is_usual else {"length": CUSTOM, "minutes": minutes}
        return TimeForm(data, initial={"date": start.date(), "time": start.time(), **length})

    def act(self, session: TrainingSession, form: TimeForm) -> str:
        starts_at = form.cleaned_data["starts_at"]
        anyway = "anyway" in self.request.POST
        services.move_session(
            session_id=session.pk, by=self.person, starts_at=starts_at, duration=form.duration, anyway=anyway
        )
        return _("%(who)s moved to %(when)s.") % {"who": title_of(session), "when": moment_text(starts_at)}


def late_words(session: TrainingSession) -> str:
    """Return what happens when the client cancels now, before it does; empty when they are in time."""
    rules = booking_rules()
    if not session.is_open or not rules.is_late(session.starts_at, timezone.now()):
        return ""
    if rules.late_cancel == Settlement.SPEND:
        text = _("A client who cancels now is late: the notice is %(hours)d hours. The credit is spent.")
    else:
        text = _("A client who cancels now is late: the notice is %(hours)d hours. The credit is given back.")
    return text % {"hours": rules.cancel_notice_hours}


def words_of(error: DomainError) -> str:
    """Return an error in one line: of bad values, the first complaint."""
    if isinstance(error, InvalidInput):
        return next(text for texts in error.fields.values() for text in texts)
    return error.message
