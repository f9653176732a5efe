"""The command palette offers what the person may see and do, and nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.factories.clients import ClientFactory

if TYPE_CHECKING:
    from apps.accounts.models import User
    from tests.harness.people import Browser, ClientFor


def hits(browser: Browser, words: str = "") -> list[str]:
    html = browser.get("/palette/", {"q": words}).content.decode()
    return re.findall(r'<span class="truncate" dir="auto">(.*?)</span>', html)


def test_it_finds_clients_pages_and_acts(client_for: ClientFor, owner: User) -> None:
    marcus = ClientFactory(first_name="Marcus", last_name="Adeyemi", goal="Lower strength")
    browser = client_for(owner)
    html = browser.get("/palette/", {"q": "marcus"}).content.decode()
    assert f'href="/clients/{marcus.pk}/"' in html
    assert "Lower strength" in html
    assert hits(browser, "cal") == ["Calendar", "Calendar feed"]
    assert hits(browser, "import") == ["Import clients"]
    assert hits(browser, "new cl") == ["New: Client"]


def test_without_words_it_offers_every_page(client_for: ClientFor, owner: User) -> None:
    found = hits(client_for(owner))
    assert {"Today", "Calendar", "Clients", "Team", "New: Client", "Import clients", "Your account"} <= set(found)


def test_a_trainer_finds_their_own_clients_only(client_for: ClientFor, trainer: User, manager: User) -> None:
    ClientFactory(first_name="Marcus", last_name="Mine", trainer=trainer)
    ClientFactory(first_name="Marcus", last_name="Theirs", trainer=manager)
    assert hits(client_for(trainer), "marcus") == ["Marcus Mine"]
    assert hits(client_for(trainer), "import") == []


def test_a_client_finds_nobody(client_for: ClientFor, client_user: User) -> None:
    ClientFactory(first_name="Marcus")
    browser = client_for(client_user)
    assert hits(browser, "marcus") == []
    assert "Clients" not in hits(browser)
    assert "My sessions" in hits(browser)


@pytest.mark.parametrize("words", ["<script>", "\0", "%", "a" * 5000, "😀", "نور"])
def test_strange_words_find_nothing_and_break_nothing(client_for: ClientFor, owner: User, words: str) -> None:
    answer = client_for(owner).get("/palette/", {"q": words})
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"


def test_strangers_are_sent_to_log_in(anonymous: Browser) -> None:
    assert anonymous.get("/palette/").status_code == 302
