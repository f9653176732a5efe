"""Where a request comes from, as far as it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from allauth.core import context
from django.core.exceptions import PermissionDenied

from apps.accounts.devices import AGENT_LENGTH, Device, approximate, device_words

if TYPE_CHECKING:
    from django.http import HttpRequest


def device_of(request: HttpRequest) -> Device:
    """Return the device behind a request; the address is nobody's own any more."""
    agent = request.META.get("HTTP_USER_AGENT", "").replace("\0", "")[:AGENT_LENGTH]
    try:
        address = str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:  # allauth's word for “has none”, as on a unix socket
        address = ""
    return Device(user_agent=agent, address=approximate(address))


def whence(request: HttpRequest | None = None) -> dict[str, str]:
    """Return device and network of a request, or of the one that is being answered, for an event; nothing in a task."""
    request = request or context.request
    if request is None:
        return {}
    device = device_of(request)
    return {"device": device_words(device.user_agent), "address": device.address}
