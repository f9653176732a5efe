"""Messages of the team: written to one client or many, looked at, sent, watched, stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.generic import TemplateView

from apps.accounts.permissions import Permission
from apps.clients.message_forms import MessageForm
from apps.clients.selectors.messages import (
    left_copies,
    message_for,
    messages_visible_to,
    not_reached,
    reached_first,
)
from apps.clients.services.messages import preview_message, start_message, stop_message
from apps.clients.services.messages.asking import MOST_A_DAY
from apps.clients.services.messages.letters import letter_to
from apps.clients.services.messages.words import checked_words
from apps.clients.views.base import PersonPage
from apps.clients.views.carried import uuid_in
from apps.common.errors import Conflict, InvalidInput
from apps.common.ids import uuid7
from apps.common.pagination import keyset
from apps.common.views.forms import ServiceFormMixin

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from apps.clients.models import ClientMessage

MOST_SHOWN, SIZE = 200, 25


class WriteView(PersonPage, ServiceFormMixin):
    """Write, look at it, send it. Whom it is for stands in the address, or came along in the form."""

    permission = Permission.CLIENTS_MESSAGE
    template_name = "clients/message_form.html"
    form_class = MessageForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.carried = request.POST if request.method == "POST" else request.GET
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().get(request, *args, **kwargs)
        except InvalidInput as error:  # nobody to write to: there is no page to say it on
            return self._nobody(error)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().post(request, *args, **kwargs)
        except InvalidInput as error:
            return self._nobody(error)

    @cached_property
    def whom(self) -> dict[str, Any]:
        """Return the chosen clients, or what the list's address finds."""
        if "all" in self.carried:
            return {"query": QueryDict(self.carried.get("query", "")).dict()}
        ids = [found for text in self.carried.getlist("client") if (found := uuid_in(text))]
        return {"client_ids": ids}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        made, audience = preview_message(by=self.person, **self.whom)
        values: dict[str, Any] = {
            "audience": audience,
            "left_out": not_reached(made, self.person, MOST_SHOWN) if audience.reached < audience.total else [],
            "one": reached_first(made, self.person) if audience.total == 1 else None,
            "most_a_day": MOST_A_DAY,
            "chosen": self.carried.getlist("client"),
            "query": self.carried.get("query", ""),
            "all": "all" in self.carried,
            "key": uuid_in(self.request.POST.get("key", "")) or uuid7(),
            "back": self.back(),
        }
        return super().get_context_data(**(values | kwargs))

    def back(self) -> str:
        ids = self.whom.get("client_ids", ())
        if len(ids) == 1:
            return reverse("client", args=ids)
        query = self.carried.get("query", "")
        return f"{reverse('clients')}?{query}" if query else reverse("clients")

    def perform(self, form: MessageForm) -> HttpResponse:
        words, go = form.cleaned_data, self.request.POST.get("go", "")
        if go == "change":
            return self.render_to_response(self.get_context_data(form=MessageForm(initial=words)))
        if go != "send":
            return self._look(form)
        key = uuid_in(self.request.POST.get("key", ""))
        message = start_message(by=self.person, message_id=key, **words, **self.whom)
        return redirect("client_message", message.pk)

    def _look(self, form: MessageForm) -> HttpResponse:
        """Show the message as the first client will read it."""
        subject, text = checked_words(**form.cleaned_data)
        made, _audience = preview_message(by=self.person, **self.whom)
        first = reached_first(made, self.person)
        letter = letter_to(first, subject=subject, text=text, by=self.person) if first else None
        context = self.get_context_data(form=form, letter=letter, first=first)
        return render(self.request, "clients/message_look.html", context)

    def _nobody(self, error: InvalidInput) -> HttpResponse:
        messages.error(self.request, " ".join(text for texts in error.fields.values() for text in texts))
        return redirect(self.back())


class MessagesView(PersonPage, TemplateView):
    """What was written, the newest first: one's own, for those who manage the team everybody's."""

    permission = Permission.CLIENTS_MESSAGE
    template_name = "clients/messages.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = messages_visible_to(self.person)
        page = keyset(found, ordering=("-id",), cursor=self.request.GET.get("cursor", ""), size=SIZE)
        return super().get_context_data(
            rows=page.rows,
            older=f"?cursor={page.next}" if page.next else "",
            newer=f"?cursor={page.previous}" if page.previous else "",
            **kwargs,
        )


class _MessagePage(PersonPage, View):
    permission = Permission.CLIENTS_MESSAGE

    @cached_property
    def message(self) -> ClientMessage:
        return message_for(self.person, self.kwargs["pk"])

    def context(self) -> dict[str, Any]:
        message = self.message
        return {
            "message": message,
            "unsent": message.total - message.sent - message.left,
            "left": left_copies(message, MOST_SHOWN) if message.left and not message.is_busy else [],
            **stop_words(message),
        }


def stop_words(message: ClientMessage) -> dict[str, Any]:
    """Say what stopping does, for the dialog and for the page without JavaScript."""
    sent = ngettext("%(count)d client has it already.", "%(count)d clients have it already.", message.sent)
    return {
        "question": _("Stop this message?"),
        "consequences": [sent % {"count": message.sent}, _("Nobody else gets it. It cannot go on later.")],
        "yes": _("Stop"),
        "no": _("Let it go on"),
    }


class MessageView(_MessagePage):
    """What it says, how far it is, who did not get it and why."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return render(request, "clients/message.html", self.context())


class MessageProgressView(_MessagePage):
    """Asked every second while a task sends; the page is loaded anew once it is done."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        if not self.message.is_busy:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return render(request, "clients/_message_progress.html", self.context())


class StopMessageView(_MessagePage):
    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        if request.POST.get("confirmed") != "yes":
            context = {**stop_words(self.message), "back": reverse("client_message", args=[pk])}
            return render(request, "layouts/confirm.html", context)
        try:
            stop_message(message_id=pk, by=self.person)
        except Conflict as error:
            messages.error(request, error.message)
        return redirect("client_message", pk)
