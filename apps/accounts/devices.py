"""What a request tells about the device behind it, and how that is said in words."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

AGENT_LENGTH = 200
KEPT_BITS = {4: 24, 6: 48}  # enough to tell home from abroad, not whose line it is

# The first that is found; browsers name those they descend from, so the children come first.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
PRODUCT = re.compile(r"[A-Za-z][\w.-]{1,39}(?=/|$)")


@dataclass(frozen=True, slots=True)
class Device:
    """What is kept of a request: its user agent, cut, and the network it came from, without the last part."""

    user_agent: str = ""
    address: str = ""


def approximate(address: str) -> str:
    """Return the network of an address: `203.0.113.9` is `203.0.113.0/24`. What is no address is empty."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return ""
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return str(ipaddress.ip_network((ip, KEPT_BITS[ip.version]), strict=False))


def device_words(user_agent: str) -> str:
    """Return what people call the device: “Firefox on Windows”, or the first product that the text names."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    product = PRODUCT.match(user_agent)
    return browser or system or (product[0] if product else _("Unknown device"))
