"""The private address of one's own sessions, and what stands behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from apps.accounts.access import PermissionRequired
from apps.accounts.permissions import Permission
from apps.booking.services.feeds import address_of_feed, feed_text, find_feed, renew_feed
from apps.common.errors import NotFound, TooMany

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

KEPT = "private, max-age=300"


class FeedPage(PermissionRequired):
    """Copy the address, or get another."""

    permission = Permission.SESSIONS_VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "booking/feed.html", {"address": address_of_feed(self.person)})

    def post(self, request: HttpRequest) -> HttpResponse:
        renew_feed(by=self.person)
        messages.success(request, _("There is a new address. The old one shows nothing any more."))
        return redirect("calendar_feed")


def feed_file(request: HttpRequest, token: str) -> HttpResponseBase:
    """Answer a calendar program: the secret in the address is the permission. Unknown ones are all the same 404."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    if not ratelimit.consume(request, action="calendar_feed", key=token):
        raise TooMany
    try:
        feed = find_feed(token)
    except NotFound as error:
        raise Http404 from error
    headers = {"ETag": feed.etag, "Cache-Control": KEPT, "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
    if request.headers.get("If-None-Match", "") == feed.etag:
        return HttpResponseNotModified(headers=headers)
    return HttpResponse(feed_text(feed.user), content_type="text/calendar; charset=utf-8", headers=headers)
