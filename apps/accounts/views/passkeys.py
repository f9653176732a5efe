"""Adding a passkey and taking one away."""

from __future__ import annotations

from typing import Any

from allauth.mfa.webauthn.internal.auth import begin_registration
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy


class AddPasskeyView(AddWebAuthnView):  # type: ignore[misc] # allauth ships no types
    """allauth's, for passkeys that the device finds by itself and opens by finger, face or PIN: they replace the password."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super(AddWebAuthnView, self).get_context_data(**kwargs)
        return {**context, "js_data": {"creation_options": begin_registration(self.request.user, passwordless=True)}}


class RemovePasskeyView(RemoveWebAuthnView):  # type: ignore[misc] # allauth ships no types
    """allauth's, which names the passkey by `?key=`."""

    success_url = reverse_lazy("mfa_index")

    def get_object(self, queryset: Any = None) -> Any:
        key = self.request.GET.get("key", "")
        if not key.isdecimal():
            raise Http404
        return get_object_or_404(self.get_queryset(), pk=int(key))
