"""Tags and custom fields in the rows of the client list, once a business wants them there."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from apps.clients.services import update_client
from apps.clients.services.custom.fields import add_field, change_field
from apps.clients.services.views import choose_layout
from tests.factories.clients import ClientFactory

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.clients.models import Client
    from tests.harness.counting import AssertQueries
    from tests.harness.people import ClientFor

LIST = "/clients/"


@pytest.fixture
def anna(owner: User) -> Client:
    anna = ClientFactory(first_name="Anna", phone="+447400122601")
    return update_client(client_id=anna.pk, by=owner, tags=["Zumba", "Knee", "Online", "<b>Early</b>"])


def test_tags_stand_in_the_rows_once_they_are_wanted(
    owner: User, front_desk: User, anna: Client, client_for: ClientFor
) -> None:
    browser = client_for(owner)
    assert "Knee" not in browser.get(LIST).text
    assert client_for(front_desk).post("/clients/tags/listing/", {"on_list": "yes"}).status_code == 403
    assert browser.post("/clients/tags/listing/", {"on_list": "yes"}).status_code == 302
    page = browser.get(LIST).text
    rows = page[page.index("<tbody>") :]
    assert rows.index("&lt;b&gt;Early&lt;/b&gt;") < rows.index("Knee") < rows.index("+2")
    assert ("Online" in rows, "Zumba" in rows) == (False, False)
    choose_layout(by=owner, layout="cards")
    assert "Knee" in browser.get(LIST).text
    browser.post("/clients/tags/listing/", {"on_list": "no"})
    assert "Knee" not in browser.get(LIST).text


def test_two_fields_at_most_and_only_of_whoever_may_know_them(
    owner: User, front_desk: User, anna: Client, client_for: ClientFor
) -> None:
    secret = add_field(by=owner, name="Pills", kind="text", audience="coaches", on_list=True)
    size = add_field(by=owner, name="Size", kind="choice", choices=["Small", "Large"], on_list=True)
    visit = add_field(by=owner, name="Visit", kind="date", on_list=True)
    add_field(by=owner, name="Locker", kind="text")
    update_client(client_id=anna.pk, by=owner, custom={secret.key: "none", size.key: "Large", visit.key: "2026-01-31"})
    page = client_for(owner).get(LIST).text
    shown = [word in page for word in ("Pills", "none</span>", "Size", "Large", "Visit", "Locker", "07400 122601")]
    assert shown == [True, True, True, True, False, False, False]
    page = client_for(front_desk).get(LIST).text
    assert ["Pills" in page, "Size" in page, "31 January 2026" in page] == [False, True, True]
    change_field(field_id=size.pk, by=owner, on_list=False)
    assert "31 January 2026" in client_for(owner).get(LIST).text


def test_query_budget(owner: User, anna: Client, client_for: ClientFor, assert_queries: AssertQueries) -> None:
    size = add_field(by=owner, name="Size", kind="text", on_list=True)
    browser = client_for(owner)
    browser.post("/clients/tags/listing/", {"on_list": "yes"})
    for number in range(8):
        client = ClientFactory()
        update_client(client_id=client.pk, by=owner, tags=["Knee", f"T{number}"], custom={size.key: "M"})
    with assert_queries("GET /clients/, with tags and fields"):
        assert browser.get(LIST).status_code == 200


def test_new_clients_of_some_days(owner: User, client_for: ClientFor) -> None:
    today = timezone.localdate()
    ClientFactory(first_name="Newcomer", member_since=today - dt.timedelta(days=29))
    ClientFactory(first_name="Regular", member_since=today - dt.timedelta(days=30))
    page = client_for(owner).get(LIST, {"added_within": "30"}).text
    assert ("Newcomer" in page, "Regular" in page) == (True, False)
