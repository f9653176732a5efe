"""The log of contacts: by hand, letters, and who is to be called back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from apps.accounts.roles import Role
from apps.activity.selectors import timeline_of_client
from apps.clients.models import Client, ClientContact
from apps.clients.selectors.notes import contacts_of, follow_ups_due
from apps.clients.services import archive_client, invite_client
from apps.clients.services.contacts import (
    change_contact,
    delete_contact,
    log_contact,
    record_letter,
    restore_contact,
    settle_follow_up,
)
from apps.common.errors import IllegalTransition, InvalidInput, NotAllowed, NotFound, StaleVersion
from apps.common.ids import uuid7
from apps.integrations.errors import PermanentVendorError
from tests.factories import UserFactory
from tests.factories.clients import ClientFactory

if TYPE_CHECKING:
    from apps.accounts.models import User
    from tests.harness.tasks import RunCommitHooks


@pytest.fixture
def anna(trainer: User) -> Client:
    return ClientFactory(first_name="Anna", last_name="Berg", trainer=trainer)


def names_due(user: User, *, own: bool = False) -> list[str]:
    return [contact.said for contact in follow_ups_due(user, timezone.localdate(), own=own)]


def test_logged_with_nothing_but_how(anna: Client, front_desk: User) -> None:
    before = timezone.now()
    contact = log_contact(client_id=anna.pk, by=front_desk, way="call")
    assert (contact.direction, contact.said, contact.by) == ("out", "", front_desk)
    assert before <= contact.at <= timezone.now()
    (activity,) = timeline_of_client(anna.pk, kind="contacts")
    assert (activity.name, activity.actor_name) == ("contact.logged", front_desk.full_name)


def test_every_problem_is_said_at_its_field(anna: Client, trainer: User) -> None:
    now = timezone.now()
    bad: dict[str, Any] = {
        "way": "letter",
        "direction": "sideways",
        "said": "x" * 2001,
        "at": now + dt.timedelta(hours=1),
        "follow_up_on": timezone.localdate() - dt.timedelta(days=1),
    }
    with pytest.raises(InvalidInput) as error:
        log_contact(client_id=anna.pk, by=trainer, **bad)
    assert error.value.fields == {
        "way": ["Say how you were in touch."],
        "direction": ["Say who reached whom."],
        "said": ["At most 2000 characters; this has 2001."],
        "at": ["This lies ahead: log what has happened."],
        "follow_up_on": ["Choose today or a later day."],
    }
    assert not ClientContact.objects.exists()


def test_changed_by_who_logged_it_or_a_manager(anna: Client, trainer: User, manager: User, front_desk: User) -> None:
    contact = log_contact(client_id=anna.pk, by=trainer, way="call", said="Wants mornings", contact_id=uuid7())
    changed = change_contact(client_id=anna.pk, contact_id=contact.pk, by=manager, way="text", expected_version=1)
    assert (changed.way, changed.said, changed.version) == ("text", "Wants mornings", 2)
    with pytest.raises(StaleVersion):
        change_contact(client_id=anna.pk, contact_id=contact.pk, by=trainer, said="Evenings", expected_version=1)
    with pytest.raises(NotAllowed):
        delete_contact(client_id=anna.pk, contact_id=contact.pk, by=front_desk)
    delete_contact(client_id=anna.pk, contact_id=contact.pk, by=trainer)
    assert not contacts_of(anna.pk).exists()
    restore_contact(client_id=anna.pk, contact_id=contact.pk, by=trainer)
    assert contacts_of(anna.pk).get().said == "Wants mornings"


def test_due_for_whom_it_concerns(anna: Client, trainer: User, owner: User, front_desk: User) -> None:
    today = timezone.localdate()
    other, gone = ClientFactory(trainer=UserFactory(role=Role.TRAINER)), ClientFactory(trainer=trainer)
    log_contact(client_id=anna.pk, by=front_desk, way="call", said="Desk's", follow_up_on=today)
    log_contact(client_id=other.pk, by=owner, way="call", said="Owner's", follow_up_on=today)
    log_contact(client_id=anna.pk, by=trainer, way="call", said="Later", follow_up_on=today + dt.timedelta(days=1))
    log_contact(client_id=gone.pk, by=trainer, way="call", said="Archived", follow_up_on=today)
    archive_client(client_id=gone.pk, by=owner)
    assert names_due(owner) == ["Desk's", "Owner's"]
    assert names_due(owner, own=True) == ["Owner's"]
    assert names_due(trainer) == names_due(trainer, own=True) == ["Desk's"]
    tomorrow = follow_ups_due(trainer, today + dt.timedelta(days=1), own=True)
    assert [contact.said for contact in tomorrow] == ["Desk's", "Later"]


def test_a_letter_that_went_out_stands_in_the_log(
    anna: Client,
    trainer: User,
    run_commit_hooks: RunCommitHooks,
    celery_inline: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with run_commit_hooks():
        invite_client(client_id=anna.pk, by=trainer)
    letter = contacts_of(anna.pk).get()
    assert (letter.way, letter.letter, letter.by) == ("letter", "client.invited", trainer)
    assert letter.said.startswith("Your sessions at ")
    assert str(anna.email) not in letter.said
    for act in (change_contact, delete_contact):
        with pytest.raises(IllegalTransition):
            act(client_id=anna.pk, contact_id=letter.pk, by=trainer)

    def refuse(*_args: object, **_values: object) -> None:
        raise PermanentVendorError(vendor_code="no mailbox")

    monkeypatch.setattr("apps.clients.receivers.send_letter", refuse)
    with run_commit_hooks():
        invite_client(client_id=anna.pk, by=trainer)
    assert contacts_of(anna.pk).count() == 1


def test_a_letter_to_nobody_any_more_is_not_sent_again(anna: Client) -> None:
    record_letter(client_id=uuid7(), letter="client.invited", subject="Hello", by_id=uuid7())
    record_letter(client_id=anna.pk, letter="client.invited", subject="Hello\nthere", by_id=uuid7())
    assert ClientContact.objects.get().said == "Hello there"


ACTS = st.lists(st.sampled_from(["done", "open", "later", "never", "delete", "restore"]), max_size=8)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
@example(acts=["done", "never", "later"])
def test_due_is_what_was_asked_for_and_not_done(anna: Client, trainer: User, acts: list[str]) -> None:
    """Whatever people do in whatever order: it is due exactly while it is asked for, not done and not deleted."""
    today = timezone.localdate()
    contact = log_contact(client_id=anna.pk, by=trainer, way="call", follow_up_on=today)
    named: dict[str, Any] = {"client_id": anna.pk, "contact_id": contact.pk, "by": trainer}
    asked, done, deleted = True, False, False
    for act in acts:
        try:
            if act in {"done", "open"}:
                settle_follow_up(**named, is_done=act == "done")
                done = act == "done"
            elif act in {"later", "never"}:
                change_contact(**named, follow_up_on=today if act == "later" else None)
                done, asked = done and asked == (act == "later"), act == "later"
            else:
                (delete_contact if act == "delete" else restore_contact)(**named)
                deleted = act == "delete"
        except NotFound:
            assert deleted
        except IllegalTransition:
            assert not asked
    is_due = contact in follow_ups_due(trainer, today, own=True)
    assert is_due == (asked and not done and not deleted)
