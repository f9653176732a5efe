"""The sweeper of due work."""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from celery import current_app, shared_task
from django.db import connection, transaction
from django.utils import timezone

from apps.common import due
from tenants.registry.context import enter_business, enter_public
from tenants.registry.models import DueWork, Tenant
from tenants.registry.services.due_work import BATCH, PARKED, TRY_AGAIN_AFTER, claim_due_work
from tenants.registry.services.lifecycle import resume_business, suspend_business
from tenants.registry.tasks import sweep_due_work
from tests.harness.races import give_up_waiting_after

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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


def test_work_of_a_suspended_business_is_parked_until_it_is_resumed(business: BusinessRef, sent: list[Any]) -> None:
    ask("ours")
    ask("later", seconds=3600)
    with enter_public():
        suspend_business(tenant_id=UUID(business.id), by=None, reason="a test")
    assert (sweep(), sweep()) == (0, 0)
    with enter_public():
        assert set(DueWork.objects.filter(due_at=PARKED).values_list("key", flat=True)) == {"ours"}
        resume_business(tenant_id=UUID(business.id), by=None, reason="a test")
    assert sweep() == 1
    assert sent == [("ours", business.id)]


def test_parked_work_of_others_stays_parked(business: BusinessRef, rival: BusinessRef, sent: list[Any]) -> None:
    with enter_business(rival):
        due.schedule(kind=KIND, key="theirs", due_at=PARKED)
    with enter_public():
        suspend_business(tenant_id=UUID(business.id), by=None, reason="a test")
        resume_business(tenant_id=UUID(business.id), by=None, reason="a test")
    assert (sweep(), sent) == (0, [])


def test_work_of_a_business_that_is_gone_is_removed(business: BusinessRef, sent: list[Any]) -> None:
    ask("ours")
    with enter_public():
        DueWork.objects.create(schema_name="t_0123456789ab", kind=KIND, key="theirs", due_at=timezone.now())
    assert sweep() == 1
    with enter_public():
        assert [row.key for row in DueWork.objects.all()] == ["ours"]


def test_work_of_a_business_in_any_other_state_is_kept(business: BusinessRef, sent: list[Any]) -> None:
    ask("ours")
    with enter_public():
        Tenant.objects.filter(pk=business.id).update(state=Tenant.State.BUILDING)
    assert (sweep(), sent) == (0, [])
    with enter_public():
        assert timedelta(seconds=50) < DueWork.objects.get().due_at - timezone.now() <= TRY_AGAIN_AFTER


def test_a_cause_that_is_undone_takes_its_work_along(business: BusinessRef, sent: list[Any]) -> None:
    ask("moved", seconds=60)
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        ask("ours")
        ask("moved")
        due.cancel(kind=KIND, keys=["moved"])
        raise ZeroDivisionError
    assert sweep() == 0
    with enter_public():
        assert DueWork.objects.get().key == "moved"


@pytest.mark.django_db(transaction=True)
def test_two_sweepers_at_once_send_each_row_once(business: BusinessRef, sent: list[Any]) -> None:
    """The second does not wait for the first either: its transaction stands open while the second sweeps."""
    for number in range(BATCH + 5):
        ask(str(number))
    with enter_public(), transaction.atomic():
        first = claim_due_work()
        with ThreadPoolExecutor(1) as threads:
            second = threads.submit(in_own_connection, claim_due_work).result()
    assert (len(first), len(second)) == (BATCH, 5)
    assert len({errand.key for errand in [*first, *second]}) == BATCH + 5


@pytest.mark.django_db(transaction=True)
def test_nothing_is_parked_behind_a_resumption(business: BusinessRef, sent: list[Any]) -> None:
    """A sweep that found the business suspended holds it: the resumption waits, then brings the work back."""
    ask("ours")
    resume = partial(resume_business, tenant_id=UUID(business.id), by=None, reason="a test")
    with enter_public():
        suspend_business(tenant_id=UUID(business.id), by=None, reason="a test")
        with ThreadPoolExecutor(1) as threads:
            with transaction.atomic():
                assert claim_due_work() == []
                resuming = threads.submit(in_own_connection, resume)
                with contextlib.suppress(TimeoutError):
                    resuming.result(timeout=0.3)
            resuming.result()
    assert sweep() == 1


def in_own_connection(work: Callable[[], Any]) -> Any:
    try:
        give_up_waiting_after(5)
        return work()
    finally:
        connection.close()


def test_work_of_a_kind_that_nobody_knows_holds_up_nobody(business: BusinessRef, sent: list[Any]) -> None:
    """It may come from a newer release that was rolled back."""
    ask("strange", kind="tests.from-tomorrow", seconds=-5)
    ask("ours")
    sweep()
    assert ("ours", business.id) in sent
