"""What is kept of a page counts until somebody writes, by whatever road, and for nobody else."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.cache.backends.redis import RedisCache
from django.db import connection, transaction
from django.middleware.csrf import _does_token_match  # type: ignore[attr-defined] # what the middleware itself asks
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from redis.exceptions import ConnectionError as RedisAway

from apps.accounts.models import User
from apps.clients.models import Client
from apps.common.kept import kept, placeholder
from apps.sessions.models import TrainingSession
from apps.sessions.services.tasks import add_task
from tenants.registry.context import enter_business
from tests.factories import UserFactory
from tests.factories.clients import ClientFactory
from tests.factories.sessions import SessionFactory
from tests.harness.races import at_once
from tests.harness.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import redis

    from apps.common.business import BusinessRef
    from apps.common.kept import Drawn
    from tests.harness.people import Browser, ClientFor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def entered(both_businesses: dict[str, BusinessRef]) -> Iterator[BusinessRef]:
    """A business in which what is written stands."""
    with enter_business(both_businesses["demo-gym"]) as ref:
        yield ref
    connection.close()


@pytest.fixture
def owner(entered: BusinessRef, client_for: ClientFor) -> Browser:
    user = UserFactory(role="owner")
    SessionFactory(trainer=user, clients=[ClientFactory(trainer=user)])
    return client_for(user)


class Count:
    """Draws how often it was asked to."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> Drawn:
        self.times += 1
        return {"it": str(self.times)}, 60


def draw(count: Count, *parts: object) -> str:
    pieces = kept("test", parts, count)
    assert pieces is not None
    return pieces["it"]


def queries_of(browser: Browser, path: str = "/") -> tuple[int, str]:
    with CaptureQueriesContext(connection) as queries:
        answer = browser.get(path)
    assert answer.status_code == 200
    return len(queries), answer.content.decode()


def test_a_page_seen_again_is_the_same_for_less(owner: Browser) -> None:
    first, page = queries_of(owner)
    again, same = queries_of(owner)
    assert again < first - 4
    token = re.compile(r"\b\w{64}\b")
    assert token.sub("", same) == token.sub("", page)


def test_a_new_client_is_counted_at_once(owner: Browser) -> None:
    _count, before = queries_of(owner)
    ClientFactory(first_name="Nova")
    _count, after = queries_of(owner)
    assert "of 1" in before
    assert "of 2" in after


def test_forms_in_what_is_kept_carry_the_own_token(owner: Browser) -> None:
    add_task(by=User.objects.get(), text="Call the gym")
    for _time in range(2):
        _count, page = queries_of(owner)
        assert "Call the gym" in page
        assert placeholder() not in page
        tokens = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page))
        secret = owner.cookies["csrftoken"].value
        assert len(tokens) == 1
        assert _does_token_match(tokens.pop(), secret)


def _insert() -> None:
    ClientFactory()


def _update() -> None:
    Client.objects.update(goal="Marathon")


def _delete() -> None:
    TrainingSession.objects.all().delete()


def _many() -> None:
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE clients_client SET goal = %s", [("One",), ("Two",)])


def _nested() -> None:
    with connection.cursor() as cursor:
        cursor.execute("WITH named AS (UPDATE clients_client SET goal = 'x' RETURNING id) SELECT count(*) FROM named")


def _after_a_savepoint_taken_back() -> None:
    with transaction.atomic():
        with transaction.atomic():
            Client.objects.update(goal="Never")
            transaction.set_rollback(True)
        Client.objects.update(goal="Marathon")


@pytest.mark.parametrize("write", [_insert, _update, _delete, _many, _nested, _after_a_savepoint_taken_back])
def test_every_kind_of_write_ends_it(owner: Browser, write: Callable[[], None]) -> None:
    count = Count()
    assert [draw(count), draw(count)] == ["1", "1"]
    write()
    assert [draw(count), draw(count)] == ["2", "2"]


def test_a_write_of_another_process_ends_it(owner: Browser, entered: BusinessRef) -> None:
    count = Count()
    draw(count)

    def write() -> None:
        with enter_business(entered):
            ClientFactory()
        connection.close()

    at_once(write)
    assert draw(count) == "2"


def test_what_only_reads_ends_nothing(owner: Browser) -> None:
    count = Count()
    draw(count)
    with transaction.atomic():
        list(Client.objects.select_for_update())
    with connection.cursor() as cursor:
        cursor.execute("WITH found AS (SELECT id FROM clients_client) SELECT count(*) FROM found")
    assert draw(count) == "1"


def test_what_was_rolled_back_ends_nothing_and_leaves_nothing(owner: Browser) -> None:
    count = Count()
    draw(count)
    with transaction.atomic():
        ClientFactory()
        assert draw(count) == "2", "the own transaction sees what others do not"
        assert draw(count) == "3", "and what it saw is not kept"
        transaction.set_rollback(True)
    assert draw(count) == "1"


def test_what_was_drawn_before_a_write_is_not_kept_as_if_after_it(owner: Browser, entered: BusinessRef) -> None:
    count = Count()

    def write() -> None:
        with enter_business(entered):
            ClientFactory()
        connection.close()

    def slow() -> Drawn:
        drawn = count()
        at_once(write)
        return drawn

    kept("test", (), slow)
    assert draw(count) == "2"


def test_others_get_their_own(owner: Browser, both_businesses: dict[str, BusinessRef]) -> None:
    count = Count()
    assert [draw(count, "me"), draw(count, "you"), draw(count, "me")] == ["1", "2", "1"]
    with enter_business(both_businesses["rival-gym"]):
        assert draw(count, "me") == "3"
        ClientFactory()
        assert draw(count, "me") == "4"
    assert draw(count, "me") == "1", "a write in one business ends nothing in another"


def test_a_business_written_in_on_the_way_is_marked_too(
    owner: Browser, entered: BusinessRef, both_businesses: dict[str, BusinessRef]
) -> None:
    """The transaction ends in another business than it wrote in."""
    count = Count()
    draw(count)
    with enter_business(both_businesses["rival-gym"]), transaction.atomic(), enter_business(entered):
        ClientFactory()
    assert draw(count) == "2"


def test_a_mark_that_redis_lost_is_not_taken_for_the_one_before(owner: Browser, redis_client: redis.Redis) -> None:
    count = Count()
    redis_client.flushdb()
    draw(count)
    redis_client.delete(*redis_client.keys("*kept:mark*"))
    assert draw(count) == "2"


def test_without_redis_everything_is_drawn(owner: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    count = Count()
    draw(count)

    def away(*_args: object, **_options: object) -> None:
        raise RedisAway

    for name in ("get_many", "set"):
        monkeypatch.setattr(RedisCache, name, away)
    ClientFactory()
    assert [draw(count), draw(count)] == ["2", "3"]


def test_nothing_is_kept_of_a_business_that_begins(
    entered: BusinessRef, client_for: ClientFor, redis_client: redis.Redis
) -> None:
    browser = client_for(UserFactory(role="owner"))
    assert "Add your first client" in queries_of(browser)[1]
    assert not redis_client.keys("*kept:today*")


def test_the_list_of_clients_seen_again_is_the_same_for_less_until_somebody_is_renamed(owner: Browser) -> None:
    first, page = queries_of(owner, "/clients/")
    again, same = queries_of(owner, "/clients/")
    assert again < first - 1
    assert re.sub(r"\b\w{64}\b", "", same) == re.sub(r"\b\w{64}\b", "", page)
    Client.objects.update(first_name="Xenia")
    assert "Xenia" in queries_of(owner, "/clients/")[1]


def test_a_session_is_to_be_finished_as_soon_as_it_is_over(owner: Browser) -> None:
    now = timezone.now()
    TrainingSession.objects.update(starts_at=now - timedelta(minutes=59), ends_at=now + timedelta(seconds=2))
    assert "To finish" not in queries_of(owner)[1]
    until(lambda: timezone.now() > now + timedelta(seconds=2.1), "the session to be over")
    assert "To finish" in queries_of(owner)[1]


def test_what_somebody_typed_is_not_kept(owner: Browser, redis_client: redis.Redis) -> None:
    queries_of(owner, "/clients/?search=x")
    assert not redis_client.keys("*kept:clients*")


def test_a_list_is_kept_no_longer_than_until_the_next_session_begins(owner: Browser, redis_client: redis.Redis) -> None:
    for ahead, least, most in ((timedelta(minutes=3), 170, 180), (timedelta(hours=3), 590, 600)):
        Client.objects.update(next_session_at=timezone.now() + ahead)
        redis_client.flushdb()
        queries_of(owner, "/clients/")
        (key,) = redis_client.keys("*kept:clients*")
        assert least <= redis_client.ttl(key) <= most


def test_counts_are_kept_and_counted_anew(owner: Browser) -> None:
    first, page = queries_of(owner, "/clients/counts/")
    again, same = queries_of(owner, "/clients/counts/")
    assert again < first
    assert same == page
    ClientFactory()
    assert "2 active" in queries_of(owner, "/clients/counts/")[1]
    assert "1 active" in page
