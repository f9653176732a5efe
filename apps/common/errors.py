"""What can go wrong on purpose. Services raise these; each face turns them into words once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.utils.functional import Promise


class DomainError(Exception):
    """A rule said no. `code` is stable for machines, the message is for people, `extra` is data for the face."""

    status = 400
    code = "rejected"
    title = _("Not possible")

    def __init__(self, message: str | Promise = "", *, code: str = "", extra: Mapping[str, Any] | None = None) -> None:
        self.message = str(message or self.title)
        self.code = code or self.code
        self.extra = dict(extra or {})
        super().__init__(self.message)


class InvalidInput(DomainError):
    """Values that cannot be accepted, by field. `non_field_errors` holds what belongs to no single field."""

    status = 400
    code = "invalid"
    title = _("Some values need another look")

    def __init__(self, fields: Mapping[str, Sequence[str] | str]) -> None:
        self.fields = {name: [text] if isinstance(text, str) else list(text) for name, text in fields.items()}
        super().__init__(extra={"errors": self.fields})


class NotAllowed(DomainError):
    """The person's role does not include this act."""

    status = 403
    code = "not_allowed"
    title = _("You may not do this")


class NotFound(DomainError):
    """There is no such thing, or the person may not know of it."""

    status = 404
    code = "not_found"
    title = _("Not found")


class Conflict(DomainError):
    """The act clashes with something that exists."""

    status = 409
    code = "conflict"
    title = _("This clashes with something else")


class IllegalTransition(Conflict):
    """The thing is in a state from which this act is impossible."""

    code = "illegal_transition"
    title = _("This cannot be done any more")


class StaleVersion(DomainError):
    """Somebody else changed the thing first."""

    status = 412
    code = "stale"
    title = _("Somebody changed this while you were editing")


class PreconditionRequired(DomainError):
    """The update needs If-Match."""

    status = 428
    code = "precondition_required"
    title = _("Say which version you are changing with If-Match")


class TooMany(DomainError):
    """A limit of the plan or of a rate was reached."""

    status = 429
    code = "too_many"
    title = _("Too many, too fast")


class Unavailable(DomainError):
    """Something we depend on does not answer; nothing was written."""

    status = 503
    code = "unavailable"
    title = _("Out of reach for a moment")


class NoBusiness(RuntimeError):
    """Code for a business ran outside one: a programming error, never shown to people."""
