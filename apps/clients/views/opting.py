"""Leaving the team's messages: behind the link in each of them, and signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from apps.accounts.permissions import Permission
from apps.clients.models import Way
from apps.clients.selectors import clients_visible_to
from apps.clients.selectors.messages import opt_out_of
from apps.clients.services.messages.opting import client_of, refuse_messages, want_messages
from apps.clients.views.base import PersonPage
from apps.common.errors import NotFound

if TYPE_CHECKING:
    from django.http import HttpRequest

ONE_CLICK = ("List-Unsubscribe", "One-Click")
GONE = 404


@method_decorator([never_cache, csrf_exempt], name="dispatch")
class WayOutView(View):
    """The link needs no account and no cookie: its signature is the permission (RFC 8058).

    Looking changes nothing, since mail programs look at links by themselves. A POST ends the messages, and with
    `wanted=yes` begins them again.
    """

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._page(request, token)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            client = client_of(token)
        except NotFound:
            return self._page(request, token)
        if request.POST.get("wanted") == "yes":
            want_messages(client_id=client.pk, way=Way.LINK)
        else:
            refuse_messages(client_id=client.pk, way=Way.LINK)
        if request.POST.get(ONE_CLICK[0]) == ONE_CLICK[1]:
            return HttpResponse(_("You get no more messages."), content_type="text/plain; charset=utf-8")
        return self._page(request, token, is_done=True)

    def _page(self, request: HttpRequest, token: str, *, is_done: bool = False) -> HttpResponse:
        try:
            opt_out, is_known = opt_out_of(client_of(token).pk), True
        except NotFound:
            opt_out, is_known = None, False
        context = {"opt_out": opt_out, "is_known": is_known, "is_done": is_done}
        return render(request, "clients/messages_way_out.html", context, status=200 if is_known else GONE)


class OwnMessagesView(PersonPage, View):
    """A client, signed in, wants none or wants them again."""

    permission = Permission.RECORD_OWN

    def post(self, request: HttpRequest) -> HttpResponse:
        client = get_object_or_404(clients_visible_to(self.person))
        if request.POST.get("wanted") == "yes":
            want_messages(client_id=client.pk, way=Way.OWN, by=self.person)
            messages.success(request, _("You get messages again."))
        else:
            refuse_messages(client_id=client.pk, way=Way.OWN, by=self.person)
            messages.success(request, _("You get no more messages."))
        return redirect("own_record")
