"""One person of each role, and the browsers and API clients they use."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.core.signals import setting_changed
from django.dispatch import receiver
from django.test import Client
from rest_framework.test import APIClient

from apps.accounts.api.authentication import token_for
from apps.accounts.roles import Role
from tenants.registry.context import enter_business, enter_public
from tenants.registry.routing import directory
from tests.factories import UserFactory, home_of
from tests.harness.entering import staying
from tests.harness.waiting import until

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.common.business import BusinessRef

CONSOLE = f"console.{settings.BASE_DOMAIN}"


# The middleware of this process, loaded by the first client; a setting that changes may be one that it has read.
MIDDLEWARE: dict[str, Any] = {}
PARTS = ("_middleware_chain", "_view_middleware", "_template_response_middleware", "_exception_middleware")


@receiver(setting_changed)
def _forget_middleware(**_changed: Any) -> None:
    MIDDLEWARE.clear()


class InPlace:
    """A client whose requests leave the test in the business it was in: the middleware leaves for the public schema.

    Clients share their middleware, as requests to one process do.
    """

    handler: Any  # Django's, or DRF's

    def __init__(self, *args: Any, **defaults: Any) -> None:
        super().__init__(*args, **defaults)
        self._load = self.handler.load_middleware
        self.handler.load_middleware = self._load_once  # of this client only

    def _load_once(self, is_async: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's signature
        if not MIDDLEWARE:
            self._load(is_async)
            MIDDLEWARE.update({part: getattr(self.handler, part) for part in PARTS})
        vars(self.handler).update(MIDDLEWARE)

    def request(self, **environ: Any) -> Any:
        with staying():
            return super().request(**environ)  # type: ignore[misc] # Django's client, or DRF's


class Browser(InPlace, Client):
    """Django's test client at one host."""


class Machine(InPlace, APIClient):
    """DRF's test client at one host."""


type ClientFor = Callable[..., Browser]
type ApiFor = Callable[..., Machine]


def host_of(business: BusinessRef | None) -> str:
    """Return the host where a person's pages are; platform staff have no business."""
    if business is None:
        return CONSOLE
    with enter_public():
        directory.find(business.host)
        until(directory._hearing.is_set, "routing to hear")  # it forgets everything when it begins to
        directory.find(business.host)  # known from here on, so that a counted request does not ask
    return business.host


def _enter(business: BusinessRef | None) -> Any:
    return enter_business(business) if business else enter_public()


@pytest.fixture
def client_for(db: None) -> ClientFor:
    """Make a browser that is logged in as the user: on the user's own host, or where `at` says."""

    def make(user: User, *, at: BusinessRef | None = None) -> Browser:
        home = home_of(user)
        browser = Browser(SERVER_NAME=host_of(at or home))
        with _enter(home):
            browser.force_login(user)
        return browser

    return make


@pytest.fixture
def api_for(db: None) -> ApiFor:
    """Make an API client with the user's token: on the user's own host, or where `at` says."""

    def make(user: User, *, at: BusinessRef | None = None) -> Machine:
        home = home_of(user)
        with _enter(home):
            token = str(token_for(user).access_token)  # signed here, with the key of the business
        return Machine(SERVER_NAME=host_of(at or home), HTTP_AUTHORIZATION=f"Bearer {token}")

    return make


@pytest.fixture
def anonymous(business: BusinessRef) -> Browser:
    """Return a browser at the business's host that nobody logged in with."""
    return Browser(SERVER_NAME=host_of(business))


@pytest.fixture
def public_client(db: None) -> Browser:
    """Return a browser at the public host."""
    return Browser(SERVER_NAME=settings.BASE_DOMAIN)


@pytest.fixture
def owner(business: BusinessRef) -> User:
    return UserFactory(role=Role.OWNER)


@pytest.fixture
def manager(business: BusinessRef) -> User:
    return UserFactory(role=Role.MANAGER)


@pytest.fixture
def trainer(business: BusinessRef) -> User:
    return UserFactory(role=Role.TRAINER)


@pytest.fixture
def front_desk(business: BusinessRef) -> User:
    return UserFactory(role=Role.FRONT_DESK)


@pytest.fixture
def client_user(business: BusinessRef) -> User:
    return UserFactory(role=Role.CLIENT)


@pytest.fixture
def rival_owner(rival: BusinessRef) -> User:
    with enter_business(rival):
        return UserFactory(role=Role.OWNER)


@pytest.fixture
def staff(db: None) -> User:
    """Return one of the platform's own people, who live in the public schema."""
    with enter_public():
        return UserFactory(role=Role.STAFF)
