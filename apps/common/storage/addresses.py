"""Addresses of private files: signed, for one business, for a while.

The token holds the end of its time, a MAC and the file's name. The key of the MAC is made of the product's secret and the
business's schema, so that another business's token is nonsense here. The end is rounded up: for a quarter of an hour a file
keeps its address, and browsers keep the file.
"""

from __future__ import annotations

import hmac
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from apps.common.business import current

STEADY = 15 * 60
PERIODS = 4  # an address is good for 45 to 60 minutes
END, MAC = 5, 20


class BadToken(Exception):
    """Nobody here signed this."""


@dataclass(frozen=True, slots=True)
class Granted:
    """The file that a token is for, and for how many more seconds; not any more when that is not positive."""

    name: str
    seconds: int


def address_of(name: str) -> str:
    """Return the path where whoever has it gets the file."""
    end = (int(time.time()) // STEADY + PERIODS) * STEADY
    token = end.to_bytes(END) + _mac(end, name, settings.SECRET_KEY) + name.encode()
    return reverse("private_file", args=[urlsafe_b64encode(token).rstrip(b"=").decode()])


def read_token(token: str) -> Granted:
    """Return what a token grants. Raises BadToken for any that this business's product did not sign."""
    try:
        raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
        end, mac, name = int.from_bytes(raw[:END]), raw[END : END + MAC], raw[END + MAC :].decode()
    except ValueError as error:
        raise BadToken from error
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if not any([hmac.compare_digest(mac, _mac(end, name, key)) for key in keys]):  # noqa: C419 - each is compared, whichever fits
        raise BadToken
    return Granted(name, end - int(time.time()))


def _mac(end: int, name: str, secret: str) -> bytes:
    salt = f"apps.common.storage.addresses:{current().schema_name}"
    return salted_hmac(salt, f"{end}:{name}", secret=secret, algorithm="sha256").digest()[:MAC]
