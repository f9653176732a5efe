"""The link that a client opens on a phone, without an account.

A link that was used, withdrawn, locked or has expired shows one plain page. Before the client has said who they are, the
pages know a first name and nothing else; that they did is kept in the browser's session for this one link.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.core import ratelimit
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from apps.clients.intake_forms import BirthForm, PhoneEndForm, StepForm
from apps.clients.services.intake import Filler, confirm_link, open_link
from apps.clients.services.intake.links import proof_of
from apps.clients.views.intake.desk import Desk
from apps.clients.views.intake.drafts import keep
from apps.clients.views.intake.steps import IntakeStart, StepMixin
from apps.common.errors import DomainError, InvalidInput, TooMany
from apps.common.views.forms import ServiceFormMixin

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from apps.clients.models import IntakeLink

GONE, SESSION_KEY = 410, "intake_link"
PROOFS = {"birth": BirthForm, "phone": PhoneEndForm}


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class LinkPage(View):
    """A page behind a link that is open."""

    needs_proof = True
    link: IntakeLink

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not ratelimit.consume(request, action="intake_link"):
            raise TooMany
        try:
            self.link = open_link(kwargs["token"])
        except DomainError as error:
            return render(request, "clients/intake/link_over.html", {"error": error}, status=GONE)
        if self.needs_proof and request.session.get(SESSION_KEY) != str(self.link.pk):
            return redirect("intake_link", kwargs["token"])
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def desk(self) -> Desk:
        token = self.kwargs["token"]
        return Desk(
            filler=Filler.over(self.link),
            client=self.link.client,
            url_name="intake_link_step",
            args=(token,),
            layout="layouts/visitor.html",
            leave=reverse("intake_link", args=[token]),
            draft_url=reverse("intake_link_draft", args=[token]),
            holder=self.link.pk,
        )


class LinkDoor(LinkPage, ServiceFormMixin):
    """Who is it? Only the right answer opens the steps."""

    needs_proof = False
    template_name = "clients/intake/link_door.html"

    def get_form_class(self) -> type[StepForm]:
        return PROOFS.get(proof_of(self.link.client), StepForm)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            first_name=self.link.client.first_name, proof=proof_of(self.link.client), **kwargs
        )

    def perform(self, form: StepForm) -> HttpResponse:
        answer = form.cleaned_data.get("answer", "")
        if not confirm_link(link=self.link, answer=answer):
            raise InvalidInput({"answer": _("This is not what we know. After five wrong answers the link is closed.")})
        self.request.session.cycle_key()
        self.request.session[SESSION_KEY] = str(self.link.pk)
        return redirect("intake_link_start", self.kwargs["token"])


class LinkStart(LinkPage, IntakeStart):
    """Begin or go on."""


class LinkStepView(LinkPage, StepMixin):
    """One step; after the last the link is used up."""

    def finished(self) -> HttpResponse:
        self.request.session.pop(SESSION_KEY, None)
        return redirect("intake_link", self.kwargs["token"])


class LinkDraftView(LinkPage):
    """What the client typed and did not send."""

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        desk = self.desk
        step = request.POST.get("draft_form", "")
        back = desk.url(step if step in desk.steps else desk.steps[0])
        return keep(request, holder=desk.holder, url=desk.draft_url, thing=desk.client.pk, back=back)
