"""Against what was said, and against the rules: both for a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from apps.accounts.permissions import Permission
from apps.sessions import services
from apps.sessions.models.rules import Settlement
from apps.sessions.models.states import Credit
from apps.sessions.reason_forms import CreditForm, ReasonForm
from apps.sessions.selectors import title_of
from apps.sessions.views.acts import FormAct

if TYPE_CHECKING:
    from django.forms import Form

    from apps.sessions.models import TrainingSession


class CorrectionView(FormAct):
    permission = Permission.SESSIONS_RUN
    template_name = "sessions/correct.html"

    def form_for(self, session: TrainingSession, data: Any = None) -> Form:
        return ReasonForm(data)

    def act(self, session: TrainingSession, form: ReasonForm) -> str:
        services.correct_session(session_id=session.pk, by=self.person, reason=form.cleaned_data["reason"])
        return _("%(who)s is scheduled again.") % {"who": title_of(session)}


class CreditView(FormAct):
    permission = Permission.SESSIONS_SETTLE
    template_name = "sessions/credit.html"

    def form_for(self, session: TrainingSession, data: Any = None) -> Form:
        is_spent = any(place.credit == Credit.FORFEITED for place in session.places.all())
        return CreditForm(data, initial={"credit": Settlement.RETURN if is_spent else Settlement.SPEND})

    def act(self, session: TrainingSession, form: CreditForm) -> str:
        values = form.cleaned_data
        services.decide_credit(session_id=session.pk, by=self.person, choice=values["credit"], reason=values["reason"])
        return _("Decided. The reason stands in the history.")
