"""A client accepts while the trainer ends their access: one truth remains, and neither waits for the other for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.accounts.services.invitations import accept_invitation
from apps.clients.services import end_access, invite_client
from apps.common.errors import Conflict
from tenants.registry.context import enter_business
from tests.clients.test_access import STRONG, token_of
from tests.factories import UserFactory
from tests.factories.clients import ClientFactory
from tests.harness.races import at_once

if TYPE_CHECKING:
    from collections.abc import Callable

    from apps.common.business import BusinessRef


@pytest.mark.django_db(transaction=True)
def test_accepting_and_ending_at_once_leave_one_truth(both_businesses: dict[str, BusinessRef]) -> None:
    business = both_businesses["demo-gym"]
    with enter_business(business):
        by = UserFactory(role=Role.OWNER)
        client = ClientFactory()
        invite_client(client_id=client.pk, by=by)
        token = token_of(client)

    def inside(act: Callable[[], object]) -> str:
        with enter_business(business):
            try:
                act()
            except Conflict:
                return "refused"
            finally:
                connection.close()
        return "done"

    at_once(
        lambda: inside(lambda: accept_invitation(token=token, full_name="Kai", password=STRONG)),
        lambda: inside(lambda: end_access(client_id=client.pk, by=by)),
    )
    with enter_business(business):
        client.refresh_from_db()
        assert client.user_id is None
        assert not User.objects.filter(role=Role.CLIENT, is_active=True).exists()
