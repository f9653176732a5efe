"""Views that people keep: their own, shared ones, and the one the list opens with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from apps.clients.models import ClientSettings, SavedView
from apps.clients.selectors.setup import count_views, setup_for
from apps.clients.services.views import (
    change_view,
    choose_default,
    delete_view,
    move_view,
    save_view,
    set_risk_days,
)
from apps.common.errors import InvalidInput, NotAllowed, NotFound
from tests.factories.clients import ClientFactory

if TYPE_CHECKING:
    from apps.accounts.models import User
    from tests.harness.people import ApiFor, ClientFor

QUERY = {"view": "active", "goal": "pull"}


def names(user: User) -> list[str]:
    return [view.name for view in setup_for(user, timezone.now()).views]


def test_kept_changed_put_in_order_and_deleted(owner: User) -> None:
    one, two, three = (save_view(by=owner, name=name, query=QUERY) for name in ("One", "Two", "Three"))
    assert names(owner) == ["One", "Two", "Three"]
    move_view(view_id=three.pk, by=owner, to=0)
    assert names(owner) == ["Three", "One", "Two"]
    change_view(view_id=two.pk, by=owner, name="  Zwei ", query={"view": "archived", "nonsense": "x"})
    two.refresh_from_db()
    assert (two.name, two.query) == ("Zwei", {"view": "archived"})
    delete_view(view_id=one.pk, by=owner)
    assert names(owner) == ["Three", "Zwei"]


def test_a_name_is_there_once_a_person(owner: User, manager: User) -> None:
    save_view(by=owner, name="Call", query=QUERY)
    save_view(by=manager, name="Call", query=QUERY)
    for wrong in ("Call", "", "x" * 61):
        with pytest.raises(InvalidInput):
            save_view(by=owner, name=wrong, query=QUERY)
    assert SavedView.objects.count() == 2


def test_shared_ones_are_everybodys_to_see_and_ones_own_to_change(owner: User, trainer: User) -> None:
    view = save_view(by=owner, name="For all", query=QUERY, is_shared=True)
    save_view(by=owner, name="Mine", query=QUERY)
    save_view(by=trainer, name="Also mine", query=QUERY)
    assert names(trainer) == ["Also mine", "For all"]
    for act in (
        lambda: change_view(view_id=view.pk, by=trainer, name="x"),
        lambda: delete_view(view_id=view.pk, by=trainer),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(NotAllowed):
        save_view(by=trainer, name="Shared", query=QUERY, is_shared=True)
    assert names(trainer) == ["Also mine", "For all"]


def test_the_list_opens_with_the_default(owner: User, client_for: ClientFor) -> None:
    ClientFactory(first_name="Pullup", goal="First pull-up")
    ClientFactory(first_name="Other")
    browser = client_for(owner)
    browser.post("/clients/views/", {"name": "Pullers", "query": "view=active&goal=pull"})
    view = SavedView.objects.get()
    browser.post(f"/clients/views/{view.pk}/default/")
    answer = browser.get("/clients/")
    assert answer["Location"] == f"/clients/?goal=pull&view=active&saved={view.pk}"
    page = browser.get(answer["Location"]).text
    assert "Pullup" in page
    assert "Other" not in page
    assert "Other" in browser.get("/clients/?view=all").text
    delete_view(view_id=view.pk, by=owner)
    assert browser.get("/clients/").status_code == 200


def test_tabs_and_their_counts(owner: User, client_for: ClientFor) -> None:
    ClientFactory(goal="First pull-up")
    ClientFactory()
    for number in range(5):
        save_view(by=owner, name=f"View {number}", query=QUERY)
    page = client_for(owner).get("/clients/counts/").text
    assert page.count('<span class="count">1</span>') >= 5
    setup = setup_for(owner, timezone.now())
    assert set(count_views(setup.views, owner, setup.look).values()) == {1}


def test_a_changed_view_can_be_saved(owner: User, client_for: ClientFor) -> None:
    ClientFactory()
    view = save_view(by=owner, name="Call", query=QUERY)
    browser = client_for(owner)
    assert "Save changes to" not in browser.get(f"/clients/?view=active&goal=pull&saved={view.pk}").text
    assert "Save changes to “Call”" in browser.get(f"/clients/?view=active&goal=squat&saved={view.pk}").text
    browser.post(f"/clients/views/{view.pk}/", {"query": "view=active&goal=squat"})
    view.refresh_from_db()
    assert view.query == {"view": "active", "goal": "squat"}


def test_a_refused_name_keeps_what_was_typed(owner: User, client_for: ClientFor) -> None:
    save_view(by=owner, name="Call", query=QUERY)
    answer = client_for(owner).post("/clients/views/", {"name": "Call", "query": "goal=x"})
    assert answer.status_code == 422
    assert "You have a view of this name." in answer.text
    assert 'value="goal=x"' in answer.text


def test_cards_stay_chosen(owner: User, client_for: ClientFor) -> None:
    ClientFactory(first_name="Anna")
    browser = client_for(owner)
    assert (
        browser.post("/clients/layout/", {"layout": "cards", "query": "view=active"})["Location"]
        == "/clients/?view=active"
    )
    page = browser.get("/clients/").text
    assert '<ul class="cards' in page
    assert "<table" not in page
    browser.post("/clients/layout/", {"layout": "nonsense"})
    assert '<ul class="cards' in browser.get("/clients/").text


def test_the_days_of_risk(owner: User, trainer: User, client_for: ClientFor) -> None:
    browser = client_for(owner)
    assert browser.post("/clients/at-risk/", {"days": "0"}).status_code == 422
    assert browser.post("/clients/at-risk/", {"days": "21"}).status_code == 302
    assert ClientSettings.objects.get().risk_after_days == 21
    with pytest.raises(NotAllowed):
        set_risk_days(by=trainer, days=3)


def test_somebody_elses_view_is_no_default(owner: User, trainer: User) -> None:
    view = save_view(by=owner, name="Mine", query=QUERY)
    with pytest.raises(NotFound):
        choose_default(by=trainer, view_id=view.pk)


def test_the_api(owner: User, api_for: ApiFor) -> None:
    machine = api_for(owner)
    body = {"name": "Call", "query": {"view": "active", "unseen_for": "30"}}
    made = machine.post("/api/v1/clients/views/", body, format="json")
    assert made.status_code == 201
    url = f"/api/v1/clients/views/{made.json()['id']}/"
    assert machine.patch(url, {"name": "Ring"}, format="json").json()["name"] == "Ring"
    assert [view["name"] for view in machine.get("/api/v1/clients/views/").json()["results"]] == ["Ring"]
    assert machine.delete(url).status_code == 204
    assert machine.get(url).status_code == 404
