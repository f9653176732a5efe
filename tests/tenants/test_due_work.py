"""The sweeper of due work."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from celery import current_app, shared_task
from django.utils import timezone

from apps.common import due
from tenants.registry.context import enter_business, enter_public
from tenants.registry.models import DueWork, Tenant
from tenants.registry.tasks import TRY_AGAIN_AFTER, sweep_due_work

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apps.common.business import BusinessRef

KIND = "tests.remind"


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, str]]]:
    """Note the key and the business of each task that is sent, and run none."""
    seen: list[tuple[str, str]] = []

    @shared_task(name=KIND)
    def remind(key: str) -> None: ...

    def note(_name: str, args: Any = None, _kwargs: Any = None, *, headers: Any = None, **_options: Any) -> None:
        seen.append((args[0], headers["business"]))

    monkeypatch.setattr(current_app._get_current_object(), "send_task", note)  # type: ignore[attr-defined] # a proxy
    yield seen
    current_app.tasks.unregister(KIND)


def ask(key: str, *, kind: str = KIND, seconds: int = -1) -> None:
    due.schedule(kind=kind, key=key, due_at=timezone.now() + timedelta(seconds=seconds))


def sweep() -> int:
    with enter_public():
        return int(sweep_due_work())


def test_what_is_due_is_sent_into_its_business(business: BusinessRef, rival: BusinessRef, sent: list[Any]) -> None:
    ask("ours")
    ask("later", seconds=60)
    with enter_business(rival):
        ask("theirs", seconds=-2)
    assert sweep() == 2
    assert sent == [("theirs", rival.id), ("ours", business.id)]


def test_what_is_sent_is_sent_again_only_after_a_minute(business: BusinessRef, sent: list[Any]) -> None:
    ask("ours")
    assert (sweep(), sweep()) == (1, 0)
    with enter_public():
        row = DueWork.objects.get()
        assert timedelta(seconds=50) < row.due_at - timezone.now() <= TRY_AGAIN_AFTER
        DueWork.objects.update(due_at=timezone.now())
    assert sweep() == 1
    assert sent == [("ours", business.id)] * 2


def test_asking_again_moves_and_taking_back_removes(business: BusinessRef, sent: list[Any]) -> None:
    ask("ours")
    ask("ours", seconds=60)
    ask("other")
    due.cancel(kind=KIND, keys=["other", "unknown"])
    assert sweep() == 0
    with enter_public():
        assert DueWork.objects.get().key == "ours"


def test_a_suspended_business_waits(business: BusinessRef, sent: list[Any]) -> None:
    ask("ours")
    with enter_public():
        Tenant.objects.filter(pk=business.id).update(state=Tenant.State.SUSPENDED)
    sweep()
    assert sent == []
    with enter_public():
        assert DueWork.objects.count() == 1


def test_work_of_a_kind_that_nobody_knows_holds_up_nobody(business: BusinessRef, sent: list[Any]) -> None:
    """It may come from a newer release that was rolled back."""
    ask("strange", kind="tests.from-tomorrow", seconds=-5)
    ask("ours")
    sweep()
    assert ("ours", business.id) in sent
