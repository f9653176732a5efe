"""allauth's forms for passkeys, stricter about where an answer was made (settings.MFA_FORMS)."""

from __future__ import annotations

import json
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms as allauth
from django.forms import Form
from fido2.utils import websafe_decode


class SameOrigin(Form):
    """Refuses an answer that was not made on exactly this host: the library would take one from any subdomain of it."""

    def clean_credential(self) -> Any:
        origin = origin_of(self.cleaned_data["credential"])
        request = context.request
        if origin != f"{request.scheme}://{request.get_host()}":
            raise get_adapter().validation_error("incorrect_code")
        above = getattr(super(), "clean_credential", None)
        return above() if above else self.cleaned_data["credential"]


class AddForm(SameOrigin, allauth.AddWebAuthnForm):  # type: ignore[misc] # allauth ships no types
    """A new passkey. It always asks for finger, face or PIN, so it may stand alone at log-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)

    def clean(self) -> dict[str, Any]:
        if "credential" in self.cleaned_data:
            self.cleaned_data["passwordless"] = True  # allauth then insists that the person was verified
            super().clean()
        return self.cleaned_data


class AuthenticateForm(SameOrigin, allauth.AuthenticateWebAuthnForm):  # type: ignore[misc] # allauth ships no types
    pass


class LoginForm(SameOrigin, allauth.LoginWebAuthnForm):  # type: ignore[misc] # allauth ships no types
    pass


class ReauthenticateForm(SameOrigin, allauth.ReauthenticateWebAuthnForm):  # type: ignore[misc] # allauth ships no types
    pass


def origin_of(credential: Any) -> str:
    """Return where a browser says that it made an answer; the signature covers it. Empty when it says nothing readable."""
    try:
        said = json.loads(websafe_decode(credential["response"]["clientDataJSON"]))
        return str(said["origin"])
    except (KeyError, TypeError, ValueError):
        return ""
