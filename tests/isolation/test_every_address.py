"""Every address of a business's host, tried by the people of another business."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from django.conf import settings

from apps.accounts.models import User
from apps.accounts.roles import Role
from tenants.registry.context import enter_business
from tests.factories import UserFactory
from tests.harness.people import Browser, Machine, host_of
from tests.harness.routes import Route, fingerprint_of_rows, one_of_each, routes, undone

if TYPE_CHECKING:
    from apps.common.business import BusinessRef
    from tests.harness.people import ApiFor, ClientFor

URLCONF = settings.ROOT_URLCONF
MARK = "Secretname"
NOBODY = UUID(int=7 << 76 | 2 << 62)
REFUSED = {403, 404, 405, 415, 428, 429}
TEAM = (Role.OWNER, Role.TRAINER, Role.FRONT_DESK)  # a manager may nothing that an owner may not


@pytest.fixture
def rows(business: BusinessRef) -> dict[str, UUID]:
    """Rows of the first business, all marked by a name that may not be seen elsewhere."""
    made = one_of_each()
    User.objects.filter(pk=made["team"]).update(full_name=f"{MARK} Trainer")
    return made


@pytest.fixture
def rivals(rival: BusinessRef) -> list[User]:
    with enter_business(rival):
        return [UserFactory(role=role) for role in TEAM]


def kinds() -> set[str]:
    return {kind for route in routes(URLCONF) for kind in route.kinds.values()}


def test_every_kind_of_id_can_be_made(rows: dict[str, UUID]) -> None:
    assert kinds() <= set(rows), "teach tests/harness/routes.py to make one"


def ask(client: Any, method: str, path: str) -> tuple[int, str]:
    with undone(client):
        response = client.generic(method.upper(), path)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        return response.status_code, body.decode(errors="replace")


def test_nobody_reaches_a_row_of_another_business(
    rows: dict[str, UUID], rivals: list[User], client_for: ClientFor, api_for: ApiFor
) -> None:
    before = fingerprint_of_rows()
    reached = []
    for user in rivals:
        clients = {"api/": api_for(user), "": client_for(user)}
        for route in routes(URLCONF):
            client = clients["api/" if route.text.startswith("api/") else ""]
            for method in route.methods:
                status, body = ask(client, method, route.path(rows, URLCONF))
                if (route.kinds and status not in REFUSED) or status >= 500 or MARK in body:
                    reached.append(f"{user.role} {method} {route.text}: {status}")
    assert reached == []
    assert fingerprint_of_rows() == before


def test_a_row_of_another_business_is_as_unknown_as_none(
    rows: dict[str, UUID], rivals: list[User], client_for: ClientFor, api_for: ApiFor
) -> None:
    """The answer says nothing about whether the id exists elsewhere."""
    browser, machine = client_for(rivals[0]), api_for(rivals[0])
    nobody = dict.fromkeys(rows, NOBODY)
    differing = []
    for route in (route for route in routes(URLCONF) if route.kinds):
        client = machine if route.text.startswith("api/") else browser
        for method in route.methods:
            theirs = ask(client, method, route.path(rows, URLCONF))[0]
            if theirs != ask(client, method, route.path(nobody, URLCONF))[0]:
                differing.append(f"{method} {route.text}")
    assert differing == []


def test_a_session_cookie_of_another_business_is_no_cookie(
    rows: dict[str, UUID], owner: User, rival: BusinessRef, client_for: ClientFor
) -> None:
    name = settings.SESSION_COOKIE_NAME
    stranger, nobody = Browser(SERVER_NAME=host_of(rival)), Browser(SERVER_NAME=host_of(rival))
    stranger.cookies[name] = client_for(owner).cookies[name].value
    differing = []
    for route in routes(URLCONF):
        path = route.path(rows, URLCONF)
        status, body = ask(stranger, "get", path)
        if status != ask(nobody, "get", path)[0] or MARK in body or owner.email in body:
            differing.append(f"{route.text}: {status}")
    assert differing == []


def test_a_token_of_another_business_is_refused(
    rows: dict[str, UUID], owner: User, rival: BusinessRef, api_for: ApiFor
) -> None:
    machine, nobody = api_for(owner, at=rival), Machine(SERVER_NAME=host_of(rival))
    entered = []
    for route, method in api_calls():
        path = route.path(rows, URLCONF)
        status, body = ask(machine, method, path)
        if (status < 400 and status != ask(nobody, method, path)[0]) or MARK in body:
            entered.append(f"{method} {route.text}: {status}")
    assert entered == []


def api_calls() -> list[tuple[Route, str]]:
    return [(route, method) for route in routes(URLCONF) if route.text.startswith("api/") for method in route.methods]
