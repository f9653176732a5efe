"""Who belongs to whom: relations that make sense, letters and payments, and what guardians see."""

from __future__ import annotations

import datetime as dt
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.accounts.roles import Role
from apps.activity.models import ActivityClient
from apps.clients.households import contact_of, dependants_of, household_of, payer_of
from apps.clients.models import Client, Relation
from apps.clients.services import archive_client, update_client
from apps.clients.services.households import change_relation, relate, unrelate
from apps.common.errors import IllegalTransition, InvalidInput, NotFound
from apps.common.ids import uuid7
from tests.factories import UserFactory
from tests.factories.clients import ClientFactory

if TYPE_CHECKING:
    from apps.accounts.models import User

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
BORN = dt.date(2011, 11, 22)  # 15 on that day


@pytest.fixture
def mother() -> Client:
    return ClientFactory(first_name="Ines", last_name="Costa", date_of_birth=dt.date(1980, 1, 1), phone="+447946000001")


@pytest.fixture
def child() -> Client:
    return ClientFactory(first_name="Rui", last_name="Costa", date_of_birth=BORN)


def refused(**values: Any) -> dict[str, list[str]]:
    with pytest.raises(InvalidInput) as error:
        relate(**values)
    return error.value.fields


@time_machine.travel(NOW, tick=False)
def test_seen_from_both_sides(owner: User, mother: Client, child: Client) -> None:
    relation = relate(client_id=child.pk, other_id=mother.pk, kind="guardian", pays=True, by=owner)
    assert relation.is_primary
    assert [(link.name, link.words) for link in household_of(child)] == [("Ines Costa", "Primary guardian, pays")]
    assert [(link.name, link.words) for link in household_of(mother)] == [("Rui Costa", "Dependant, paid for")]
    told = ActivityClient.objects.filter(activity__name="client.household_changed")
    assert set(told.values_list("client_id", flat=True)) == {child.pk, mother.pk}


@time_machine.travel(NOW, tick=False)
def test_who_gets_letters_and_who_pays(owner: User, mother: Client, child: Client) -> None:
    assert (contact_of(child).client, payer_of(child).client) == (child, child)
    relate(client_id=child.pk, other_id=mother.pk, kind="guardian", by=owner)
    father = {"name": "Jo Costa", "email": "JO@mail.example", "phone": "07400 122601"}
    second = relate(client_id=child.pk, contact=father, kind="guardian", pays=True, by=owner)  # type: ignore[arg-type] # a plain dict
    assert contact_of(child).client == mother
    payer = payer_of(child)
    assert (payer.name, payer.email, payer.phone, payer.client) == (
        "Jo Costa",
        "jo@mail.example",
        "+447400122601",
        None,
    )
    change_relation(relation_id=second.pk, client_id=child.pk, is_primary=True, by=owner)
    assert contact_of(child).name == "Jo Costa"
    assert Relation.objects.filter(client=child, is_primary=True).count() == 1
    unrelate(relation_id=second.pk, client_id=child.pk, by=owner)
    assert (contact_of(child).client, payer_of(child).client) == (mother, child)
    update_client(client_id=child.pk, by=owner, date_of_birth="2008-11-22")  # 18 today
    assert contact_of(Client.objects.get(pk=child.pk)).client == child


@time_machine.travel(NOW, tick=False)
def test_what_makes_no_sense(owner: User, trainer: User, mother: Client, child: Client) -> None:
    assert "themselves" in refused(client_id=child.pk, other_id=child.pk, kind="sibling", by=owner)["other"][0]
    relate(client_id=child.pk, other_id=mother.pk, kind="guardian", pays=True, by=owner)
    for one, other in ((child, mother), (mother, child)):
        twice = refused(client_id=one.pk, other_id=other.pk, kind="partner", by=owner)
        assert "related already" in twice["other"][0]
    young = refused(client_id=ClientFactory().pk, other_id=child.pk, kind="guardian", by=owner)
    assert young == {"other": ["Rui Costa is 15: a guardian is an adult."]}
    payer = refused(client_id=child.pk, contact={"name": "Club"}, kind="payer", by=owner)
    assert payer == {"pays": ["Ines Costa pays for Rui Costa already: change that first."]}
    for contact, field in (
        ({}, "contact_name"),
        ({"name": "x" * 201}, "contact_name"),
        ({"name": "A", "email": "nonsense"}, "contact_email"),
        ({"name": "A", "phone": "12"}, "contact_phone"),
    ):
        assert field in refused(client_id=child.pk, contact=contact, kind="other", by=owner)
    assert "kind" in refused(client_id=child.pk, contact={"name": "A"}, kind="boss", by=owner)
    both = refused(client_id=child.pk, other_id=ClientFactory().pk, contact={"name": "A"}, kind="other", by=owner)
    assert "not both" in both["contact_name"][0]
    hidden = ClientFactory(trainer=owner)
    assert refused(client_id=child.pk, other_id=hidden.pk, kind="sibling", by=trainer) == {
        "other": ["There is no such client."]
    }
    with pytest.raises(NotFound):
        relate(client_id=hidden.pk, contact={"name": "A"}, kind="other", by=trainer)
    away = archive_client(client_id=ClientFactory().pk, by=owner)
    with pytest.raises(IllegalTransition):
        relate(client_id=child.pk, other_id=away.pk, kind="sibling", by=owner)
    assert Relation.objects.count() == 1


def test_no_circle_of_guardians(owner: User) -> None:
    first, second, third = (ClientFactory() for _ in range(3))
    relate(client_id=first.pk, other_id=second.pk, kind="guardian", by=owner)
    relate(client_id=second.pk, other_id=third.pk, kind="guardian", by=owner)
    circle = refused(client_id=third.pk, other_id=first.pk, kind="guardian", by=owner)
    assert "or of their guardian" in circle["other"][0]


def test_only_through_a_client_one_sees(owner: User, trainer: User) -> None:
    relation = relate(
        client_id=ClientFactory(trainer=owner).pk, contact={"name": "A"}, kind="other", word="Coach", by=owner
    )
    assert household_of(relation.client)[0].words == "Coach"
    for act in (unrelate, change_relation):
        with pytest.raises(NotFound):
            act(relation_id=relation.pk, client_id=relation.client_id, by=trainer)
        with pytest.raises(NotFound):
            act(relation_id=relation.pk, client_id=ClientFactory().pk, by=owner)
        with pytest.raises(NotFound):
            act(relation_id=uuid7(), client_id=relation.client_id, by=owner)


@time_machine.travel(NOW, tick=False)
def test_whose_guardian_somebody_is(owner: User, mother: Client, child: Client) -> None:
    login = UserFactory(role=Role.CLIENT)
    Client.objects.filter(pk=mother.pk).update(user=login)
    grown = ClientFactory(date_of_birth=dt.date(2008, 11, 22))
    unknown, sister = ClientFactory(), ClientFactory()
    for client in (child, grown, unknown):
        relate(client_id=client.pk, other_id=mother.pk, kind="guardian", by=owner)
    relate(client_id=sister.pk, other_id=mother.pk, kind="sibling", by=owner)
    assert set(dependants_of(login)) == {child, unknown}
    assert not dependants_of(UserFactory(role=Role.CLIENT)).exists()
    archive_client(client_id=unknown.pk, by=owner)
    assert set(dependants_of(login)) == {child}
    Client.objects.filter(pk=mother.pk).update(archived_at=NOW)
    assert not dependants_of(login).exists()


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    acts=st.lists(
        st.tuples(
            st.integers(0, 4), st.integers(0, 4), st.sampled_from(Relation.Kind.values), st.booleans(), st.booleans()
        ),
        max_size=25,
    )
)
def test_whatever_is_tried_households_make_sense(owner: User, acts: list[tuple[int, int, str, bool, bool]]) -> None:
    Relation.objects.all().delete()
    people: list[Client] = [ClientFactory() for _ in range(5)]
    for one, other, kind, flag, adds in acts:
        client, with_ = people[one], people[other]
        try:
            if adds:
                relate(client_id=client.pk, other_id=with_.pk, kind=kind, pays=flag, is_primary=not flag, by=owner)
            elif found := Relation.objects.filter(client=client).first():
                unrelate(relation_id=found.pk, client_id=client.pk, by=owner)
        except InvalidInput:
            continue
    check_sense(people)


def check_sense(people: list[Client]) -> None:
    guardians = {
        client.pk: set(Relation.objects.filter(client=client, kind="guardian").values_list("other", flat=True))
        for client in people
    }
    for client in people:
        above, level = set(), guardians[client.pk]
        while level:
            assert client.pk not in level
            above |= level
            level = {pk for one in level for pk in guardians[one]} - above
        assert Relation.objects.filter(client=client, is_primary=True).count() == min(1, len(guardians[client.pk]))
        assert Relation.objects.filter(client=client, pays=True).count() <= 1
    for one, other in combinations(people, 2):
        seen = [link.relation for link in household_of(one) if link.person == other]
        assert seen == [link.relation for link in household_of(other) if link.person == one]
        assert len(seen) <= 1
