"""What can be wrong with an archive, and what may stand in the way of an act on a whole business."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.common.errors import Conflict, DomainError


class BadArchive(DomainError):
    """The file is refused before anything was touched; the message says what is wrong with it."""

    code = "bad_archive"
    title = _("This archive cannot be used")


class NoRoom(DomainError):
    """The disk is full; what was begun is removed."""

    status = 507
    code = "no_room"
    title = _("The disk is full")


class Busy(Conflict):
    """Somebody else is at work on this business."""

    code = "busy"
    title = _("Another act on this business is under way")


class LockLost(Busy):
    """What kept others away ended with a restart of Postgres: whoever notices touches nothing more."""


class NotTheSame(Conflict):
    """Two copies that must be equal differ."""

    code = "not_the_same"
    title = _("The copy differs from its source")
