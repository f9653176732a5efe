"""Questions that the intake's pages ask before they act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from apps.clients.models import Consent


def withdrawal_words(consent: Consent) -> dict[str, Any]:
    """Say what withdrawing does, for the dialog and for the page without JavaScript."""
    return {
        "question": _("Withdraw from “%(title)s”?") % {"title": consent.version.document.title},
        "consequences": [
            _("It stays on record that it was agreed to, and when it ended."),
            _("What was done on the strength of it before stays lawful."),
            _("To agree again, the words have to be signed anew."),
        ],
        "yes": _("Withdraw"),
        "no": _("Keep"),
    }
