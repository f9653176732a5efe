"""The link that a client fills in without an account."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.utils import timezone

from apps.activity.models import Activity
from apps.activity.services.delivery import deliver_activity
from apps.clients.models import Client, ClientChange, Consent, Intake, IntakeLink, Screening
from apps.clients.services import archive_client
from apps.clients.services.intake import (
    Filler,
    add_document,
    answer_screening,
    open_link,
    save_measures,
    send_link,
    withdraw_link,
)
from apps.common.errors import DomainError, IllegalTransition, InvalidInput, NotFound
from tenants.registry.context import enter_business
from tests.clients.intake.answers import ALL_NO, BACK
from tests.factories.clients import ClientFactory
from tests.harness.people import Browser, host_of

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.common.business import BusinessRef
    from tests.harness.people import ClientFor

BORN = dt.date(1990, 2, 3)


@pytest.fixture
def anna(owner: User) -> Client:
    return ClientFactory(
        first_name="Anna", last_name="Secretname", email="anna@mail.example", date_of_birth=BORN, goal="Hidden goal"
    )


def mailed_path(client: Client, by: User) -> str:
    """Send a link and return what the letter leads to."""
    send_link(client_id=client.pk, by=by)
    event = Activity.objects.filter(name="client.intake_link_sent").latest("id")
    deliver_activity(str(event.pk))
    found = re.search(r"/intake/[0-9a-f]+/", str(mail.outbox[-1].body))
    assert found is not None
    return found[0]


def token_in(path: str) -> str:
    return path.split("/")[2]


@pytest.fixture
def path(owner: User, anna: Client) -> str:
    return mailed_path(anna, owner)


def confirmed(browser: Browser, path: str) -> Browser:
    assert browser.post(path, {"answer": BORN.isoformat()}).status_code == 302
    return browser


def test_the_letter_goes_to_the_client(path: str) -> None:
    assert mail.outbox[-1].to == ["Anna <anna@mail.example>"]


def test_before_the_answer_it_reveals_a_first_name_only(anonymous: Browser, path: str, anna: Client) -> None:
    page = anonymous.get(path)
    assert page.status_code == 200
    assert "Hello Anna" in page.text
    for hidden in ("Secretname", "Hidden goal", "anna@mail", "1990", str(anna.phone)):
        assert hidden not in page.text
    for step in ("details", "contact", "health", "measures", "consents", "finish"):
        assert anonymous.get(f"{path}steps/{step}/")["Location"] == path
        assert anonymous.post(f"{path}steps/{step}/", ALL_NO)["Location"] == path
    assert anonymous.post(f"{path}draft/", {"draft_form": "health"})["Location"] == path
    assert not Screening.objects.exists()
    assert page["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_the_whole_way(owner: User, anonymous: Browser, path: str, anna: Client) -> None:
    document = add_document(by=owner, kind="agreement", title="Waiver", text="At my own risk.", is_required=True)
    version = document.versions.get()
    confirmed(anonymous, path)
    steps: list[tuple[str, dict[str, Any]]] = [
        ("details", {"phone": "07400 122609", "date_of_birth": BORN.isoformat()}),
        ("contact", {"emergency_name": "Nils", "emergency_phone": "07400 122603", "goal": "Run"}),
        ("health", BACK),
        ("measures", {"weight": "81.7"}),
        ("consents", {f"agree_{version.pk.hex}": "on", "signed_name": "Anna Secretname"}),
    ]
    for step, data in steps:
        assert anonymous.post(f"{path}steps/{step}/", data).status_code == 302, step
    assert anonymous.post(f"{path}steps/finish/").status_code == 302

    anna.refresh_from_db()
    assert (anna.phone, anna.emergency_name, anna.goal) == ("+447400122609", "Nils", "Run")
    assert ClientChange.objects.filter(by=None).count() == 2
    assert (Screening.objects.get().way, Consent.objects.get().way) == ("link", "link")
    assert Intake.objects.get().finished_way == "link"
    assert Activity.objects.filter(name="client.intake_finished").count() == 1
    over = anonymous.get(path)
    assert over.status_code == 410
    assert "All done" in over.text
    assert anonymous.post(f"{path}steps/health/", ALL_NO).status_code == 410
    assert Screening.objects.count() == 1


def test_it_cannot_be_finished_with_gaps(owner: User, anonymous: Browser, path: str, anna: Client) -> None:
    confirmed(anonymous, path)
    page = anonymous.post(f"{path}steps/finish/")
    assert page.status_code == 422
    assert "Please answer the health questions." in page.text
    assert IntakeLink.objects.get().used_at is None


def test_five_wrong_answers_lock_it(anonymous: Browser, path: str, anna: Client) -> None:
    for _ in range(4):
        page = anonymous.post(path, {"answer": "1990-02-04"})
        assert page.status_code == 422
        assert "This is not what we know." in page.text
    anonymous.post(path, {"answer": "1990-02-04"})
    assert anonymous.post(path, {"answer": BORN.isoformat()}).status_code == 410
    assert "Anna" not in anonymous.get(path).text


def test_what_the_team_wrote_of_health_stays_with_the_team(
    owner: User, anonymous: Browser, path: str, anna: Client
) -> None:
    answer_screening(client_id=anna.pk, filler=Filler.signed_in(owner), answers=BACK | {"joints_words": "Teamwords"})
    confirmed(anonymous, path)
    assert "Teamwords" not in anonymous.get(f"{path}steps/health/").text
    anonymous.post(f"{path}steps/health/", BACK | {"joints_words": "Ownwords"})
    assert "Ownwords" in anonymous.get(f"{path}steps/health/").text


def test_measures_of_the_team_are_neither_shown_nor_emptied(
    owner: User, anonymous: Browser, path: str, anna: Client
) -> None:
    save_measures(client_id=anna.pk, filler=Filler.signed_in(owner), values={"weight": 81_700, "height": 1_780})
    Intake.objects.update(steps={"measures": "2020-01-01T00:00:00+00:00"})
    confirmed(anonymous, path)
    assert "81.7" not in anonymous.get(f"{path}steps/measures/").text
    anonymous.post(f"{path}steps/measures/", {"waist": "80", "height": ""})
    assert Intake.objects.get().measures == {"weight": 81_700, "height": 1_780, "waist": 800}


def test_a_confirmed_browser_opens_no_other_link(owner: User, anonymous: Browser, path: str) -> None:
    other = ClientFactory(first_name="Bea", date_of_birth=dt.date(1980, 1, 1))
    confirmed(anonymous, path)
    theirs = mailed_path(other, owner)
    assert anonymous.get(f"{theirs}steps/contact/")["Location"] == theirs


def test_the_end_of_the_phone_where_no_birthday_is_known(owner: User, anonymous: Browser) -> None:
    bea = ClientFactory(first_name="Bea", phone="+447400122601")
    path = mailed_path(bea, owner)
    assert anonymous.post(path, {"answer": "2602"}).status_code == 422
    assert anonymous.post(path, {"answer": "2601"}).status_code == 302


def test_with_nothing_to_compare_it_opens_at_once(owner: User, anonymous: Browser) -> None:
    path = mailed_path(ClientFactory(first_name="Cleo", phone=None), owner)
    assert anonymous.post(path).status_code == 302
    assert anonymous.get(f"{path}steps/contact/").status_code == 200


@pytest.mark.parametrize("how", ["expired", "withdrawn", "superseded", "archived"])
def test_a_link_that_is_over_shows_a_plain_page(
    owner: User, anonymous: Browser, path: str, anna: Client, how: str
) -> None:
    if how == "expired":
        IntakeLink.objects.update(expires_at=timezone.now())
    elif how == "withdrawn":
        withdraw_link(client_id=anna.pk, by=owner)
    elif how == "superseded":
        send_link(client_id=anna.pk, by=owner)
    else:
        archive_client(client_id=anna.pk, by=owner)
    page = anonymous.get(path)
    assert page.status_code == 410
    assert "This link does not work" in page.text
    assert "Anna" not in page.text


@pytest.mark.parametrize("token", ["x", "0" * 96, "g" * 200, "%00"])
def test_a_forged_link_is_none(anonymous: Browser, path: str, token: str) -> None:
    assert anonymous.get(f"/intake/{token}/").status_code in {404, 410}


def test_half_of_the_secret_is_none(path: str) -> None:
    token = token_in(path)
    for wrong in (token[:-1], token[:32] + "0" * 64, token[:-1] + ("0" if token[-1] != "0" else "1")):
        with pytest.raises(NotFound):
            open_link(wrong)


def test_another_business_does_not_know_it(path: str, rival: BusinessRef) -> None:
    with enter_business(rival), pytest.raises(DomainError):
        open_link(token_in(path))
    page = Browser(SERVER_NAME=host_of(rival)).get(path)
    assert page.status_code == 410
    assert "Anna" not in page.text


def test_without_an_email_or_archived_there_is_no_link(owner: User, client_for: ClientFor) -> None:
    nobody = ClientFactory(email=None)
    with pytest.raises(InvalidInput):
        send_link(client_id=nobody.pk, by=owner)
    archive_client(client_id=nobody.pk, by=owner)
    with pytest.raises(IllegalTransition):
        send_link(client_id=nobody.pk, by=owner)
    assert not IntakeLink.objects.exists()


def test_drafts_of_a_link_are_its_own(anonymous: Browser, path: str, anna: Client) -> None:
    confirmed(anonymous, path)
    draft = {"draft_form": "health", "draft_tab": "a", "draft_seen": "0", "joints": "yes", "joints_words": "Typed"}
    assert anonymous.post(f"{path}draft/", draft).status_code == 200
    assert "Typed" in anonymous.get(f"{path}steps/health/").text
    assert anonymous.post(f"{path}draft/", {"draft_form": "health", "go": "discard"}).status_code == 302
    assert "Typed" not in anonymous.get(f"{path}steps/health/").text
