"""The inbox over HTTP: order, filters, limits, links."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.error import HTTPError

import pytest

from apps.integrations.fakeserver import inbox as inbox_module
from apps.integrations.fakeserver.inbox import Inbox, Letter, links_in
from apps.integrations.fakeserver.store import Store
from apps.integrations.sendgrid.client import SendGridClient
from apps.integrations.sendgrid.mail import Mail, Mailbox
from deploy.local.fakes import build
from tests.integrations.conftest import API_KEY, Fakes
from tests.integrations.serving import serving

if TYPE_CHECKING:
    from pathlib import Path


def send(fakes: Fakes, *, to: str, subject: str) -> None:
    """Send a small mail."""
    client = SendGridClient(api_key=API_KEY, base_url=f"{fakes.url}/sendgrid")
    mail = Mail(sender=Mailbox("a@b.example"), to=[Mailbox(to)], subject=subject, text="Hi", message_id="m")
    client.send(mail=mail)


def test_newest_first_filtered_and_limited(fakes: Fakes) -> None:
    """Order is the order of arrival, even within one millisecond."""
    for number in range(5):
        send(fakes, to=f"p{number % 2}@x.example", subject=str(number))
    assert [letter["subject"] for letter in fakes.letters()] == ["4", "3", "2", "1", "0"]
    assert [letter["subject"] for letter in fakes.letters(to="p1@x.example")] == ["3", "1"]
    assert [letter["subject"] for letter in fakes.letters(limit="2")] == ["4", "3"]
    assert fakes.letters(channel="sms") == []
    assert fakes.letters(to="nobody@x.example' OR 1=1 --") == []


def test_one_and_clear(fakes: Fakes) -> None:
    """A letter has an address of its own until the inbox is cleared."""
    send(fakes, to="p@x.example", subject="One")
    (letter,) = fakes.letters()
    assert fakes.call("GET", f"/inbox/messages/{letter['id']}") == letter
    fakes.call("DELETE", "/inbox/messages")
    assert fakes.letters() == []
    with pytest.raises(HTTPError) as caught:
        fakes.call("GET", f"/inbox/messages/{letter['id']}")
    with caught.value as response:
        assert response.status == 404


def test_a_restart_forgets_nothing(tmp_path: Path) -> None:
    """Letters and blocked addresses are read back from the folder."""
    for subject, expected in (("first", 1), ("second", 2)):
        server, store = build(port=0, data=tmp_path)
        with serving(server) as url:
            fakes = Fakes(url=url)
            send(fakes, to="p@x.example", subject=subject)
            send(fakes, to="gone@bounce.example", subject=subject)
            assert len(fakes.letters()) == expected
        store.close()


def test_only_the_newest_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A load test must not fill the disk."""
    monkeypatch.setattr(inbox_module, "KEPT", 3)
    store = Store(tmp_path / "fakes.sqlite3")
    inbox = Inbox(store)
    for number in range(5):
        inbox.deliver(Letter(channel="sms", recipient="+1", sender="+2", text=str(number)))
    kept = store.rows("SELECT text FROM delivered ORDER BY seq")
    assert [row["text"] for row in kept] == ["2", "3", "4"]
    store.close()


def test_links_are_listed_once_in_reading_order() -> None:
    """Only web addresses count: a script in a mail is not offered for clicking."""
    html = (
        '<a href="https://a.example/1?x=1&amp;y=2">one</a><a href="javascript:alert(1)">no</a>'
        '<a href="mailto:x@y.example">no</a><a HREF="HTTPS://a.example/2">two</a>'
    )
    text = "Go to https://a.example/1?x=1&y=2, or (https://a.example/3)."
    assert links_in(text=text, html=html) == [
        "https://a.example/1?x=1&y=2",
        "HTTPS://a.example/2",
        "https://a.example/3",
    ]
