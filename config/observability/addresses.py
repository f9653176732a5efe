"""Who is really on the other end of the connection."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest

# A proxy on this machine connects from loopback too, but it says on whose behalf.
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")


def is_loopback_peer(request: HttpRequest) -> bool:
    """Tell whether the peer of the socket is this machine itself, speaking for nobody else."""
    if is_forwarded(request):
        return False
    try:
        peer = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return (getattr(peer, "ipv4_mapped", None) or peer).is_loopback


def is_forwarded(request: HttpRequest) -> bool:
    """Tell whether somebody passed the request on."""
    return any(name in request.META for name in FORWARDED)
