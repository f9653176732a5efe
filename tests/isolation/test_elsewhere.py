"""What carries the business outside Postgres: tokens, cache, files, tasks, events."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import jwt
import pytest
from celery import current_app, shared_task
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from apps.accounts.api.authentication import token_for
from apps.activity.models import Activity
from apps.common.business import current_or_none
from apps.common.errors import NoBusiness
from tenants.registry.context import enter_business, enter_public
from tenants.registry.models import Tenant
from tests.harness.people import Machine, host_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apps.accounts.models import User
    from apps.common.business import BusinessRef


@pytest.mark.parametrize("key", ["the right one's", "the secret key", "", "none at all"])
def test_a_forged_token_is_refused(key: str, business: BusinessRef, rival: BusinessRef, owner: User) -> None:
    """Somebody at home in one business writes another's name into the token."""
    claims = jwt.decode(str(token_for(owner).access_token), options={"verify_signature": False})
    claims["biz"] = rival.schema_name
    signing = {
        "the right one's": business.schema_name * 3,
        "the secret key": settings.SECRET_KEY,
        "": "x" * 64,
        "none at all": "",
    }
    forged = jwt.encode(claims, signing[key], algorithm="HS256" if signing[key] else "none")
    for host in (host_of(rival), host_of(business)):
        response = Machine(SERVER_NAME=host, HTTP_AUTHORIZATION=f"Bearer {forged}").get("/api/v1/me/")
        assert response.status_code == 401
        assert response["Content-Type"] == "application/problem+json"


def test_a_refresh_token_of_another_business_buys_nothing(
    business: BusinessRef, rival: BusinessRef, owner: User, rival_owner: User
) -> None:
    token = str(token_for(owner))
    response = Machine(SERVER_NAME=host_of(rival)).post("/api/v1/token/refresh/", {"refresh": token}, format="json")
    assert response.status_code == 401
    assert "access" not in response.json()


def test_cache_keys_are_of_one_business(business: BusinessRef, rival: BusinessRef) -> None:
    cache.set("seats", 12)
    with enter_business(rival):
        assert cache.get("seats") is None
        cache.set("seats", 7)
    with enter_public():
        assert cache.get("seats") is None
    assert cache.get("seats") == 12


def test_files_are_of_one_business(business: BusinessRef, rival: BusinessRef) -> None:
    name = default_storage.save("notes/plan.txt", ContentFile(b"ours"))
    with enter_business(rival):
        assert not default_storage.exists(name)
        assert default_storage.save("notes/plan.txt", ContentFile(b"theirs")) == "notes/plan.txt"
    with default_storage.open(name) as file:
        assert file.read() == b"ours"


@pytest.mark.parametrize("place", ["../{other}/plan.txt", "/{other}/plan.txt", "a/../../{other}/plan.txt"])
def test_no_path_leads_into_another_business(place: str, business: BusinessRef, rival: BusinessRef) -> None:
    with enter_business(rival):
        default_storage.save("plan.txt", ContentFile(b"theirs"))
    with pytest.raises(SuspiciousFileOperation):
        default_storage.open(place.format(other=rival.schema_name))


def test_files_have_no_address_and_no_place_outside_a_business(db: None) -> None:
    with pytest.raises(NoBusiness):
        default_storage.save("plan.txt", ContentFile(b"whose?"))
    with pytest.raises(SuspiciousFileOperation):
        default_storage.url("plan.txt")


@pytest.fixture
def noted() -> Iterator[list[BusinessRef | None]]:
    """A task that notes in which business it ran."""
    seen: list[BusinessRef | None] = []

    @shared_task(name="tests.note")
    def note() -> None:
        seen.append(current_or_none())

    yield seen
    current_app.tasks.unregister("tests.note")


def test_tasks_run_where_they_were_sent(
    business: BusinessRef, rival: BusinessRef, noted: list[BusinessRef | None], celery_inline: list[str]
) -> None:
    task = current_app.tasks["tests.note"]
    task.delay()
    with enter_business(rival):
        task.delay()
        task.apply_async(headers={"business": business.id})
    with enter_public():
        task.delay()
    assert noted == [business, rival, business, None]
    assert current_or_none() is business


@pytest.mark.parametrize("state", ["suspended", "building", "failed"])
def test_tasks_of_a_business_that_does_not_run_are_dropped(
    state: str,
    business: BusinessRef,
    noted: list[BusinessRef | None],
    celery_inline: list[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    with enter_public():
        Tenant.objects.filter(pk=business.id).update(state=state)
    current_app.tasks["tests.note"].delay()
    assert (noted, celery_inline) == ([], ["tests.note"])
    assert [vars(line)["outcome"] for line in caplog.records if line.name == "tasks"] == ["ignored"]


def test_activity_is_of_one_business(business: BusinessRef, rival: BusinessRef) -> None:
    Activity.objects.create(name="tests.happened", version=1, payload={}, at=timezone.now() - timedelta(days=1))
    with enter_business(rival):
        assert not Activity.objects.exists()
