"""E-mail addresses that reach the same mailbox."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Func

GMAIL = ("gmail.com", "googlemail.com")
_LOCAL, _DOMAIN = "split_part(lower(%(expressions)s), '@', 1)", "split_part(lower(%(expressions)s), '@', 2)"
_PLAIN = f"split_part({_LOCAL}, '+', 1)"


def email_key(email: str) -> str:
    """Return what two spellings of one mailbox share: without "+tag", and at Gmail without the dots too."""
    local, _at, domain = email.lower().partition("@")
    name = local.partition("+")[0]
    return f"{name.replace('.', '')}@gmail.com" if domain in GMAIL else f"{name}@{domain}"


class EmailKey(Func):
    """The same in Postgres. Its constants stand in the text, so that the index over it is recognised."""

    template = (
        f"CASE WHEN {_DOMAIN} IN ('gmail.com', 'googlemail.com') THEN replace({_PLAIN}, '.', '') || '@gmail.com' "
        f"ELSE {_PLAIN} || '@' || {_DOMAIN} END"
    )
    output_field: Any = CharField()
