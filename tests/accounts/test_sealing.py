"""Secrets at rest: shut in every other business, open under an earlier key until they are used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from cryptography.fernet import InvalidToken
from django.urls import reverse

from apps.accounts.sealing import reseal, seal, unseal
from tenants.registry.context import enter_business
from tests.accounts.test_second_factor import code_of, is_in, log_in, token, with_app

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

    from apps.accounts.models import User
    from apps.common.business import BusinessRef
    from tests.harness.people import Browser

NEW = "another secret key, fifty characters long or a bit more"


def test_secrets_are_sealed_for_one_business_and_survive_a_new_key(
    business: BusinessRef, rival: BusinessRef, settings: Settings
) -> None:
    sealed = seal("JBSWY3DP")
    assert "JBSWY3DP" not in sealed
    with enter_business(rival), pytest.raises(InvalidToken):
        unseal(sealed)
    old, settings.SECRET_KEY = settings.SECRET_KEY, NEW
    with pytest.raises(InvalidToken):
        unseal(sealed)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert unseal(sealed) == "JBSWY3DP"


@pytest.mark.parametrize("face", ["page", "api"])
def test_use_brings_them_under_the_newest_key(
    anonymous: Browser, business: BusinessRef, trainer: User, settings: Settings, face: str
) -> None:
    secret = with_app(trainer)
    codes = RecoveryCodes.activate(trainer).get_unused_codes()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [settings.SECRET_KEY]
    if face == "page":
        log_in(anonymous, trainer)
        anonymous.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
        assert is_in(anonymous)
    else:
        assert token(business, trainer, code=code_of(secret)).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    data = {row.type: row.data for row in Authenticator.objects.all()}
    assert unseal(data["totp"]["secret"]) == secret
    assert reseal(data["totp"]["secret"]) == data["totp"]["secret"]
    assert token(business, trainer, code=codes[0]).status_code == 200
