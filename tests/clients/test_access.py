"""Clients in the app: invited, linked, out again; and never in somebody else's record."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from django.core import mail

from apps.accounts.devices import Device
from apps.accounts.models import Invitation, User
from apps.accounts.roles import Role
from apps.accounts.services.invitations import accept_invitation, invitation_link, invite_member
from apps.accounts.services.tokens import log_in, renew
from apps.activity.models import Activity
from apps.activity.selectors import timeline_of_client
from apps.clients.models import Client
from apps.clients.selectors import clients_visible_to
from apps.clients.services import archive_client, end_access, invite_client, restore_client, update_client
from apps.common.errors import DomainError, IllegalTransition, InvalidInput, NotFound
from apps.sessions.selectors import sessions_visible_to
from tests.factories import UserFactory
from tests.factories.clients import ClientFactory
from tests.factories.sessions import SessionFactory

if TYPE_CHECKING:
    from tests.harness.counting import AssertQueries
    from tests.harness.people import ApiFor, Browser, ClientFor
    from tests.harness.tasks import RunCommitHooks

STRONG = "a sentence works well"


@pytest.fixture
def anna(trainer: User) -> Client:
    return ClientFactory(first_name="Anna", last_name="Berg", email="anna@mail.example", trainer=trainer)


def names_on(client: Client) -> list[str]:
    return list(timeline_of_client(client.pk).values_list("name", flat=True))


def token_of(client: Client) -> str:
    """Return the secret of the client's newest link."""
    nonce = (
        Activity.objects.filter(name="client.invited", payload__client_id=str(client.pk)).latest("id").payload["nonce"]
    )
    invitation = Invitation.objects.get(client_id=client.pk, accepted_at=None, withdrawn_at=None)
    return invitation_link(invitation, nonce).strip("/").split("/")[-1]


def joined(client: Client, by: User) -> User:
    """Let a client accept an invitation."""
    invite_client(client_id=client.pk, by=by)
    return accept_invitation(token=token_of(client), full_name=client.full_name, password=STRONG)


def test_a_trainer_invites_and_the_client_is_in(
    anna: Client,
    trainer: User,
    client_for: ClientFor,
    anonymous: Browser,
    run_commit_hooks: RunCommitHooks,
    celery_inline: list[str],
) -> None:
    browser = client_for(trainer)
    profile = f"/clients/{anna.pk}/"
    assert "Invite to the app" in browser.get(profile).text
    with run_commit_hooks():
        answer = browser.post(f"{profile}invitation/")
    assert (answer.status_code, answer["Location"]) == (302, profile)
    page = browser.get(profile).text
    assert "An invitation is on its way to anna@mail.example." in page
    assert "Invited at anna@mail.example" in page

    (letter,) = mail.outbox
    assert letter.to == ["Anna Berg <anna@mail.example>"]
    link = next(urlsplit(line).path for line in str(letter.body).splitlines() if "/invitation/" in line)
    assert "Join the team" not in anonymous.get(link).text
    answer = anonymous.post(link, {"full_name": "Anna Berg", "password": STRONG})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert anonymous.get("/").status_code == 200

    user = User.objects.get(email="anna@mail.example")
    anna.refresh_from_db()
    assert (user.role, anna.user_id) == (Role.CLIENT, user.pk)
    assert names_on(anna) == ["client.joined", "client.invited"]
    assert "Signs in as anna@mail.example." in browser.get(profile).text
    assert not Activity.objects.filter(name="member.joined").exists()


def test_inviting_again_sends_a_new_link_and_kills_the_old(anna: Client, trainer: User) -> None:
    invite_client(client_id=anna.pk, by=trainer)
    old = token_of(anna)
    invite_client(client_id=anna.pk, by=trainer)
    assert Invitation.objects.count() == 1
    with pytest.raises(NotFound):
        accept_invitation(token=old, full_name="Anna", password=STRONG)
    accept_invitation(token=token_of(anna), full_name="Anna", password=STRONG)


def test_inviting_at_a_new_address_withdraws_the_old_one(anna: Client, trainer: User) -> None:
    invite_client(client_id=anna.pk, by=trainer)
    update_client(client_id=anna.pk, by=trainer, email="anna@new.example")
    invite_client(client_id=anna.pk, by=trainer)
    rows = Invitation.objects.order_by("created_at")
    assert [(row.email, row.is_open) for row in rows] == [("anna@mail.example", False), ("anna@new.example", True)]


def test_who_cannot_be_invited(anna: Client, trainer: User, owner: User) -> None:
    nobody = ClientFactory(email=None, trainer=trainer)
    twin = ClientFactory(email=owner.email, trainer=trainer)
    asked = ClientFactory(email="asked@mail.example", trainer=trainer)
    invite_member(email="asked@mail.example", role=Role.TRAINER, by=owner)
    gone = ClientFactory(trainer=trainer)
    archive_client(client_id=gone.pk, by=owner)
    joined(anna, trainer)

    def refusal(client: Client) -> str:
        with pytest.raises(DomainError) as caught:
            invite_client(client_id=client.pk, by=trainer)
        error = caught.value
        return error.fields["email"][0] if isinstance(error, InvalidInput) else error.message

    assert refusal(nobody) == f"{nobody.full_name} has no e-mail yet. Add one first."
    assert refusal(twin).startswith(f"{owner.email} is how {owner.full_name} of your team (Owner) signs in.")
    assert refusal(asked) == "asked@mail.example is invited already, as somebody else."
    assert refusal(gone) == f"{gone.full_name} is archived: restore first, then invite."
    assert refusal(anna) == "Anna Berg uses the app already."
    assert not Invitation.objects.filter(client_id__in=[nobody.pk, twin.pk, asked.pk, gone.pk]).exists()


def test_the_address_of_another_clients_log_in_is_taken(anna: Client, trainer: User) -> None:
    joined(anna, trainer)
    update_client(client_id=anna.pk, by=trainer, email="anna@new.example")
    other = ClientFactory(email="anna@mail.example", trainer=trainer)
    with pytest.raises(InvalidInput) as caught:
        invite_client(client_id=other.pk, by=trainer)
    assert "sign-in of another client" in caught.value.fields["email"][0]


def test_an_expired_invitation_of_a_client_does_not_stand_in_the_teams_way(
    anna: Client, trainer: User, owner: User
) -> None:
    invite_client(client_id=anna.pk, by=trainer)
    Invitation.objects.update(expires_at=anna.created_at)
    invite_member(email="anna@mail.example", role=Role.TRAINER, by=owner)
    assert Invitation.objects.get(withdrawn_at=None).role == Role.TRAINER


def test_a_withdrawn_invitation_is_dead(anna: Client, trainer: User) -> None:
    invite_client(client_id=anna.pk, by=trainer)
    token = token_of(anna)
    end_access(client_id=anna.pk, by=trainer)
    with pytest.raises(IllegalTransition):
        accept_invitation(token=token, full_name="Anna", password=STRONG)
    assert not User.objects.filter(email="anna@mail.example").exists()
    assert names_on(anna)[0] == "client.access_ended"
    end_access(client_id=anna.pk, by=trainer)
    assert names_on(anna).count("client.access_ended") == 1


def test_ending_access_signs_out_at_once_and_frees_the_address(
    anna: Client, trainer: User, client_for: ClientFor, api_for: ApiFor
) -> None:
    user = joined(anna, trainer)
    theirs, machine = client_for(user), api_for(user)
    refresh = log_in(email=user.email, password=STRONG, device=Device()).refresh
    assert (theirs.get("/").status_code, machine.get("/api/v1/me/").status_code) == (200, 200)

    browser = client_for(trainer)
    assert "End the app access of Anna Berg?" in browser.post(f"/clients/{anna.pk}/invitation/withdrawal/").text
    assert User.objects.filter(pk=user.pk).exists()
    browser.post(f"/clients/{anna.pk}/invitation/withdrawal/", {"confirmed": "yes"})

    assert "/accounts/login/" in theirs.get("/")["Location"]
    assert machine.get("/api/v1/me/").status_code == 401
    with pytest.raises(DomainError):
        renew(refresh=refresh, device=Device())
    anna.refresh_from_db()
    assert (anna.user_id, User.objects.filter(email="anna@mail.example").count()) == (None, 0)
    assert joined(anna, trainer).email == "anna@mail.example"


def test_archiving_ends_access_and_restoring_does_not_give_it_back(
    anna: Client, trainer: User, owner: User, client_for: ClientFor
) -> None:
    theirs = client_for(joined(anna, trainer))
    assert "can no longer sign in to the app" in client_for(trainer).get(f"/clients/{anna.pk}/").text
    archive_client(client_id=anna.pk, by=owner)
    assert "/accounts/login/" in theirs.get("/")["Location"]
    restore_client(client_id=anna.pk, by=owner)
    anna.refresh_from_db()
    assert anna.user_id is None


def test_archiving_withdraws_the_invitation(anna: Client, owner: User, trainer: User) -> None:
    invite_client(client_id=anna.pk, by=trainer)
    token = token_of(anna)
    archive_client(client_id=anna.pk, by=owner)
    with pytest.raises(IllegalTransition):
        accept_invitation(token=token, full_name="Anna", password=STRONG)


def test_a_client_that_cannot_be_linked_leaves_no_log_in(anna: Client, trainer: User) -> None:
    invite_client(client_id=anna.pk, by=trainer)
    token = token_of(anna)
    Client.objects.filter(pk=anna.pk).update(archived_at=anna.created_at)
    with pytest.raises(IllegalTransition):
        accept_invitation(token=token, full_name="Anna", password=STRONG)
    assert not User.objects.filter(email="anna@mail.example").exists()
    assert Invitation.objects.get().accepted_at is None


def test_a_client_sees_their_own_record_and_sessions_only(
    anna: Client, trainer: User, client_for: ClientFor, api_for: ApiFor
) -> None:
    bea = ClientFactory(first_name="Beatrix", trainer=trainer)
    own = SessionFactory(trainer=trainer, clients=[anna], title="Own hour")
    other = SessionFactory(trainer=trainer, clients=[bea], title="Other hour")
    user = joined(anna, trainer)
    assert list(clients_visible_to(user)) == [anna]
    assert list(sessions_visible_to(user)) == [own]

    browser, machine = client_for(user), api_for(user)
    assert browser.get(f"/sessions/{own.pk}/").status_code == 200
    assert machine.get(f"/api/v1/sessions/{own.pk}/").json()["title"] == "Own hour"
    assert [row["id"] for row in machine.get("/api/v1/sessions/").json()["results"]] == [str(own.pk)]
    assert browser.get(f"/sessions/{other.pk}/").status_code == 404
    assert machine.get(f"/api/v1/sessions/{other.pk}/").status_code == 404
    assert machine.get("/api/v1/sessions/", {"client": str(bea.pk)}).json()["results"] == []
    for path in (f"/clients/{bea.pk}/", f"/clients/{anna.pk}/", f"/sessions/of-client/{bea.pk}/", "/clients/"):
        assert browser.get(path).status_code == 403, path
    for path in ("", f"{bea.pk}/", f"{anna.pk}/", f"{bea.pk}/timeline/", f"{bea.pk}/invitation/"):
        assert machine.get(f"/api/v1/clients/{path}").status_code == 403, path
    assert "Beatrix" not in browser.get("/").text + browser.get("/calendar/").text


def test_a_log_in_without_a_client_sees_nothing(anna: Client, trainer: User) -> None:
    SessionFactory(trainer=trainer, clients=[anna])
    user = UserFactory(role=Role.CLIENT)
    assert not clients_visible_to(user).exists()
    assert not sessions_visible_to(user).exists()


def test_over_the_api(anna: Client, trainer: User, api_for: ApiFor) -> None:
    api, url = api_for(trainer), f"/api/v1/clients/{anna.pk}/invitation/"
    assert api.get(url).json()["state"] == "none"
    asked = api.post(url)
    assert (asked.status_code, asked.json()["state"], asked.json()["email"]) == (201, "invited", "anna@mail.example")
    body = {"token": token_of(anna), "full_name": "Anna Berg", "password": STRONG}
    assert api.post("/api/v1/invitations/acceptance/", body).status_code == 201
    assert api.get(url).json()["state"] == "joined"
    again = api.post(url)
    assert (again.status_code, again.json()["code"]) == (409, "already_joined")
    assert api.delete(url).status_code == 204
    assert api.get(url).json()["state"] == "none"


def test_a_trainer_cannot_invite_a_client_of_another(trainer: User, owner: User, api_for: ApiFor) -> None:
    other = ClientFactory(trainer=owner)
    assert api_for(trainer).post(f"/api/v1/clients/{other.pk}/invitation/").status_code == 404
    assert not Invitation.objects.exists()


def test_the_team_does_not_see_invitations_of_clients(
    anna: Client, trainer: User, owner: User, api_for: ApiFor
) -> None:
    invite_client(client_id=anna.pk, by=trainer)
    assert api_for(owner).get("/api/v1/invitations/").json()["results"] == []


def test_the_profile_of_a_joined_client_costs_no_more(
    anna: Client, trainer: User, client_for: ClientFor, assert_queries: AssertQueries
) -> None:
    joined(anna, trainer)
    browser = client_for(trainer)
    with assert_queries("GET /clients/<client>/, joined"):
        browser.get(f"/clients/{anna.pk}/")
