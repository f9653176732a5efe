"""From the wish to a business with its owner, through the real schema work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from apps.accounts.models import User
from tenants.registry.context import enter_business
from tenants.registry.models import Tenant
from tenants.signup.services import sign_ups
from tests.signup.test_sign_up_page import WISH

if TYPE_CHECKING:
    from tenants.signup.models import SignUp

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def wish(monkeypatch: pytest.MonkeyPatch) -> SignUp:
    monkeypatch.setattr(sign_ups, "send_on_commit", lambda *_: None)
    return sign_ups.sign_up(**WISH)


def test_opening_makes_the_owner_and_forgets_the_password(wish: SignUp) -> None:
    tenant = sign_ups.open_business(sign_up_id=wish.pk)

    assert tenant is not None
    wish.refresh_from_db()
    assert (tenant.state, wish.password_hash) == ("ready", "")
    with enter_business(tenant.as_ref()):
        owner = User.objects.get()
        assert (owner.email, owner.role) == (WISH["email"], "owner")
        assert owner.check_password(WISH["password"])


def test_opening_twice_does_nothing_twice(wish: SignUp) -> None:
    first = sign_ups.open_business(sign_up_id=wish.pk)
    second = sign_ups.open_business(sign_up_id=wish.pk)

    assert first is not None
    assert second is None


def test_a_failure_leaves_nothing_half_made_and_can_be_tried_again(
    wish: SignUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(**_: Any) -> None:
        raise RuntimeError("no owner today")

    with monkeypatch.context() as patch:
        patch.setattr(sign_ups, "create_owner", break_down)
        with pytest.raises(RuntimeError, match="no owner today"):
            sign_ups.open_business(sign_up_id=wish.pk)
    failed = Tenant.objects.get(pk=wish.tenant_id)
    assert (failed.state, failed.state_reason, failed.attempts) == ("failed", "no owner today", 1)

    tenant = sign_ups.open_business(sign_up_id=wish.pk)

    assert tenant is not None
    assert (tenant.state, tenant.attempts) == ("ready", 2)
