"""Messages of the team: who gets one and why not, once each, stopped, limited, and left by the client."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.activity.selectors import timeline_of_client
from apps.clients.models import Client, ClientMessage, MessageCopy, MessageOptOut
from apps.clients.selectors.messages import left_copies
from apps.clients.selectors.notes import contacts_of
from apps.clients.services import archive_client, merge_clients, undo_merge
from apps.clients.services.messages import asking as asking_messages
from apps.clients.services.messages import refuse_messages, run_message, sending, start_message, stop_message
from apps.clients.services.messages.opting import way_out
from apps.clients.services.messages.words import _IN_BRACES, filled_for
from apps.common.errors import IllegalTransition, InvalidInput, NotAllowed, NotFound, TooMany
from apps.common.ids import uuid7
from apps.common.letters import send_letter
from apps.common.links import absolute
from apps.integrations.errors import PermanentVendorError, RetryableVendorError
from tests.factories import UserFactory
from tests.factories.clients import ClientFactory

if TYPE_CHECKING:
    from apps.accounts.models import User

WORDS: dict[str, Any] = {
    "subject": "Hi {first_name}",
    "text": "Dear { First_Name } {last_name},\n\nsee you <soon>.\nBye\n\n{sender}, {business}",
}


@pytest.fixture
def anna(trainer: User) -> Client:
    return ClientFactory(first_name="Anna", last_name="Berg", email="anna@mail.example", trainer=trainer)


@pytest.fixture
def others(trainer: User, owner: User) -> dict[str, Client]:
    """One client for each reason not to get a message."""
    made: dict[str, Client] = {
        name: ClientFactory(first_name=name, trainer=trainer) for name in ("archived", "mute", "silent")
    }
    archive_client(client_id=made["archived"].pk, by=owner)
    refuse_messages(client_id=made["silent"].pk, way="link")
    Client.objects.filter(pk=made["mute"].pk).update(email=None)
    return made


def sent(message: ClientMessage) -> ClientMessage:
    run_message(message_id=message.pk)
    message.refresh_from_db()
    return message


def start(by: User, *clients: Client, **words: Any) -> ClientMessage:
    return start_message(by=by, client_ids=[client.pk for client in clients], **(WORDS | words))


def test_it_goes_to_whom_it_can_and_says_why_not(
    anna: Client, others: dict[str, Client], trainer: User, business: Any
) -> None:
    message = start(trainer, anna, *others.values())
    assert (message.total, message.expected, message.state) == (4, 1, "sending")
    sent(message)
    assert (message.state, message.sent, message.left, message.percent) == ("sent", 1, 3, 100)
    assert {copy.client.first_name: copy.reason for copy in left_copies(message, 9)} == {
        "archived": "Archived.",
        "mute": "No e-mail.",
        "silent": "Wants no messages.",
    }
    (letter,) = mail.outbox
    assert (letter.subject, letter.to) == ("Hi Anna", ["Anna Berg <anna@mail.example>"])
    assert letter.from_email.startswith(business.name)
    assert letter.reply_to == [f"{trainer.full_name} <{trainer.email}>"]
    url = absolute(way_out(anna.pk))
    assert letter.extra_headers["List-Unsubscribe"] == f"<{url}>"
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"Dear Anna Berg,\n\nsee you <soon>.\nBye\n\n{trainer.full_name}, {business.name}" in str(letter.body)
    (html,) = [str(content) for content, _mimetype in getattr(letter, "alternatives", [])]
    assert "see you &lt;soon&gt;.<br>Bye</p>" in html
    assert url in html
    contact = contacts_of(anna.pk).get()
    assert (contact.way, contact.letter, contact.by) == ("letter", "contact.messaged", trainer)
    assert contact.said.startswith("Hi Anna\n\nDear Anna Berg,")
    (activity,) = timeline_of_client(anna.pk, kind="contacts")
    assert (activity.name, activity.payload["contact_id"]) == ("contact.messaged", str(contact.pk))
    sent(message)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("words", "problems"),
    [
        ({"subject": " \n", "text": ""}, {"subject": ["Say what it is about."], "text": ["Write something first."]}),
        (
            {"text": "Hi {fist_name}"},
            {"text": ["There is no {fist_name}. Did you mean {first_name}?"]},
        ),
        (
            {"subject": "{ }", "text": "x" * 5001},
            {
                "subject": ["There is no { }. Use {first_name}, {last_name}, {business}, {sender}."],
                "text": ["At most 5000 characters; this has 5001."],
            },
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    anna: Client, trainer: User, words: dict[str, str], problems: dict[str, list[str]]
) -> None:
    with pytest.raises(InvalidInput) as error:
        start(trainer, anna, **words)
    assert error.value.fields == problems
    assert not ClientMessage.objects.exists()


@given(name=st.text(max_size=30), text=st.text(st.sampled_from("{}first_name ab"), max_size=40))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_name_is_never_a_placeholder(name: str, text: str, business: Any) -> None:
    """What a client is called stands there as it is, whatever it looks like."""
    client = Client(first_name="{business}" + name, last_name="")
    known = _IN_BRACES.sub("", text)
    assert filled_for(f"{known}|{{first_name}}", client=client, sender=None) == f"{known}|{{business}}{name}"


def test_nobody_to_write_to(others: dict[str, Client], trainer: User, anna: Client) -> None:
    stranger = ClientFactory(trainer=UserFactory(role="trainer"))
    with pytest.raises(InvalidInput, match="another look") as error:
        start(trainer, *others.values())
    assert error.value.fields == {"clients": ["None of these clients can get it."]}
    with pytest.raises(InvalidInput) as error:
        start(trainer, stranger)
    assert error.value.fields == {"clients": ["None of these clients exists any more."]}
    assert start(trainer, anna, stranger).total == 1
    with pytest.raises(NotAllowed):
        start(UserFactory(role="client"), anna)


def test_asked_twice_it_is_one(anna: Client, trainer: User, others: dict[str, Client]) -> None:
    key = uuid7()
    assert start(trainer, anna, message_id=key).pk == start(trainer, anna, message_id=key).pk == key
    everybody = start_message(by=trainer, query={}, **WORDS)
    later = ClientFactory(trainer=trainer)
    sent(everybody)
    assert set(everybody.copies.values_list("client", flat=True)) == {
        client.pk for name, client in [("anna", anna), *others.items()] if name != "archived"
    }
    assert not MessageCopy.objects.filter(client=later).exists()


def test_stopped_what_is_sent_stays_sent(trainer: User, manager: User, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [ClientFactory(trainer=trainer) for _ in range(3)]
    message = start(trainer, *people)
    real = send_letter

    def stop_after(*args: Any, **values: Any) -> None:
        real(*args, **values)
        stop_message(message_id=message.pk, by=manager)

    monkeypatch.setattr(sending, "send_letter", stop_after)
    sent(message)
    assert (message.state, message.sent, len(mail.outbox)) == ("stopped", 1, 1)
    sent(message)
    assert len(mail.outbox) == 1
    with pytest.raises(NotFound):
        stop_message(message_id=message.pk, by=UserFactory(role="trainer"))
    done = sent(start(trainer, people[0]))
    with pytest.raises(IllegalTransition):
        stop_message(message_id=done.pk, by=trainer)


def test_a_vendor_that_is_away_is_asked_again_and_one_that_refuses_is_not(
    anna: Client, trainer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    message, real = start(trainer, anna, ClientFactory(trainer=trainer)), send_letter
    tried: list[str] = []

    def away_then_refused(letter: Any, *, to: str, name: str) -> None:
        tried.append(to)
        if len(tried) == 1:
            raise RetryableVendorError(vendor_code="away")
        if to == anna.email:
            raise PermanentVendorError(vendor_code="no mailbox")
        real(letter, to=to, name=name)

    monkeypatch.setattr(sending, "send_letter", away_then_refused)
    with pytest.raises(RetryableVendorError):
        run_message(message_id=message.pk)
    sent(message)
    assert (message.state, message.sent, message.left, len(tried)) == ("sent", 1, 1, 3)
    assert [copy.reason for copy in left_copies(message, 9)] == ["The mail service refused the address."]
    assert not contacts_of(anna.pk).exists()


def test_what_a_lost_worker_had_in_hand_is_not_sent_again(anna: Client, trainer: User) -> None:
    """The copy that it was at may have gone out: it is left, with words, once nobody can be at it any more."""
    other = ClientFactory(trainer=trainer)
    message = start(trainer, anna, other)
    (first, _second) = sending._next_copies(message.pk)
    assert sending._claim(first) is not None
    assert sending._claim(first) is None
    sent(message)
    assert (message.state, message.sent, [one.to[0] for one in mail.outbox]) == (
        "sending",
        1,
        [f"{other.full_name} <{other.email}>"],
    )
    MessageCopy.objects.filter(pk=first).update(updated_at=timezone.now() - dt.timedelta(minutes=3))
    sent(message)
    assert (message.state, message.sent, message.left, len(mail.outbox)) == ("sent", 1, 1, 1)
    (copy,) = left_copies(message, 9)
    assert copy.reason == "Sending was interrupted here: it may have gone out or not."


def test_who_leaves_while_it_is_on_its_way_gets_none(anna: Client, trainer: User) -> None:
    message = start(trainer, anna)
    sending._next_copies(message.pk)
    refuse_messages(client_id=anna.pk, way="own")
    sent(message)
    assert (message.sent, message.left, mail.outbox) == (0, 1, [])


def test_a_business_sends_so_many_a_day(anna: Client, trainer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking_messages, "MOST_A_DAY", 3)
    people: list[Client] = [anna, ClientFactory(trainer=trainer)]
    first = start(trainer, *people)
    with pytest.raises(TooMany) as error:
        start(trainer, *people)
    assert error.value.message == ("A business sends at most 3 messages in 24 hours. 1 are free now, and this has 2.")
    stop_message(message_id=first.pk, by=trainer)
    second = start(trainer, *people)
    ClientMessage.objects.filter(pk=second.pk).update(created_at=timezone.now() - dt.timedelta(hours=25))
    start(trainer, *people)


def test_two_that_become_one_want_what_either_wanted(anna: Client, owner: User) -> None:
    twin = ClientFactory()
    url = way_out(twin.pk)
    refuse_messages(client_id=twin.pk, way="link")
    merge = merge_clients(winner_id=anna.pk, loser_id=twin.pk, by=owner)
    assert MessageOptOut.objects.get().client_id == anna.pk
    refuse_messages(client_id=twin.pk, way="link")
    undo_merge(merge_id=merge.pk, by=owner)
    assert MessageOptOut.objects.get().client_id == twin.pk
    assert url == way_out(twin.pk)
