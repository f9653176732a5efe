"""What a client sees of their sessions, and what the team wrote that they must never see."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from apps.accounts.roles import Role
from apps.clients.services import update_client
from apps.common.errors import NotAllowed, NotFound
from apps.sessions.models import SessionClient
from apps.sessions.models.states import State
from apps.sessions.services import cancel_session, complete_session, note_session, start_session
from tests.factories import UserFactory
from tests.factories.clients import ClientFactory
from tests.factories.sessions import SessionFactory

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.clients.models import Client
    from apps.sessions.models import TrainingSession
    from tests.harness.counting import AssertQueries
    from tests.harness.people import ApiFor, Browser, ClientFor

SECRET = "Talks about his divorce"
TEAM_ONLY = (SECRET, "Secret plan", "Secret reason", "Asthma", "Bill her twice", "Beatrix")


@pytest.fixture
def anna(trainer: User) -> Client:
    """A client with a log-in, about whom the team keeps notes."""
    user = UserFactory(role=Role.CLIENT)
    about = {"health_notes": "Asthma", "notes": "Bill her twice"}
    return ClientFactory(first_name="Anna", last_name="Berg", trainer=trainer, user=user, **about)


@pytest.fixture
def browser(anna: Client, client_for: ClientFor) -> Browser:
    assert anna.user
    return client_for(anna.user)


def held(anna: Client, trainer: User, *others: Client, days: int = 3) -> TrainingSession:
    """Return a session that was held, with words for the client and words for the team."""
    start = timezone.now() - timedelta(days=days)
    session = SessionFactory(
        trainer=trainer,
        clients=[anna, *others],
        starts_at=start,
        ends_at=start + timedelta(hours=1),
        notes="Secret plan",
        title="Lower strength",
    )
    return complete_session(session_id=session.pk, by=trainer, notes=SECRET, client_notes="Well done, rest now.")


def test_the_next_session_stands_first_with_time_place_and_trainer(
    anna: Client, trainer: User, browser: Browser
) -> None:
    soon = SessionFactory(trainer=trainer, clients=[anna], location="Rack 2", title="Upper")
    later = SessionFactory(trainer=trainer, clients=[anna], title="Later one")
    page = browser.get("/").text
    hero = page[page.index('class="now now-next"') : page.index("</section>")]
    assert f"/sessions/{soon.pk}/" in hero
    assert "Rack 2" in hero
    assert trainer.full_name in hero
    assert f"/sessions/{later.pk}/" not in hero
    assert f"/sessions/{later.pk}/" in page


def test_a_cancelled_session_is_said_to_be_and_is_not_the_next(anna: Client, trainer: User, browser: Browser) -> None:
    off = SessionFactory(trainer=trainer, clients=[anna])
    cancel_session(session_id=off.pk, by=trainer, cancelled_by="trainer", reason="Secret reason")
    page = browser.get("/").text
    assert "now-next" not in page
    assert "Nothing is booked." in page
    assert "Cancelled" in page


def test_words_for_the_client_show_and_words_of_the_team_never_do(
    anna: Client, trainer: User, browser: Browser, api_for: ApiFor
) -> None:
    bea = ClientFactory(first_name="Beatrix", trainer=trainer)
    session = held(anna, trainer, bea)
    off = SessionFactory(trainer=trainer, clients=[anna], notes="Secret plan")
    cancel_session(session_id=off.pk, by=trainer, cancelled_by="trainer", reason="Secret reason")
    note_session(session_id=session.pk, by=trainer, text=SECRET, client_text="Ice the knee.")

    assert anna.user
    api = api_for(anna.user)
    pages = {path: browser.get(path).text for path in ("/", f"/sessions/{session.pk}/", f"/sessions/{off.pk}/")}
    answers = {
        path: api.get(f"/api/v1/{path}").text
        for path in (
            "sessions/",
            f"sessions/{session.pk}/",
            f"sessions/{off.pk}/",
            "sessions/?search=Beatrix",
            "me/record/",
            "me/",
        )
    }
    for where, text in (pages | answers | {"/clients/me/": browser.get("/clients/me/").text}).items():
        assert [words for words in TEAM_ONLY if words in text.replace("search=Beatrix", "")] == [], where
    assert str(bea.pk) not in "".join(answers.values())
    assert api.get("/api/v1/sessions/", {"client": str(bea.pk)}).json()["results"] == []
    assert api.get("/api/v1/sessions/", {"search": "Beatrix"}).json()["results"] == []
    for words in ("Well done, rest now.", "Ice the knee."):
        assert words in pages["/"]
        assert words in pages[f"/sessions/{session.pk}/"]
        assert words in answers[f"sessions/{session.pk}/"]


def test_the_team_writes_for_the_client_beside_its_own_notes(
    anna: Client, trainer: User, client_for: ClientFor
) -> None:
    session = SessionFactory(trainer=trainer, clients=[anna])
    start_session(session_id=session.pk, by=trainer)
    page = client_for(trainer)
    page.post(f"/sessions/{session.pk}/notes/", {"notes": "", "client_notes": "Drink more."})
    page.post(f"/sessions/{session.pk}/completion/", {"notes": SECRET, "client_notes": "See you."})
    page.post(f"/sessions/{session.pk}/completion/", {"notes": SECRET, "client_notes": "See you."})
    session.refresh_from_db()
    assert (session.state, session.outcome) == (State.COMPLETED, SECRET)
    assert session.client_notes == "Drink more.\n\nSee you."
    assert "Drink more." in page.get(f"/sessions/{session.pk}/").text


def test_nothing_yet_teaches(browser: Browser) -> None:
    page = browser.get("/").text
    assert "When your trainer books a session" in page
    assert "After a session it stands here" in page


def test_a_log_in_without_a_client_is_told_what_to_do(client_for: ClientFor, trainer: User) -> None:
    browser = client_for(UserFactory(role=Role.CLIENT))
    for path in ("/", "/clients/me/"):
        assert "Ask your trainer to link it" in browser.get(path).text
    assert browser.get("/clients/me/edit/").status_code == 404


def test_the_frame_offers_a_client_nothing_of_the_team(browser: Browser) -> None:
    page = browser.get("/").text
    for url in ('href="/clients/"', 'href="/calendar/"', 'href="/team/"', "/sessions/new/", 'action="/clients/"'):
        assert url not in page, url
    assert 'href="/clients/me/"' in page
    assert "/accounts/logout/" in page
    assert browser.get("/calendar/").status_code == 403


def test_a_client_changes_how_they_are_reached_and_nothing_else(
    anna: Client, browser: Browser, api_for: ApiFor
) -> None:
    sent = {
        "initial-email": anna.email,
        "email": "anna@new.example",
        "initial-phone": anna.phone,
        "phone": "07400 122601",
        "goal": "Everything free",
        "version": "1",
    }
    assert browser.post("/clients/me/edit/", sent)["Location"] == "/clients/me/"
    anna.refresh_from_db()
    assert (anna.email, anna.phone, anna.goal) == ("anna@new.example", "+447400122601", "")

    stale = browser.post("/clients/me/edit/", {**sent, "initial-email": "x@y.example", "email": "mine@new.example"})
    assert (stale.status_code, "mine@new.example" in stale.text) == (409, True)

    assert anna.user
    api = api_for(anna.user)
    answer = api.patch("/api/v1/me/record/", {"phone": "07400 122602", "notes": "x"}, headers={"If-Match": '"v2"'})
    assert (answer.status_code, answer["ETag"], answer.json()["phone"]) == (200, '"v3"', "+447400122602")
    assert api.patch("/api/v1/me/record/", {"phone": ""}, headers={"If-Match": '"v2"'}).status_code == 412
    anna.refresh_from_db()
    assert anna.notes == "Bill her twice"


def test_a_taken_e_mail_does_not_tell_whose_it_is(anna: Client, browser: Browser) -> None:
    ClientFactory(first_name="Beatrix", email="bea@mail.example")
    sent = {"initial-email": anna.email, "email": "bea@mail.example", "phone": "", "version": "1"}
    answer = browser.post("/clients/me/edit/", sent)
    assert answer.status_code == 422
    assert "Beatrix" not in answer.text
    assert "in use here already" in answer.text


def test_the_service_itself_keeps_a_client_to_their_own_fields(anna: Client) -> None:
    other = ClientFactory()
    assert anna.user
    with pytest.raises(NotAllowed):
        update_client(client_id=anna.pk, by=anna.user, goal="Mine")
    with pytest.raises(NotFound):
        update_client(client_id=other.pk, by=anna.user, phone="07400 122601")


def test_older_sessions_are_a_page_away(anna: Client, trainer: User, browser: Browser) -> None:
    for days in range(1, 11):
        held(anna, trainer, days=days)
    first = browser.get("/")
    assert first.text.count("/sessions/") == 8
    assert browser.get(f"/?cursor={first.context['older']}").text.count("/sessions/") == 2
    assert browser.get("/?cursor=x").status_code == 400


def test_query_budget(anna: Client, trainer: User, browser: Browser, assert_queries: AssertQueries) -> None:
    for days in range(1, 4):
        held(anna, trainer, days=days)
    SessionFactory(trainer=trainer, clients=[anna])
    assert SessionClient.objects.count() == 4
    with assert_queries("home of a client"):
        browser.get("/")
