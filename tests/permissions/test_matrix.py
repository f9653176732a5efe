"""Every address × method × role, against the permission table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.db import connection

from apps.accounts.permissions import PERMISSIONS, Permission
from apps.accounts.roles import Role
from tests.factories import UserFactory
from tests.harness.people import Browser, Machine, host_of
from tests.harness.routes import Route, Writes, fingerprint_of_rows, one_of_each, routes, undone
from tests.permissions.accounts import OPEN
from tests.permissions.notes import Own
from tests.permissions.table import TABLE, rule

if TYPE_CHECKING:
    from uuid import UUID

    from apps.common.business import BusinessRef
    from tests.harness.people import ApiFor, ClientFor

URLCONF = settings.ROOT_URLCONF
ROLES = (Role.OWNER, Role.MANAGER, Role.TRAINER, Role.FRONT_DESK, Role.CLIENT)
type Digests = dict[str, str]
type Answer = tuple[bool, int, bool]
CALLS = [(route, method) for route in routes(URLCONF) for method in route.methods]


def test_every_address_is_in_the_table() -> None:
    assert [f"{method} {route.name}" for route, method in CALLS if rule(route.name, method) is None] == []


def test_the_table_names_only_what_exists() -> None:
    assert set(TABLE) - {route.name for route, _method in CALLS} == set()


@pytest.fixture
def rows(business: BusinessRef) -> dict[str, UUID]:
    return one_of_each()


def is_refused(response: Any) -> bool:
    """Say whether the answer is “no”: on pages strangers are sent to log in."""
    return response.status_code in {401, 403} or (
        response.status_code == 302 and "/accounts/login/" in response["Location"]
    )


def call(client: Any, route: Route, method: str, rows: dict[str, UUID], untouched: Digests | None) -> Answer:
    """Return whether it was refused, the status, and whether rows changed, where `untouched` says what they were; nothing of it stays."""
    with undone(client):
        with connection.execute_wrapper(writes := Writes()):
            response = client.generic(method.upper(), route.path(rows, URLCONF))
        # Comparing all rows costs more than the request: only where some could have been written.
        changed = untouched is not None and writes.heard and fingerprint_of_rows() != untouched
        return is_refused(response), response.status_code, changed


@pytest.mark.parametrize("role", ROLES)
def test_role(role: Role, rows: dict[str, UUID], client_for: ClientFor, api_for: ApiFor) -> None:
    user = UserFactory(role=role)
    browser, machine = client_for(user), api_for(user)
    untouched, wrong = fingerprint_of_rows(), []

    def call_of(route: Route, method: str, *, may: bool) -> tuple[bool, int, bool]:
        return call(machine if is_api(route) else browser, route, method, rows, None if may else untouched)

    for route, method in CALLS:
        expected = rule(route.name, method)
        if isinstance(expected, Own):
            if role in PERMISSIONS[expected.own] - PERMISSIONS[expected.others]:
                wrong += [f"{method} {route.text}: not theirs"] if call_of(route, method, may=False)[2] else []
                continue
            expected = expected.others
        may = expected == OPEN or (isinstance(expected, Permission) and role in PERMISSIONS[expected])
        refused, status, changed = call_of(route, method, may=may)
        if status >= 500 or (refused and may and expected != OPEN) or (not may and (not refused or changed)):
            wrong.append(f"{method} {route.text}: {status}, {'may' if may else 'may not'}{', rows changed' * changed}")
    assert wrong == []


def test_stranger(rows: dict[str, UUID], business: BusinessRef) -> None:
    host = host_of(business)
    browser, machine = Browser(SERVER_NAME=host), Machine(SERVER_NAME=host)
    untouched, wrong = fingerprint_of_rows(), []
    for route, method in CALLS:
        may = rule(route.name, method) == OPEN
        refused, status, changed = call(
            machine if is_api(route) else browser, route, method, rows, None if may else untouched
        )
        if status >= 500 or (not may and (not refused or changed)):
            wrong.append(f"{method} {route.text}: {status}{', rows changed' * changed}")
    assert wrong == []


def is_api(route: Route) -> bool:
    return route.text.startswith("api/")
