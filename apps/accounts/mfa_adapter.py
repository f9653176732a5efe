"""How allauth's second step behaves here: secrets are sealed, and everything carries the name of the business."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils.translation import gettext_lazy as _

from apps.accounts.sealing import seal, unseal
from apps.common.business import current_or_none

if TYPE_CHECKING:
    from django.utils.functional import Promise


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth ships no types
    """A passkey belongs to one host, a code to one business."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This does not match. Codes change every 30 seconds and work once."),
        "unverified_email": _("Confirm your e-mail first: we sent you a link."),
        "cannot_generate_recovery_codes": _("Set up an authenticator app or a passkey first."),
    }

    def get_totp_issuer(self) -> str:
        return self._get_site_name()

    def _get_site_name(self) -> str:
        business = current_or_none()
        return business.name if business else f"MectoFitness {context.request.get_host().partition('.')[0]}"

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)
