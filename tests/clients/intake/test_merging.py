"""Two clients become one, and two again: what their intakes hold goes along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apps.clients.models import Clearance, Consent, Goal, Intake
from apps.clients.records import clearance_of
from apps.clients.services import merge_clients, undo_merge
from apps.clients.services.intake import Filler, add_document, add_goal, answer_screening, give_consents, save_measures
from tests.clients.intake.answers import ALL_NO, NEEDS_DOCTOR
from tests.factories.clients import ClientFactory

if TYPE_CHECKING:
    from apps.accounts.models import User


def test_health_goals_and_consents_go_to_the_one_who_stays(owner: User) -> None:
    filler = Filler.signed_in(owner)
    winner, loser = ClientFactory(), ClientFactory()
    both = add_document(by=owner, kind="privacy", title="Privacy", text="Words").versions.get()
    one = add_document(by=owner, kind="photos", title="Photos", text="Words").versions.get()
    answer_screening(client_id=winner.pk, filler=filler, answers=ALL_NO)
    answer_screening(client_id=loser.pk, filler=filler, answers=NEEDS_DOCTOR)
    add_goal(client_id=loser.pk, filler=filler, text="Run")
    save_measures(client_id=loser.pk, filler=filler, values={"weight": 70_000})
    give_consents(client_id=winner.pk, filler=filler, version_ids=[both.pk], signed_name="W")
    give_consents(client_id=loser.pk, filler=filler, version_ids=[both.pk, one.pk], signed_name="L")

    record = merge_clients(winner_id=winner.pk, loser_id=loser.pk, by=owner)

    assert clearance_of([winner.pk]) == {winner.pk: Clearance.NEEDED}
    assert Goal.objects.get().client == winner
    assert sorted(Consent.objects.filter(client=winner).values_list("signed_name", flat=True)) == ["L", "W"]
    assert Intake.objects.get(client=loser).measures == {"weight": 70_000}  # the winner has one

    undo_merge(merge_id=record.pk, by=owner)

    assert clearance_of([winner.pk, loser.pk]) == {winner.pk: Clearance.CLEAR, loser.pk: Clearance.NEEDED}
    assert Goal.objects.get().client == loser
    assert Consent.objects.filter(client=loser).count() == 2
