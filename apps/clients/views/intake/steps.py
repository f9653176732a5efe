"""The steps of an intake. Each is kept when it is sent; going back shows what is kept, sending twice changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View

from apps.accounts.permissions import Permission
from apps.clients.records import goals_of, intake_of, screenings_of, standing_of
from apps.clients.selectors import clients_visible_to
from apps.clients.services.drafts import discard_draft
from apps.clients.services.intake import Filler
from apps.clients.services.intake.finishing import open_steps
from apps.clients.views.base import PersonPage
from apps.clients.views.intake.desk import TITLES, Desk
from apps.clients.views.intake.drafts import draft_of, line, restore
from apps.clients.views.intake.saving import make_form, save_step
from apps.common.views.forms import ServiceFormMixin

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from apps.clients.intake_forms import StepForm
    from apps.clients.models import Draft


class StepMixin(ServiceFormMixin):
    """One step at one desk; subclasses say which desk."""

    template_name = "clients/intake/step.html"

    @cached_property
    def desk(self) -> Desk:
        """Return where it is filled in; subclasses give it."""
        raise NotImplementedError

    @property
    def step(self) -> str:
        if self.kwargs["step"] not in self.desk.steps:
            raise Http404
        return str(self.kwargs["step"])

    @cached_property
    def draft(self) -> Draft | None:
        return draft_of(self.desk.holder, self.step, self.desk.client.pk) if self.step != "finish" else None

    def get_form(self, form_class: Any = None) -> StepForm:
        if self.request.method in {"POST", "PUT"}:
            return make_form(self.desk, self.step, data=self.request.POST)
        form = make_form(self.desk, self.step)
        restore(form, self.draft)
        return form

    def perform(self, form: StepForm) -> HttpResponse:
        desk, step = self.desk, self.step
        save_step(desk, step, form)
        discard_draft(holder=desk.holder, form=step, thing=desk.client.pk)
        if step == "finish":
            return self.finished()
        if self.request.POST.get("go") == "more":
            return redirect(desk.url(step))
        return redirect(desk.leave if self.request.POST.get("go") == "later" else desk.after(step))

    def finished(self) -> HttpResponse:
        """Answer the last step."""
        messages.success(self.request, _("The intake is finished. Thank you!"))
        return redirect(self.desk.leave)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        desk, step, client = self.desk, self.step, self.desk.client
        steps = desk.steps
        context: dict[str, Any] = {
            "desk": desk,
            "client": client,
            "layout": desk.layout,
            "part": f"clients/intake/_{step}.html",
            "step": step,
            "title": TITLES[step],
            "names": [TITLES[one] for one in steps],
            "number": steps.index(step) + 1,
            "back": desk.before(step),
        }
        if step == "finish":
            context |= self._overview()
        else:
            context["draft"] = line(self.request, url=desk.draft_url, form=step, thing=client.pk, draft=self.draft)
        if step == "contact":
            context["goals"] = [goal for goal in goals_of(client.pk) if goal.is_active]
        if step == "consents":
            context["standing"] = standing_of(client.pk)
        return super().get_context_data(**(context | kwargs))

    def _overview(self) -> dict[str, Any]:
        """Say of each step whether it was saved, and what is still missing."""
        desk = self.desk
        intake = intake_of(desk.client.pk)
        rows = [
            {"title": TITLES[step], "url": desk.url(step), "is_done": step in intake.steps or self._is_known(step)}
            for step in desk.steps
            if step != "finish"
        ]
        return {"rows": rows, "gaps": open_steps(desk.client, intake), "intake": intake}

    def _is_known(self, step: str) -> bool:
        """The team entered details when it added the client; answers of an earlier year count as well."""
        if step == "details":
            return self.desk.is_staff
        return step == "health" and screenings_of(self.desk.client.pk).exists()


class StaffDesk(PersonPage):
    """The team's side: `/clients/<id>/intake/…`."""

    permission = Permission.CLIENTS_EDIT

    @cached_property
    def desk(self) -> Desk:
        client = get_object_or_404(clients_visible_to(self.person).filter(archived_at=None), pk=self.kwargs["pk"])
        return Desk(
            filler=Filler.signed_in(self.person),
            client=client,
            url_name="client_intake_step",
            args=(str(client.pk),),
            layout="layouts/app.html",
            leave=reverse("client", args=[client.pk]),
            draft_url=reverse("client_draft"),
            holder=self.person.pk,
        )


class OwnDesk(PersonPage):
    """The client's own side: `/clients/me/intake/…`."""

    permission = Permission.RECORD_OWN

    @cached_property
    def desk(self) -> Desk:
        client = get_object_or_404(clients_visible_to(self.person))
        return Desk(
            filler=Filler.signed_in(self.person),
            client=client,
            url_name="own_intake_step",
            args=(),
            layout="layouts/app.html",
            leave=reverse("own_record"),
            draft_url=reverse("client_draft"),
            holder=self.person.pk,
        )


class IntakeStart(View):
    """Lead to the first step that was not saved yet."""

    @cached_property
    def desk(self) -> Desk:
        """Return where it is filled in; subclasses give it."""
        raise NotImplementedError

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        desk = self.desk
        done = intake_of(desk.client.pk).steps
        steps = [step for step in desk.steps if step != "details" or not desk.is_staff]
        return redirect(desk.url(next((step for step in steps if step not in done), steps[-1])))


class StaffIntakeView(StaffDesk, IntakeStart):
    """Begin or go on."""


class OwnIntakeView(OwnDesk, IntakeStart):
    """Begin or go on with one's own."""


class StaffStepView(StaffDesk, StepMixin):
    """The team edits details where it always does."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.step == "details":
            return redirect(reverse("client_edit", args=[self.desk.client.pk]))
        return super().get(request, *args, **kwargs)


class OwnStepView(OwnDesk, StepMixin):
    """One's own."""
