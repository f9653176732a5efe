"""Roles and access: a business keeps an owner, a manager cannot touch one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.accounts.services.members import change_role, deactivate_member, reactivate_member
from apps.activity.models import Activity
from apps.common.errors import Conflict, InvalidInput, NotAllowed
from tenants.registry.context import enter_business
from tests.factories.people import UserFactory
from tests.harness.races import at_once

if TYPE_CHECKING:
    from apps.common.business import BusinessRef
    from tests.harness.people import ApiFor, Browser, ClientFor


def test_an_owner_promotes_a_trainer(owner: User, trainer: User) -> None:
    assert change_role(member=trainer, role=Role.OWNER, by=owner).role == Role.OWNER
    activity = Activity.objects.get()
    assert activity.payload == {"user_id": str(trainer.pk), "before": "trainer", "after": "owner"}
    assert activity.actor_id == owner.pk


def test_a_manager_makes_no_owner(manager: User, trainer: User) -> None:
    with pytest.raises(InvalidInput):
        change_role(member=trainer, role=Role.OWNER, by=manager)


@pytest.mark.parametrize("act", [deactivate_member, reactivate_member])
def test_a_manager_touches_no_owner(owner: User, manager: User, act: object) -> None:
    with pytest.raises(NotAllowed):
        act(member=owner, by=manager)  # type: ignore[operator] # one of the two services
    with pytest.raises(NotAllowed):
        change_role(member=owner, role=Role.TRAINER, by=manager)
    owner.refresh_from_db()
    assert (owner.role, owner.is_active) == (Role.OWNER, True)


def test_the_last_owner_stays(owner: User) -> None:
    with pytest.raises(Conflict) as caught:
        change_role(member=owner, role=Role.TRAINER, by=owner)
    assert caught.value.code == "last_owner"


def test_an_owner_who_is_switched_off_does_not_count(owner: User) -> None:
    UserFactory(role=Role.OWNER, is_active=False)
    with pytest.raises(Conflict):
        change_role(member=owner, role=Role.TRAINER, by=owner)


def test_nobody_switches_themselves_off(owner: User) -> None:
    UserFactory(role=Role.OWNER)
    with pytest.raises(Conflict):
        deactivate_member(member=owner, by=owner)


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_demote_each_other_leave_one(both_businesses: dict[str, BusinessRef]) -> None:
    business = both_businesses["demo-gym"]
    with enter_business(business):
        first, second = UserFactory(role=Role.OWNER), UserFactory(role=Role.OWNER)

    def demote(member: User, by: User) -> str:
        with enter_business(business):
            try:
                change_role(member=member, role=Role.TRAINER, by=by)
            except (Conflict, NotAllowed):
                return "refused"
            finally:
                connection.close()
        return "done"

    assert sorted(at_once(lambda: demote(first, second), lambda: demote(second, first))) == ["done", "refused"]
    with enter_business(business):
        assert User.objects.filter(role=Role.OWNER).count() == 1


def test_switching_off_ends_sessions_and_tokens_at_once(
    client_for: ClientFor, api_for: ApiFor, owner: User, trainer: User
) -> None:
    browser, api = client_for(trainer), api_for(trainer)
    assert browser.get(reverse("team")).status_code == 200
    deactivate_member(member=trainer, by=owner)
    assert browser.get(reverse("team")).status_code == 302
    assert api.get("/api/v1/me/").status_code == 401


def test_the_page_lists_members_and_invitations(client_for: ClientFor, owner: User, trainer: User) -> None:
    browser = client_for(owner)
    browser.post(reverse("team_invite"), {"email": "kai@gym.example", "role": "trainer"})
    page = browser.get(reverse("team")).content.decode()
    assert trainer.full_name.replace("'", "&#x27;") in page
    assert "kai@gym.example" in page


def test_a_trainer_sees_the_team_without_controls(client_for: ClientFor, owner: User, trainer: User) -> None:
    page = client_for(trainer).get(reverse("team_member", args=[owner.pk])).content.decode()
    assert "Save the role" not in page


def test_the_form_says_what_the_service_refuses(client_for: ClientFor, owner: User) -> None:
    response = client_for(owner).post(reverse("team_member", args=[owner.pk]), {"role": "trainer"})
    assert response.status_code == 422
    assert "A business needs an owner" in response.content.decode()


def test_switching_off_asks_first(client_for: ClientFor, owner: User, trainer: User) -> None:
    browser, url = client_for(owner), reverse("team_member_deactivate", args=[trainer.pk])
    assert "Switch off the account of" in browser.post(url).content.decode()
    trainer.refresh_from_db()
    assert trainer.is_active
    assert browser.post(url, {"confirmed": "yes"}).status_code == 302
    trainer.refresh_from_db()
    assert not trainer.is_active


def test_clients_are_not_members(client_for: ClientFor, owner: User, client_user: User) -> None:
    assert client_for(owner).get(reverse("team_member", args=[client_user.pk])).status_code == 404
    assert client_for(client_user).get(reverse("team")).status_code == 403


def test_over_the_api(api_for: ApiFor, owner: User, trainer: User) -> None:
    api = api_for(owner)
    listed = {row["id"] for row in api.get("/api/v1/team/").json()["results"]}
    assert listed == {str(owner.pk), str(trainer.pk)}
    url = f"/api/v1/team/{trainer.pk}/"
    assert api.patch(url, {"role": "manager"}, format="json").json()["role"] == "manager"
    assert api.post(f"{url}deactivate/").json()["is_active"] is False
    assert api.post(f"{url}reactivate/").json()["is_active"] is True
    refused = api.patch(f"/api/v1/team/{owner.pk}/", {"role": "trainer"}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (409, "last_owner")


def test_strangers_are_sent_to_log_in(anonymous: Browser) -> None:
    assert anonymous.get(reverse("team"))["Location"] == f"{reverse('account_login')}?next=/team/"
