"""Two people weigh the same client at once: one is kept, the other is asked, nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection

from apps.accounts.roles import Role
from apps.progress.models import Measurement
from apps.progress.services import MeasuredAlready, Reading, record_measurements
from tenants.registry.context import enter_business
from tests.factories import UserFactory
from tests.factories.clients import ClientFactory
from tests.harness.races import at_once
from tests.progress.conftest import ago

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.common.business import BusinessRef

DAYS = 12


@pytest.mark.django_db(transaction=True)
def test_two_at_once(both_businesses: dict[str, BusinessRef]) -> None:
    business = both_businesses["demo-gym"]
    with enter_business(business):
        people = [UserFactory(role=Role.OWNER), UserFactory(role=Role.TRAINER)]
        client = ClientFactory()

    def weigh(by: User, value: int) -> list[str]:
        outcomes = []
        with enter_business(business):
            try:
                for days in range(DAYS):
                    reading = Reading(metric="weight", value=value, taken_on=ago(days))
                    try:
                        record_measurements(client_id=client.pk, by=by, readings=[reading])
                        outcomes.append("kept")
                    except MeasuredAlready:
                        outcomes.append("asked")
            finally:
                connection.close()
        return outcomes

    mine, theirs = at_once(lambda: weigh(people[0], 81_000), lambda: weigh(people[1], 82_000))
    with enter_business(business):
        values = list(Measurement.objects.order_by("-taken_on").values_list("value", flat=True))
    assert [{one, other} for one, other in zip(mine, theirs, strict=True)] == [{"asked", "kept"}] * DAYS
    assert values == [81_000 if one == "kept" else 82_000 for one in mine]
