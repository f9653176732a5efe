"""Which business answers, for every shape of a Host header."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tenants.registry.context import enter_public
from tenants.registry.models import Domain, Tenant
from tenants.registry.routing import directory, normalise_host
from tests.harness.people import Browser

if TYPE_CHECKING:
    from apps.common.business import BusinessRef

HUE = 77


@pytest.fixture
def hued(rival: BusinessRef) -> BusinessRef:
    """Give the second business a colour that its answers can be told by."""
    change(rival, brand_hue=HUE)
    return rival


def change(business: BusinessRef, **values: Any) -> None:
    with enter_public():
        Tenant.objects.filter(pk=business.id).update(**values)
    directory.forget()


def ask(host: str, path: str = "/brand.css", **extra: Any) -> tuple[int, str]:
    response = Browser().get(path, HTTP_HOST=host, **extra)
    return response.status_code, response.content.decode()


@pytest.mark.parametrize(
    "host",
    [
        "rival-gym.mecto.localhost",
        "rival-gym.mecto.localhost:8123",
        "RIVAL-Gym.Mecto.LocalHost",
        "rival-gym.mecto.localhost.",
        "rival-gym.mecto.localhost.:80",
    ],
)
def test_the_same_business_by_any_spelling(host: str, hued: BusinessRef) -> None:
    status, body = ask(host)
    assert (status, f"--brand-h:{HUE}" in body) == (200, True)


@pytest.mark.parametrize(
    "host", ["xn--fitness-mnchen-osb.example", "XN--Fitness-Mnchen-OSB.example.", "fitness.example:443"]
)
def test_custom_domains(host: str, hued: BusinessRef) -> None:
    with enter_public():
        for domain in ("xn--fitness-mnchen-osb.example", "fitness.example"):
            Domain.objects.create(domain=domain, tenant_id=hued.id, is_primary=False)
    assert ask(host)[0] == 200


def test_names_of_other_alphabets_are_folded_to_ascii() -> None:
    assert normalise_host("Fitness-München.example") == "xn--fitness-mnchen-osb.example"


@pytest.mark.parametrize(
    "host",
    [
        "nobody.mecto.localhost",
        "www.rival-gym.mecto.localhost",
        "rival-gym.mecto.localhost.evil.example",
        "rival-gym.evil.example",
        "rival-gymmecto.localhost",
        "127.0.0.1",
        "[::1]:8000",
        "t_000000000000.mecto.localhost",
    ],
)
@pytest.mark.django_db
def test_an_unknown_host_is_nobodys(host: str) -> None:
    status, body = ask(host)
    assert status == 404 if "_" not in host else status in {400, 404}
    assert "--brand-h" not in body


@pytest.mark.parametrize("host", ["rival gym.mecto.localhost", "rival-gym.mecto.localhost/x", "a@b", ""])
@pytest.mark.django_db
def test_what_is_no_host_is_refused(host: str) -> None:
    assert ask(host)[0] == 400


@pytest.mark.parametrize(
    "header",
    ["HTTP_X_FORWARDED_HOST", "HTTP_X_HOST", "HTTP_X_ORIGINAL_HOST", "HTTP_FORWARDED", "HTTP_X_FORWARDED_SERVER"],
)
def test_a_forged_header_moves_nobody(header: str, hued: BusinessRef, business: BusinessRef) -> None:
    status, body = ask(business.host, **{header: hued.host})
    assert status == 200
    assert f"--brand-h:{HUE}" not in body


def test_a_suspended_business_is_closed(hued: BusinessRef) -> None:
    change(hued, state=Tenant.State.SUSPENDED)
    for path in ("/brand.css", "/api/v1/me/", "/accounts/login/"):
        status, body = ask(hued.host, path)
        assert status == 403
        assert "--brand-h" not in body


@pytest.mark.parametrize("state", [Tenant.State.REQUESTED, Tenant.State.BUILDING, Tenant.State.FAILED])
def test_a_half_made_business_asks_for_patience(state: str, hued: BusinessRef) -> None:
    change(hued, state=state)
    response = Browser().get("/accounts/login/", HTTP_HOST=hued.host)
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0


def test_the_cache_answers_without_a_query(hued: BusinessRef, django_assert_num_queries: Any) -> None:
    assert ask(hued.host)[0] == 200
    with django_assert_num_queries(0):
        assert ask(hued.host)[0] == 200


def test_a_change_is_seen_at_once_where_it_was_announced(hued: BusinessRef) -> None:
    assert ask(hued.host)[0] == 200
    change(hued, state=Tenant.State.SUSPENDED)
    assert ask(hued.host)[0] == 403
