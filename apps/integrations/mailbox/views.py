"""The mailbox's pages. A mail is somebody else's HTML: it is shown in a frame that may do nothing but look."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe

from apps.integrations.mailbox.inbox import InboxClient, Letter

if TYPE_CHECKING:
    from django.http import HttpRequest

LETTER_ID = re.compile(r"[0-9a-f]{32}")
HEAD = re.compile(r"<head\b[^>]*>", re.IGNORECASE)
NEW_TAB = '<base target="_blank">'
CHANNELS = ("", "email", "sms")
# No script, no request, no form; links open beside the app in a window that knows nothing of it.
FRAME_POLICY: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "img-src": ["data:"],
    "style-src": [CSP.UNSAFE_INLINE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}


@never_cache
@require_safe
def show_list(request: HttpRequest) -> HttpResponse:
    """List what was delivered; `to` and `channel` narrow it."""
    return _render(request, letter=None)


@never_cache
@require_safe
def show_letter(request: HttpRequest, letter_id: str) -> HttpResponse:
    """Show one letter beside the list."""
    return _render(request, letter=_letter_or_404(letter_id))


@never_cache
@require_safe
@xframe_options_sameorigin
@csp_override(FRAME_POLICY)
def page(request: HttpRequest, letter_id: str) -> HttpResponse:
    """Answer with a mail's own HTML for the frame."""
    html = _letter_or_404(letter_id).html
    head = HEAD.search(html)
    at = head.end() if head else 0
    response = HttpResponse(html[:at] + NEW_TAB + html[at:])
    response["Referrer-Policy"] = "no-referrer"
    return response


@never_cache
@require_safe
def messages_json(request: HttpRequest) -> JsonResponse:
    """List letters for scripts, newest first; `to` narrows the list to one address."""
    letters = _inbox().letters(to=request.GET.get("to", ""))
    return JsonResponse([letter.as_json() for letter in letters], safe=False)


@require_POST
def clear(request: HttpRequest) -> HttpResponse:
    """Throw every letter away, once somebody said yes."""
    if request.POST.get("confirmed") != "yes":
        return render(request, "mailbox/clear.html")
    _inbox().clear()
    messages.success(request, _("Mailbox emptied."))
    return redirect("mailbox:list")


def _render(request: HttpRequest, *, letter: Letter | None) -> HttpResponse:
    to = request.GET.get("to", "").strip()
    channel = request.GET.get("channel", "")
    channel = channel if channel in CHANNELS else ""
    filters = {name: value for name, value in (("to", to), ("channel", channel)) if value}
    context = {
        "letters": _inbox().letters(to=to, channel=channel),
        "letter": letter,
        "to": to,
        "channel": channel,
        "channels": _channel_links(to, channel),
        "query": "?" + urlencode(filters) if filters else "",
        **(_reading(request, letter, filters) if letter else {}),
    }
    return render(request, "mailbox/mailbox.html", context)


def _channel_links(to: str, current: str) -> list[dict[str, object]]:
    labels = zip(CHANNELS, (_("All"), _("Mail"), _("Texts")), strict=True)
    return [
        {
            "label": label,
            "url": "?".join([reverse("mailbox:list"), urlencode({"to": to, "channel": channel})]),
            "current": channel == current,
        }
        for channel, label in labels
    ]


def _reading(request: HttpRequest, letter: Letter, filters: dict[str, str]) -> dict[str, object]:
    shown = "page" if letter.html and request.GET.get("view") != "text" else "text"
    here = reverse("mailbox:letter", args=[letter.id])
    views = [("page", _("Mail"), letter.html), ("text", _("Plain text"), letter.text)]
    return {
        "shown": shown,
        "views": [
            {"label": label, "url": f"{here}?{urlencode({**filters, 'view': name})}", "current": name == shown}
            for name, label, content in views
            if content
        ],
    }


def _letter_or_404(letter_id: str) -> Letter:
    letter = _inbox().letter(letter_id) if LETTER_ID.fullmatch(letter_id) else None
    if letter is None:
        raise Http404
    return letter


def _inbox() -> InboxClient:
    return InboxClient(base_url=settings.FAKES_URL)
