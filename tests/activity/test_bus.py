"""Publishing: the row, the receivers who share its fate, the receivers who hear later."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.activity import bus
from apps.activity.bus import receives
from apps.activity.events import Event
from apps.activity.models import Activity, HandlerRun
from apps.activity.selectors import timeline_of_client
from apps.activity.services import publish
from apps.activity.services.delivery import DELIVER, deliver_activity
from apps.common import due
from tenants.registry.context import enter_business, enter_public
from tenants.registry.models import DueWork
from tenants.registry.tasks import sweep_due_work
from tests.factories import UserFactory

if TYPE_CHECKING:
    from apps.common.business import BusinessRef
    from tests.harness.tasks import RunCommitHooks

CLIENT = "0198b7a0-0000-7000-8000-000000000001"


@dataclass(frozen=True, kw_only=True)
class Happened(Event):
    name = "tests.happened"
    what: str
    count: int = 0


class Refused(Exception):
    """A receiver said no."""


@pytest.fixture(autouse=True)
def own_book(monkeypatch: pytest.MonkeyPatch) -> None:
    """Receivers of one test are unknown to the next."""
    for name in ("_sync", "_later"):
        monkeypatch.setattr(bus, name, defaultdict(list))


def waiting() -> list[str]:
    with enter_public():
        return [row.key for row in DueWork.objects.filter(kind=DELIVER)]


def make_all_due() -> None:
    with enter_public():
        DueWork.objects.update(due_at=timezone.now() - timedelta(seconds=1))


def test_an_activity_says_what_who_and_whose(business: BusinessRef, owner: User) -> None:
    published = publish(Happened(what="lift", count=3), actor=owner, client_ids=[CLIENT])
    activity = Activity.objects.get(pk=published.pk)
    assert (activity.name, activity.version, activity.payload) == ("tests.happened", 1, {"what": "lift", "count": 3})
    assert (activity.actor_id, activity.actor_name) == (owner.pk, owner.full_name)
    assert list(timeline_of_client(CLIENT)) == [activity]
    assert waiting() == []


@pytest.mark.django_db(transaction=True)
def test_publishing_outside_a_transaction_is_an_error(business: BusinessRef) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        publish(Happened(what="lift"), actor=None)
    assert not Activity.objects.exists()


@transaction.atomic
def cause(what: str) -> Activity:
    UserFactory(full_name="the cause")
    return publish(Happened(what=what), actor=None)


@pytest.mark.django_db(transaction=True)
def test_sync_receivers_share_the_fate_of_the_cause(business: BusinessRef) -> None:
    heard = []

    @receives(Happened, sync=True)
    def agree(event: Happened, activity: Activity) -> None:
        heard.append(event.what)
        UserFactory(full_name=event.what)

    @receives(Happened, sync=True)
    def refuse(event: Happened, activity: Activity) -> None:
        if event.what == "too much":
            raise Refused

    @receives(Happened)
    def later(event: Happened, activity: Activity) -> None:
        """Only so that there is something to promise."""

    with pytest.raises(Refused):
        cause("too much")
    assert heard == ["too much"]
    assert (Activity.objects.count(), User.objects.count(), waiting()) == (0, 0, [])

    activity = cause("enough")
    assert [user.full_name for user in User.objects.order_by("full_name")] == ["enough", "the cause"]
    assert waiting() == [str(activity.pk)]


def test_later_receivers_hear_after_the_commit_and_once(
    business: BusinessRef, run_commit_hooks: RunCommitHooks, celery_inline: list[str]
) -> None:
    heard = []

    @receives(Happened)
    def hear(event: Happened, activity: Activity) -> None:
        heard.append((event, activity.pk))

    with run_commit_hooks():
        activity = publish(Happened(what="lift"), actor=None)
        assert heard == []
    assert heard == [(Happened(what="lift"), activity.pk)]
    assert celery_inline == [DELIVER]
    assert waiting() == []
    assert Activity.objects.get().delivered_at is not None

    for _ in range(2):
        deliver_activity(str(activity.pk))
    assert len(heard) == 1
    assert HandlerRun.objects.count() == 1


def test_a_failing_receiver_is_tried_again_and_keeps_nobody_waiting(business: BusinessRef) -> None:
    calls = []

    @receives(Happened)
    def fail_once(event: Happened, activity: Activity) -> None:
        calls.append("failing")
        UserFactory(full_name="half done")
        if calls.count("failing") == 1:
            raise Refused

    @receives(Happened)
    def succeed(event: Happened, activity: Activity) -> None:
        calls.append("succeeding")

    activity = publish(Happened(what="lift"), actor=None)
    deliver_activity(str(activity.pk))
    assert calls == ["failing", "succeeding"]
    assert User.objects.count() == 0, "what the failing one wrote is taken back"
    assert waiting() == [str(activity.pk)]
    assert Activity.objects.get().delivered_at is None

    deliver_activity(str(activity.pk))
    assert calls == ["failing", "succeeding", "failing"]
    assert User.objects.count() == 1
    assert waiting() == []
    assert Activity.objects.get().delivered_at is not None


def test_the_sweeper_finds_what_was_never_sent(
    business: BusinessRef, rival: BusinessRef, celery_inline: list[str]
) -> None:
    heard = []

    @receives(Happened)
    def hear(event: Happened, activity: Activity) -> None:
        heard.append((event.what, activity.actor_name))

    publish(Happened(what="ours"), actor=None)  # its commit hooks never run: the sender died
    with enter_business(rival):
        publish(Happened(what="theirs"), actor=None)
    with enter_public():
        assert sweep_due_work() == 0, "not yet due"
    make_all_due()
    with enter_public():
        assert sweep_due_work() == 2
        assert sweep_due_work() == 0
    assert sorted(heard) == [("ours", ""), ("theirs", "")]
    assert waiting() == []


def test_an_activity_that_is_gone_is_forgotten(business: BusinessRef) -> None:
    due.schedule(kind=DELIVER, key="0198b7a0-0000-7000-8000-000000000002", due_at=timezone.now())
    deliver_activity("0198b7a0-0000-7000-8000-000000000002")
    assert waiting() == []


def test_an_old_payload_with_a_field_that_is_no_more_is_read(business: BusinessRef) -> None:
    assert Happened.from_payload({"what": "lift", "gone": True}) == Happened(what="lift")
