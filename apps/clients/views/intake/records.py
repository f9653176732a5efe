"""What an intake has left on the profile: the panel, health and clearance, consents, goals, the link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from django.views.generic.base import ContextMixin

from apps.accounts.permissions import Permission
from apps.accounts.units import length_unit, weight_unit
from apps.clients.intake_forms import ClearanceForm, ConsentsForm, GoalForm
from apps.clients.permissions import may_see_health
from apps.clients.questionnaire import VERSIONS, YES, FollowUp
from apps.clients.records import consents_of, goals_of, intake_of, link_of, screenings_of, standing_of
from apps.clients.selectors import clients_visible_to
from apps.clients.services.intake import (
    Filler,
    add_goal,
    change_goal,
    decide_clearance,
    give_consents,
    send_link,
    withdraw_consent,
    withdraw_link,
)
from apps.clients.services.intake.measures import MEASURES, unit_of
from apps.clients.services.values.amounts import UNITS, amount_in, amount_words
from apps.clients.views.archiving import ClientAct
from apps.clients.views.base import PersonPage
from apps.clients.views.carried import uuid_in, version_in
from apps.common.business import current
from apps.common.errors import DomainError, StaleVersion
from apps.common.ids import uuid7
from apps.common.views.forms import ServiceFormMixin, add_refusal

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from apps.accounts.models import User
    from apps.clients.models import Client, Goal, Intake, Screening


class OfClient(ContextMixin, PersonPage):
    """A page about one client."""

    permission = Permission.CLIENTS_VIEW
    write_permission = Permission.CLIENTS_EDIT

    @cached_property
    def client(self) -> Client:
        return get_object_or_404(clients_visible_to(self.person), pk=self.kwargs["pk"])

    @property
    def who(self) -> dict[str, Any]:
        return {"client_id": self.client.pk, "filler": Filler.signed_in(self.person)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_edit = self.person.may(Permission.CLIENTS_EDIT) and not self.client.is_archived
        return super().get_context_data(client=self.client, may_edit=may_edit, **kwargs)


class IntakePanel(OfClient, TemplateView):
    """The panel on the profile."""

    template_name = "clients/intake/panel.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        client, user = self.client, self.person
        intake, sees_health = intake_of(client.pk), may_see_health(user)
        latest = screenings_of(client.pk).first()
        return super().get_context_data(
            intake=intake,
            screening=latest,
            sees_health=sees_health,
            measures=measure_lines(intake, user) if sees_health else [],
            goals=[goal for goal in goals_of(client.pk) if goal.is_active],
            missing=[one.document.title for one in standing_of(client.pk) if one.is_missing],
            link=link_of(client.pk),
            **kwargs,
        )


class HealthView(OfClient, ServiceFormMixin):
    """What was answered, and what a doctor said."""

    permission = write_permission = Permission.HEALTH_VIEW
    template_name = "clients/intake/health_page.html"
    form_class = ClearanceForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(screenings_of(self.client.pk)[:20])
        latest = rows[0] if rows else None
        return super().get_context_data(
            screening=latest, answers=answer_lines(latest) if latest else [], earlier=rows[1:], **kwargs
        )

    def perform(self, form: ClearanceForm) -> HttpResponse:
        version = version_in(self.request.POST)
        decide_clearance(client_id=self.client.pk, by=self.person, expected_version=version, **form.cleaned_data)
        messages.success(self.request, _("Saved."))
        return redirect("client_health", self.client.pk)


class ConsentsView(OfClient, ServiceFormMixin):
    """What the client agreed to, ever; and a way to write down more."""

    template_name = "clients/intake/consents_page.html"

    def get_form(self, form_class: Any = None) -> ConsentsForm:
        data = self.request.POST if self.request.method in {"POST", "PUT"} else None
        return ConsentsForm(data, standing=standing_of(self.client.pk), is_staff=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(consents=consents_of(self.client.pk)[:100], **kwargs)

    def perform(self, form: ConsentsForm) -> HttpResponse:
        given = form.cleaned_data
        give_consents(
            **self.who, version_ids=form.chosen(), signed_name=given["signed_name"], on_paper=given["on_paper"]
        )
        messages.success(self.request, _("Saved."))
        return redirect("client_consents", self.client.pk)


class WithdrawConsentView(ClientAct):
    """Take a consent back for the client."""

    permission = Permission.CLIENTS_EDIT

    def post(self, request: HttpRequest, pk: UUID, consent: UUID) -> HttpResponse:
        try:
            withdraw_consent(client_id=self.client.pk, consent_id=consent, filler=Filler.signed_in(self.person))
        except DomainError as error:
            return self.refuse(error)
        messages.success(request, _("The consent is withdrawn."))
        return redirect("client_consents", pk)


class GoalsView(OfClient, ServiceFormMixin):
    """All goals of a client, and a new one. The hidden key makes sending twice one goal."""

    template_name = "clients/intake/goals_page.html"
    form_class = GoalForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            goals=goals_of(self.client.pk)[:100], key=uuid_in(self.request.POST.get("key", "")) or uuid7(), **kwargs
        )

    def perform(self, form: GoalForm) -> HttpResponse:
        add_goal(**self.who, goal_id=uuid_in(self.request.POST.get("key", "")), **form.cleaned_data)
        messages.success(self.request, _("The goal is set."))
        return redirect("client_goals", self.client.pk)


class GoalView(OfClient, ServiceFormMixin):
    """One goal: its words and number, or `state` from a button."""

    template_name = "clients/intake/goal_page.html"
    form_class = GoalForm

    @cached_property
    def goal(self) -> Goal:
        return get_object_or_404(goals_of(self.client.pk), pk=self.kwargs["goal"])

    def get_initial(self) -> dict[str, Any]:
        goal = self.goal
        return {
            "kind": goal.kind,
            "text": goal.text,
            "target": amount_in(goal.target, goal.unit) if goal.target and goal.unit in UNITS else "",
            "unit": goal.unit,
            "target_date": goal.target_date,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(goal=self.goal, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "state" not in request.POST:
            return super().post(request, *args, **kwargs)
        form = GoalForm(initial=self.get_initial())
        try:
            self._change(state=request.POST["state"])
        except DomainError as error:
            messages.error(request, error.message)
            return self.render_to_response(self.get_context_data(form=form), status=error.status)
        return redirect("client_goals", self.client.pk)

    def perform(self, form: GoalForm) -> HttpResponse:
        try:
            self._change(**form.cleaned_data)
        except StaleVersion as error:
            add_refusal(form, error)
            del self.goal
            return self.render_to_response(self.get_context_data(form=form), status=409)
        messages.success(self.request, _("Saved."))
        return redirect("client_goals", self.client.pk)

    def _change(self, **values: Any) -> None:
        change_goal(**self.who, goal_id=self.goal.pk, expected_version=version_in(self.request.POST), **values)


class SendLinkView(ClientAct):
    """Mail the client a link, or a new one."""

    permission = Permission.CLIENTS_EDIT

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        try:
            link = send_link(client_id=self.client.pk, by=self.person)
        except DomainError as error:
            return self.refuse(error)
        messages.success(request, _("The intake link is on its way to %(email)s.") % {"email": link.email})
        return redirect("client", pk)


class WithdrawLinkView(ClientAct):
    """Make the link worthless."""

    permission = Permission.CLIENTS_EDIT

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        withdraw_link(client_id=self.client.pk, by=self.person)
        messages.success(request, _("The intake link no longer works."))
        return redirect("client", pk)


def answer_lines(screening: Screening) -> list[dict[str, Any]]:
    """Return the answers with their words; `hot` for those to keep in mind."""
    questionnaire = VERSIONS[screening.questionnaire]
    return [
        {
            "words": item.words,
            "answer": screening.answers[item.key],
            "is_choice": not (isinstance(item, FollowUp) and item.kind == "text"),
            "hot": screening.answers[item.key] == YES and item.key in screening.flags,
            "is_inner": isinstance(item, FollowUp),
        }
        for item in questionnaire.items()
        if item.key in screening.answers
    ]


def measure_lines(intake: Intake, user: User) -> list[tuple[Any, str]]:
    """Return first measures in the person's units."""
    country = current().country
    units = {"weight": weight_unit(user, country), "length": length_unit(user, country)}
    return [
        (measure.label, amount_words(intake.measures[name], unit_of(measure, **units)))
        for name, measure in MEASURES.items()
        if name in intake.measures
    ]
