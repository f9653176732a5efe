"""How a session was, said by the link in the mail: by clients without a log-in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.core import ratelimit
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from apps.common.errors import Conflict, InvalidInput, NotFound, TooMany
from apps.common.views.forms import add_refusal
from apps.sessions.hour_forms import FeedbackForm
from apps.sessions.services.feedback import give_feedback
from apps.sessions.services.feedback_links import open_feedback

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, HttpResponseBase

GONE = 410


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class FeedbackLinkView(View):
    """One screen. What was said before, by whomever, is never shown here: mails are passed on."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not ratelimit.consume(request, action="session_feedback_link"):
            raise TooMany
        try:
            self.place, self.is_said = open_feedback(kwargs["token"])
        except NotFound as error:
            return render(request, "sessions/feedback_link.html", {"error": error.message}, status=GONE)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._page(FeedbackForm(with_pain=True))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        form = FeedbackForm(request.POST, with_pain=True)
        if not self.is_said:
            if not form.is_valid():
                return self._page(form, status=422)
            try:
                self._say(form)
            except InvalidInput as error:
                add_refusal(form, error)
                return self._page(form, status=422)
            except Conflict:  # the other tab was first; the page says that it is noted
                return redirect("session_feedback_link", token)
        return redirect("session_feedback_link", token)

    def _say(self, form: FeedbackForm) -> None:
        named: dict[str, Any] = {"session_id": self.place.session_id, "client_id": self.place.client_id}
        give_feedback(**named, by=None, **form.values())

    def _page(self, form: FeedbackForm, *, status: int = 200) -> HttpResponse:
        context = {"session": self.place.session, "client": self.place.client, "is_said": self.is_said, "form": form}
        return render(self.request, "sessions/feedback_link.html", context, status=status)
