"""Secrets at rest, readable only with the product's key and only in the business they belong to."""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from apps.common.business import business_id


def seal(text: str) -> str:
    """Return the text encrypted and authenticated, with the newest key."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Return what was sealed here, with this key or one of SECRET_KEY_FALLBACKS. Raises InvalidToken for anything else."""
    return _box().decrypt(sealed.encode()).decode()


def reseal(sealed: str) -> str:
    """Return the same secret under the newest key; as it is when it is under that already."""
    try:
        _keys()[0].decrypt(sealed.encode())
    except InvalidToken:
        return _box().rotate(sealed.encode()).decode()
    return sealed


def _box() -> MultiFernet:
    return MultiFernet(_keys())


def _keys() -> list[Fernet]:
    """One key for each secret of the product and each business, the newest first: a row that is copied elsewhere stays shut."""
    purpose = f"seal:{business_id() or 'public'}".encode()
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    keys = [hmac.new(secret.encode(), purpose, hashlib.sha256).digest() for secret in secrets]
    return [Fernet(base64.urlsafe_b64encode(key)) for key in keys]
