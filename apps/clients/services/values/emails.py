"""E-mail addresses."""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _

from apps.clients.services.values.refusal import Refused

MAX_LENGTH = 254
_is_email = EmailValidator()


def parse_email(text: str) -> str | None:
    """Return the address in lower case with a readable domain ("müller.de", not "xn--…"); None when there is none.

    Raises Refused with what is wrong.
    """
    address = unicodedata.normalize("NFC", text).strip().strip("<>").removeprefix("mailto:").casefold()
    if not address:
        return None
    if problem := _problem(address):
        raise Refused(problem)
    local, _at, domain = address.rpartition("@")
    try:
        written = domain.encode("idna").decode()
        _is_email(f"{local}@{written}")
        readable = written.encode().decode("idna")
    except (UnicodeError, ValidationError) as error:
        raise Refused(_("“%(text)s” is not an e-mail address.") % {"text": text.strip()}) from error
    return f"{local}@{readable}"


def _problem(address: str) -> str:
    """Return what is wrong with the shape; the first of the rules that is broken."""
    local, _at, domain = address.partition("@")
    named = {"text": address, "domain": domain, "longest": MAX_LENGTH}
    rules = (
        (len(address) > MAX_LENGTH, _("An e-mail address has at most %(longest)d characters.")),
        (any(sign.isspace() for sign in address), _("“%(text)s” has a space in it: one e-mail address only.")),
        ("@" not in address, _("“%(text)s” has no @, so it is not an e-mail address.")),
        ("@" in domain, _("“%(text)s” has more than one @.")),
        (not local, _("The part before the @ is missing.")),
        (
            "." not in domain.strip("."),
            _("“%(domain)s” is no complete domain: something like example.com is needed after the @."),
        ),
    )
    return next((text % named for is_broken, text in rules if is_broken), "")
