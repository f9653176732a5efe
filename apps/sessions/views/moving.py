"""A session as the calendar handles it: looked at without leaving the page, and given another time."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from apps.accounts.access import PermissionRequired
from apps.accounts.permissions import Permission
from apps.common.errors import Conflict, InvalidInput, StaleVersion
from apps.common.templatetags.formats import moment_text
from apps.sessions import services
from apps.sessions.forms import CUSTOM, TimeForm
from apps.sessions.selectors import title_of
from apps.sessions.services.clashes import DoubleBooking
from apps.sessions.views.acts import words_of
from apps.sessions.views.booking import slots_of
from apps.sessions.views.details import page_of, session_for

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from apps.sessions.models import TrainingSession


class PeekView(PermissionRequired):
    """What a session is and what can be done with it, in a drawer over the calendar; its page is one link away."""

    permission = Permission.CALENDAR_VIEW

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        context = page_of(self.person, session_for(self.person, pk))
        return render(request, "sessions/_peek.html", {**context, "next": next_of(request.GET, request)})


class TimeView(PermissionRequired):
    """`POST sessions/<id>/time/` with `date`, `time` (or `slot`, a moment), `minutes` and the `version` that was seen.

    Done, it leads back to `next` with a toast whose Undo is the same request with the old time, guarded by the new
    version. Refused, it answers 409 or 422 with a dialog for the calendar's script, a page for others.
    """

    permission = Permission.SESSIONS_EDIT

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        session = session_for(self.person, pk)
        asked = {**request.GET.dict(), **request.POST.dict()}
        form = TimeForm({"date": session.starts_at.date(), "time": "0:00", "length": CUSTOM, **asked})
        version = asked.get("version", "")
        if not form.is_valid() or not version.isdecimal():
            return self._refuse(session, form, status=422, reason=_words(form))
        try:
            moved = services.move_session(
                session_id=pk,
                by=self.person,
                starts_at=form.cleaned_data["starts_at"],
                duration=form.duration,
                version=int(version),
            )
        except DoubleBooking as clash:
            return self._refuse(session, form, status=409, clash=clash, slots=slots_of(clash))
        except (Conflict, InvalidInput, StaleVersion) as error:
            return self._refuse(session, form, status=409, reason=words_of(error))
        self._tell(session, moved)
        return redirect(next_of(asked, request) or reverse("session", args=[pk]))

    def _tell(self, before: TrainingSession, moved: TrainingSession) -> None:
        """Say where it is now; taking it back is offered only where there is something to take back."""
        words = {"who": title_of(before), "when": moment_text(moved.starts_at, words=False)}
        undo = ""
        if moved.version != before.version:
            undo = f"undo:{reverse('session_time', args=[before.pk])}?{self._way_back(before, moved.version)}"
        if before.starts_at == moved.starts_at and before.ends_at != moved.ends_at:
            text = _("%(who)s lasts %(minutes)d min.") % {**words, "minutes": moved.duration_minutes}
        else:
            text = _("%(who)s moved to %(when)s.") % words
        messages.success(self.request, text, extra_tags=undo)

    def _way_back(self, before: TrainingSession, version: int) -> str:
        back = {
            "slot": before.starts_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "minutes": before.duration_minutes,
            "version": version,
            "next": next_of({**self.request.GET.dict(), **self.request.POST.dict()}, self.request),
        }
        return urlencode({name: value for name, value in back.items() if value})

    def _refuse(self, session: TrainingSession, form: TimeForm, *, status: int, **more: Any) -> HttpResponse:
        asked = form.data
        context = {
            "session": session_for(self.person, session.pk),
            "title": title_of(session),
            "form": form,
            "version": asked.get("version", ""),
            "minutes": asked.get("minutes", ""),
            "next": next_of(asked, self.request),
            **more,
        }
        is_script = bool(self.request.headers.get("HX-Request"))
        template = "sessions/_move_refused.html" if is_script else "sessions/move_refused.html"
        return render(self.request, template, context, status=status)


def next_of(asked: Any, request: HttpRequest) -> str:
    """Return the page of ours that somebody came from, or nothing."""
    url = asked.get("next", "")
    return url if url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}) else ""


def _words(form: TimeForm) -> str:
    return next((str(text) for texts in form.errors.values() for text in texts), _("Say which version you saw."))
