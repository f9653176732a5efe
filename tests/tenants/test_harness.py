"""The harness keeps its promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from celery import current_app, shared_task
from django.core.cache import cache
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from apps.accounts.models import User
from apps.common.business import current_or_none, schema_name
from tenants.registry.context import enter_business
from tenants.registry.models import Tenant
from tests.factories import UserFactory
from tests.harness.routes import Writes
from tests.harness.sharing import Together

if TYPE_CHECKING:
    from apps.common.business import BusinessRef
    from tests.harness.people import ApiFor, Browser, ClientFor
    from tests.harness.tasks import RunCommitHooks


def test_rows_of_one_test_are_gone_in_the_next(business: BusinessRef) -> None:
    assert User.objects.count() == 0
    UserFactory()
    assert User.objects.count() == 1


test_rows_of_one_test_are_gone_in_the_next_again = test_rows_of_one_test_are_gone_in_the_next


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_number", [1, 2])
def test_committed_rows_are_gone_in_the_next_test(round_number: int, business: BusinessRef, rival: BusinessRef) -> None:
    for ref in (business, rival):
        with enter_business(ref):
            assert User.objects.count() == 0
            UserFactory()
    cache.set("seen", round_number)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_number", [1, 2])
def test_a_changed_business_is_put_back(round_number: int, rival: BusinessRef) -> None:
    tenant = Tenant.objects.get(pk=rival.id)
    tenant.suspend("a test")
    tenant.save()


def test_a_person_is_logged_in_at_home(
    business: BusinessRef, owner: User, rival_owner: User, client_for: ClientFor, api_for: ApiFor
) -> None:
    assert client_for(owner).get("/theme/").status_code == 405
    assert client_for(rival_owner).get("/theme/").status_code == 405
    assert current_or_none() is business


def test_public_host_answers(public_client: Browser) -> None:
    assert public_client.get("/theme/").status_code == 405


def test_staff_live_in_the_public_schema(staff: User) -> None:
    assert schema_name() == "public"
    assert User.objects.get() == staff


def test_tasks_run_inline_with_their_business(business: BusinessRef, celery_inline: list[str]) -> None:
    seen: list[BusinessRef | None] = []

    @shared_task(name="tests.note")
    def note() -> None:
        seen.append(current_or_none())

    try:
        note.delay()
    finally:
        current_app.tasks.unregister("tests.note")
    assert seen == [business]
    assert celery_inline == ["tests.note"]


def test_commit_hooks_run_on_request(business: BusinessRef, run_commit_hooks: RunCommitHooks) -> None:
    ran: list[bool] = []
    transaction.on_commit(lambda: ran.append(True))
    assert not ran
    with run_commit_hooks():
        transaction.on_commit(lambda: ran.append(True))
    assert ran == [True]


@pytest.mark.django_db
def test_outside_a_business_its_tables_are_out_of_reach() -> None:
    with pytest.raises(ProgrammingError, match="activity_activity"), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM activity_activity")


def test_browser_tests_share_a_process() -> None:
    scheduling = Together.__new__(Together)
    scopes = [
        scheduling._split_scope(nodeid) for nodeid in ("tests/e2e/a.py::a", "tests/e2e/b.py::b", "tests/api/a.py::a")
    ]
    assert scopes == ["live", "live", "tests/api/a.py::a"]


def test_what_may_have_changed_a_row_is_heard(business: BusinessRef) -> None:
    user = UserFactory()
    for act, is_heard in ((user.refresh_from_db, False), (user.save, True), (UserFactory, True)):
        with connection.execute_wrapper(writes := Writes()):
            act()
        assert writes.heard is is_heard
