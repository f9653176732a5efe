"""Asking for a time, and booking it: strangers by a link in their mail, clients at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from apps.booking.forms import OwnRequestForm, RequestForm
from apps.booking.selectors import booking_window, slug_of
from apps.booking.services import book_own, confirm_hold, hold_time
from apps.booking.services.confirming import find_hold
from apps.booking.services.own import Given
from apps.booking.views.public import ANY, BookingPage, free_in, moment_in
from apps.common.errors import Conflict, InvalidInput, NotFound, TooMany
from apps.common.ids import uuid7
from apps.common.templatetags.formats import moment_text
from apps.common.views.forms import add_refusal

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from apps.booking.views.public import Choice

GONE = 410


@method_decorator(sensitive_post_parameters(), name="dispatch")
class RequestView(BookingPage):
    """`?at=2027-03-01T09:30:00Z`: the last step. A time that somebody else has by now shows the next free ones."""

    def get(self, request: HttpRequest, who: str, pk: UUID) -> HttpResponse:
        choice = self.chosen(who, pk)
        moment = moment_in(request.GET.get("at", ""))
        if moment is None:
            return redirect("booking_times", who, pk)
        return self._page(choice, self._form(initial={"key": uuid7(), "at": moment}))

    def post(self, request: HttpRequest, who: str, pk: UUID) -> HttpResponse:
        choice = self.chosen(who, pk)
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(choice, form, status=422)
        try:
            return self._book(choice, form)
        except InvalidInput as error:
            add_refusal(form, error)
            return self._page(choice, form, status=422)
        except TooMany as error:
            form.add_error(None, error.message)
            return self._page(choice, form, status=429)
        except Conflict as clash:
            return self._page(choice, form, status=409, clash=clash, free=free_in(clash.extra))

    def _book(self, choice: Choice, form: Form) -> HttpResponse:
        values = form.cleaned_data
        asked: dict[str, Any] = {"bookable_id": choice.bookable.pk, "trainer_id": choice.trainer_id}
        if self.is_client:
            user: Any = self.request.user
            key = values["key"] or uuid7()
            client_id = UUID(values["client"]) if values["client"] else None
            asked |= {"client_id": client_id, "given": self._given(choice)}
            session = book_own(by=user, starts_at=values["at"], key=key, **asked)
            words = {"when": moment_text(session.starts_at), "who": session.trainer.full_name}
            messages.success(self.request, _("Booked with %(who)s for %(when)s.") % words)
            return redirect("session", session.pk)
        if not ratelimit.consume(self.request, action="self_booking", key=values["email"].casefold()):
            raise TooMany(_("That were many tries. Wait a little, or call us."))
        if values.pop("website"):
            return redirect("booking_asked")
        hold = hold_time(starts_at=values.pop("at"), **asked, **values)
        found = f"?with={hold.trainer_id}" if choice.who == ANY else ""
        return redirect(f"{reverse('booking_asked')}{found}")

    def _given(self, choice: Choice) -> Given:
        team = [one.pk for one in choice.team]
        return Given(window=self.window, records=self.people, bookable=choice.bookable, trainer_ids=team)

    def _form(self, *args: Any, **kwargs: Any) -> Form:
        return OwnRequestForm(*args, people=self.people, **kwargs) if self.is_client else RequestForm(*args, **kwargs)

    def _page(self, choice: Choice, form: Form, *, status: int = 200, **more: Any) -> HttpResponse:
        moment = moment_in(str(form["at"].value())) or form["at"].value()
        return self.page("booking/request.html", {**choice.context, "form": form, "at": moment, **more}, status)


class AskedView(BookingPage):
    """Look into your mail. The same words whether or not the address is a client's; `?with=` says who it became."""

    def get(self, request: HttpRequest) -> HttpResponse:
        found = next((one for one in self.team if str(one.pk) == request.GET.get("with", "")), None)
        return self.page("booking/asked.html", {"trainer": found})


@method_decorator(never_cache, name="dispatch")
class ConfirmView(View):
    """The link of the letter. It asks once more: programs that look at links in mails book nothing."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not ratelimit.consume(request, action="self_booking_confirm"):
            raise TooMany
        try:
            self.hold = find_hold(kwargs["token"])
            if not booking_window().is_open:
                raise NotFound  # noqa: TRY301 - told like a link that is over
        except NotFound:
            return render(request, "booking/over.html", status=GONE)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._page()

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            self.hold = confirm_hold(token=token)
        except NotFound:
            return render(request, "booking/over.html", status=GONE)
        except Conflict as clash:
            # Not the clash's own words: they are the team's.
            return self._page(status=409, is_taken=True, free=free_in(clash.extra))
        return redirect("booking_confirm", token)

    def _page(self, *, status: int = 200, **more: Any) -> HttpResponse:
        hold = self.hold
        context = {"hold": hold, "who": slug_of(hold.trainer), **more}
        return render(self.request, "booking/confirm.html", context, status=status)
