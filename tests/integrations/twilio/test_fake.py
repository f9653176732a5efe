"""The parts of the fake that no client method reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.error import HTTPError

import pytest

from apps.integrations.fakeserver.exchange import Request
from apps.integrations.fakeserver.inbox import Inbox
from apps.integrations.fakeserver.store import Store
from apps.integrations.twilio.fake import FakeTwilio

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integrations.conftest import Fakes


@pytest.mark.parametrize(
    ("word", "understood"),
    [("STOPALL", "stop"), ("yes", "start"), ("Info", "help"), ("stop please", "message")],
)
def test_only_single_words_are_commands(fakes: Fakes, word: str, understood: str) -> None:
    """A sentence that begins with STOP is a message to the trainer."""
    answer = fakes.call("POST", "/twilio/replies", {"from": "+491511234567", "to": "+12025550100", "body": word})
    assert answer == {"understood": understood}


@pytest.mark.parametrize("body", [None, [], {"from": "+49"}, {"from": 1, "to": 2, "body": 3}])
def test_a_broken_reply_is_refused(fakes: Fakes, body: object) -> None:
    """The answer says what is required."""
    with pytest.raises(HTTPError) as caught:
        fakes.call("POST", "/twilio/replies", body)
    with caught.value as response:
        assert response.status == 400


@pytest.mark.parametrize("header", ["", "Basic", "Basic !!!", "Basic /w==", "Bearer QUM6eA=="])
def test_broken_authorization_is_refused(tmp_path: Path, header: str) -> None:
    """Garbage in the header is a 401, never a crash."""
    store = Store(tmp_path / "fakes.sqlite3")
    fake = FakeTwilio(store=store, inbox=Inbox(store))
    path = f"/2010-04-01/Accounts/AC{'0' * 32}/Messages.json"
    reply = fake.answer(Request(method="POST", path=path, headers={"authorization": header}))
    assert reply.status == 401
    store.close()
