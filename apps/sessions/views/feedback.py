"""How a session was: a page for the client, a guardian, and the trainer on their behalf."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from apps.accounts.access import PermissionRequired
from apps.accounts.permissions import Permission
from apps.clients.permissions import may_see_health
from apps.common.views.forms import ServiceFormMixin
from apps.sessions.hour_forms import NO, YES, FeedbackForm
from apps.sessions.services.feedback import HELD, give_feedback
from apps.sessions.training import feedback_of
from apps.sessions.views.details import session_for

if TYPE_CHECKING:
    from django.http import HttpResponse

    from apps.sessions.models import SessionClient, SessionFeedback, TrainingSession


class FeedbackView(PermissionRequired, ServiceFormMixin):
    """`?client=` says whose, where the person may speak for several."""

    permission = Permission.FEEDBACK_GIVE
    template_name = "sessions/feedback.html"

    @cached_property
    def session(self) -> TrainingSession:
        session = session_for(self.person, self.kwargs["pk"])
        if session.state not in HELD:
            raise Http404
        return session

    @cached_property
    def place(self) -> SessionClient:
        wanted = self.request.GET.get("client", "")
        places = [place for place in self.session.places.all() if wanted in {"", str(place.client_id)}]
        if not places:
            raise Http404
        return places[0]

    @cached_property
    def feedback(self) -> SessionFeedback | None:
        return feedback_of(self.session.pk).get(self.place.client_id)

    def get_form(self, form_class: Any = None) -> FeedbackForm:
        data = self.request.POST if self.request.method in {"POST", "PUT"} else None
        with_pain = not self.person.is_team or may_see_health(self.person)
        return FeedbackForm(data, initial=self._known(), with_pain=with_pain)

    def _known(self) -> dict[str, Any]:
        known = self.feedback
        if known is None:
            return {}
        pain = {True: YES, False: NO}.get(known.has_pain, "") if known.has_pain is not None else ""
        effort = "" if known.effort is None else f"{known.effort:f}".removesuffix(".0")
        names = ("rating", "pain_where", "pain_level", "words")
        return {**{name: getattr(known, name) for name in names}, "has_pain": pain, "effort": effort}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = self.feedback
        return super().get_context_data(
            session=self.session,
            client=self.place.client,
            is_team=self.person.is_team,
            is_theirs=bool(known and known.is_own and self.person.is_team),
            feedback=known,
            **kwargs,
        )

    def perform(self, form: FeedbackForm) -> HttpResponse:
        named: dict[str, Any] = {"session_id": self.session.pk, "client_id": self.place.client_id}
        give_feedback(**named, by=self.person, **form.values())
        messages.success(self.request, _("Noted how it was.") if self.person.is_team else _("Thank you, noted."))
        return redirect("session", self.session.pk)
