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
    if len(address) > MAX_LENGTH:
        return _("An e-mail address has at most %(longest)d characters.") % {"longest": MAX_LENGTH}
    if any(sign.isspace() for sign in address):
        return _("“%(text)s” has a space in it: one e-mail address only.") % {"text": address}
    count = address.count("@")
    if count == 0:
        return _("“%(text)s” has no @, so it is not an e-mail address.") % {"text": address}
    if count > 1:
        return _("“%(text)s” has more than one @.") % {"text": address}
    local, _at, domain = address.partition("@")
    if not local:
        return _("The part before the @ is missing.")
    if "." not in domain.strip("."):
        return _("“%(domain)s” is no complete domain: something like example.com is needed after the @.") % {
            "domain": domain
        }
    return ""
