from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.utils import timezone

from apps.activity.models import Activity
from apps.clients.models import Clearance, Client, Intake, Screening
from apps.clients.questionnaire import NO, YES
from apps.clients.records import clearance_of
from apps.clients.services import archive_client
from apps.clients.services.intake import Filler, answer_screening, decide_clearance
from apps.clients.services.intake.screening import SCREENING_DUE, ask_again
from apps.common.errors import IllegalTransition, InvalidInput, NotAllowed, NotFound, StaleVersion
from tests.clients.intake.answers import ALL_NO, BACK, NEEDS_DOCTOR
from tests.factories.clients import ClientFactory

if TYPE_CHECKING:
    from apps.accounts.models import User
    from tests.harness.counting import AssertQueries


@pytest.fixture
def anna(owner: User) -> Client:
    return ClientFactory(first_name="Anna")


def answer(client: Client, by: User, answers: dict[str, str]) -> Screening:
    return answer_screening(client_id=client.pk, filler=Filler.signed_in(by), answers=answers)


def due_keys() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM public.due_work WHERE kind = %s", [SCREENING_DUE])
        return [row[0] for row in cursor.fetchall()]


def test_answers_leave_flags_and_a_clearance(owner: User, anna: Client) -> None:
    screening = answer(anna, owner, BACK)
    assert (screening.flags, screening.state, screening.way, screening.by) == (["joints"], "clear", "staff", owner)
    assert clearance_of([anna.pk]) == {anna.pk: Clearance.CLEAR}
    assert "health" in Intake.objects.get(client=anna).steps
    assert due_keys() == [str(anna.pk)]


def test_what_a_doctor_must_see_needs_clearance(owner: User, anna: Client) -> None:
    assert answer(anna, owner, NEEDS_DOCTOR).state == Clearance.NEEDED


def test_a_follow_up_without_its_yes_is_not_kept(owner: User, anna: Client) -> None:
    screening = answer(anna, owner, ALL_NO | {"joints_recent": YES, "joints_words": "Knee"})
    assert (screening.answers, screening.state) == (ALL_NO, Clearance.CLEAR)


def test_every_gap_is_said_at_its_question_and_nothing_is_written(owner: User, anna: Client) -> None:
    given = {key: value for key, value in BACK.items() if key not in {"heart", "joints_numb"}}
    with pytest.raises(InvalidInput) as caught:
        answer(anna, owner, given | {"pregnancy": "maybe", "nonsense": YES})
    assert caught.value.fields == {
        "nonsense": ["This questionnaire has no such question."],
        "pregnancy": ["Answer yes or no."],
        "heart": ["Answer yes or no."],
        "joints_numb": ["Answer yes or no."],
    }
    assert not Screening.objects.exists()
    assert not Activity.objects.exists()


def test_the_same_answers_twice_are_one_screening(owner: User, anna: Client) -> None:
    assert answer(anna, owner, BACK) == answer(anna, owner, BACK)
    assert answer(anna, owner, ALL_NO) != Screening.objects.order_by("id").first()
    assert Screening.objects.count() == 2


def test_the_front_desk_neither_gives_nor_decides(front_desk: User, owner: User, anna: Client) -> None:
    with pytest.raises(NotAllowed):
        answer(anna, front_desk, ALL_NO)
    answer(anna, owner, NEEDS_DOCTOR)
    with pytest.raises(NotAllowed):
        decide_clearance(client_id=anna.pk, by=front_desk, state="cleared", note="x", cleared_on="2026-01-01")


def test_a_doctor_clears_until_a_day(owner: User, anna: Client) -> None:
    screening, today = answer(anna, owner, NEEDS_DOCTOR), timezone.localdate()
    cleared = decide_clearance(
        client_id=anna.pk,
        by=owner,
        state="cleared",
        note="Letter of Dr Wells",
        cleared_on=today,
        cleared_until=today + dt.timedelta(days=30),
        expected_version=screening.version,
    )
    assert clearance_of([anna.pk]) == {anna.pk: Clearance.CLEARED}
    Screening.objects.update(cleared_on=today - dt.timedelta(days=9), cleared_until=today - dt.timedelta(days=1))
    assert clearance_of([anna.pk]) == {anna.pk: Clearance.NEEDED}
    with pytest.raises(StaleVersion):
        decide_clearance(client_id=anna.pk, by=owner, state="needed", expected_version=cleared.version - 1)


def test_a_decision_needs_who_and_when(owner: User, anna: Client) -> None:
    answer(anna, owner, NEEDS_DOCTOR)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    with pytest.raises(InvalidInput) as caught:
        decide_clearance(client_id=anna.pk, by=owner, state="cleared", cleared_on=tomorrow)
    assert set(caught.value.fields) == {"note", "cleared_on"}
    with pytest.raises(InvalidInput) as caught:
        decide_clearance(client_id=anna.pk, by=owner, state="cleared", note="x", cleared_on="2026-02-30")
    assert "2026-02-30" in caught.value.fields["cleared_on"][0]


def test_moves_that_make_no_sense_are_refused(owner: User, anna: Client) -> None:
    answer(anna, owner, ALL_NO)
    with pytest.raises(IllegalTransition):
        decide_clearance(client_id=anna.pk, by=owner, state="declined", note="x")
    with pytest.raises(InvalidInput):
        decide_clearance(client_id=anna.pk, by=owner, state="clear")


def test_nobody_asked_is_not_found(owner: User, anna: Client) -> None:
    with pytest.raises(NotFound):
        decide_clearance(client_id=anna.pk, by=owner, state="needed")
    assert clearance_of([anna.pk]) == {anna.pk: Clearance.NONE}


def test_after_a_year_it_is_due_once(owner: User, anna: Client) -> None:
    answer(anna, owner, ALL_NO)
    ask_again(client_id=anna.pk)
    assert Screening.objects.get().asked_again_at is None
    Screening.objects.update(answered_at=timezone.now() - dt.timedelta(days=366))
    ask_again(client_id=anna.pk)
    ask_again(client_id=anna.pk)
    assert Screening.objects.get().is_due
    assert Activity.objects.filter(name="client.screening_due").count() == 1
    assert due_keys() == []
    answer(anna, owner, ALL_NO)
    assert Screening.objects.count() == 2


def test_an_archived_client_is_not_asked_again(owner: User, anna: Client) -> None:
    answer(anna, owner, ALL_NO)
    Screening.objects.update(answered_at=timezone.now() - dt.timedelta(days=366))
    archive_client(client_id=anna.pk, by=owner)
    ask_again(client_id=anna.pk)
    assert not Activity.objects.filter(name="client.screening_due").exists()
    assert due_keys() == []


def test_many_clients_are_one_query(
    owner: User, assert_queries: AssertQueries, django_assert_num_queries: object
) -> None:
    clients = [ClientFactory() for _ in range(5)]
    for client in clients[:3]:
        answer(client, owner, ALL_NO | {"chest_pain": NO})
    with django_assert_num_queries(1):  # type: ignore[operator] # pytest-django's fixture
        found = clearance_of([client.pk for client in clients])
    assert [found[client.pk] for client in clients] == ["clear"] * 3 + ["none"] * 2
