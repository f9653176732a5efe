"""The main job over the API, as a script would do it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.people import Machine, open_business
from tests.harness.waiting import until

if TYPE_CHECKING:
    from tests.harness.live import Live

pytestmark = pytest.mark.e2e

TRAINER = "theo@steel-house.example"
TRAINERS_PASSWORD = "another long sentence 42"


def invite_trainer(owner: Machine) -> Machine:
    invited = owner.call("POST", "invitations/", {"email": TRAINER, "full_name": "Theo Brandt", "role": "trainer"})
    assert invited.status == 201, invited.text
    link = owner.live.link_to(TRAINER, "/accounts/invitation/")
    secret = link.rstrip("/").rpartition("/")[2]
    visitor = Machine(owner.live, owner.subdomain)
    body = {"token": secret, "full_name": "Theo Brandt", "password": TRAINERS_PASSWORD}
    accepted = visitor.call("POST", "invitations/acceptance/", body)
    assert accepted.status in {200, 201}, accepted.text
    again = visitor.call("POST", "invitations/acceptance/", body)
    assert again.status in {404, 409, 410}
    return visitor.logged_in(TRAINER, TRAINERS_PASSWORD)


def add_client(machine: Machine) -> dict[str, Any]:
    body = {"first_name": "Mara", "last_name": "Okafor", "email": "mara@mail.example", "phone": "+447946012345"}
    made = machine.call("POST", "clients/", body, Idempotency_Key="first-client")
    assert made.status == 201, made.text
    twice = machine.call("POST", "clients/", body, Idempotency_Key="first-client")
    assert twice.json["id"] == made.json["id"]
    assert machine.call("POST", "clients/", body).status in {400, 409}, "the address is taken"
    found = machine.call("GET", "clients/?search=okafor").json["results"]
    assert [client["id"] for client in found] == [made.json["id"]]
    return dict(made.json)


def change_client(machine: Machine, client: dict[str, Any]) -> None:
    read = machine.call("GET", f"clients/{client['id']}/")
    changed = machine.call("PATCH", f"clients/{client['id']}/", {"goal": "5k run"}, If_Match=read.headers["etag"])
    assert (changed.status, changed.json["goal"]) == (200, "5k run")
    stale = machine.call("PATCH", f"clients/{client['id']}/", {"goal": "10k"}, If_Match=read.headers["etag"])
    assert stale.status == 412


def run_session(machine: Machine, client: dict[str, Any]) -> str:
    start = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(minutes=30)
    body = {"clients": [client["id"]], "starts_at": start.isoformat(), "duration_minutes": 60, "type": "personal"}
    booked = machine.call("POST", "sessions/", body)
    assert booked.status == 201, booked.text
    clash = machine.call("POST", "sessions/", body)
    assert clash.status == 409
    assert clash.headers["content-type"] == "application/problem+json"
    assert {"starts_at", "ends_at"} <= set(clash.json["free_slots"][0])
    path = f"sessions/{booked.json['id']}"
    assert machine.call("POST", f"{path}/start/", {}).status == 200
    done = machine.call("POST", f"{path}/completion/", {"notes": "Three sets of five."})
    assert (done.status, done.json["state"]) == (200, "completed")
    again = machine.call("POST", f"{path}/completion/", {})
    assert (again.status, again.json["version"]) == (200, done.json["version"]), (
        "completed once, however often it is said"
    )
    assert machine.call("POST", f"{path}/cancellation/", {"by": "client", "reason": "ill"}).status == 409
    return str(booked.json["id"])


def names_in_timeline(machine: Machine, client: dict[str, Any]) -> set[str]:
    return {entry["name"] for entry in machine.call("GET", f"clients/{client['id']}/timeline/").json["results"]}


def test_main_job(live: Live) -> None:
    owner = open_business(live, "steel-house", "Steel House")
    trainer = invite_trainer(owner)
    client = add_client(owner)
    change_client(owner, client)
    session = run_session(owner, client)
    until(lambda: "session.completed" in names_in_timeline(owner, client), "the timeline")

    stranger = open_business(live, "other-house", "Other House")
    for path in (f"clients/{client['id']}/", f"clients/{client['id']}/timeline/", f"sessions/{session}/"):
        assert stranger.call("GET", path).status == 404
        assert Machine(live, "other-house", owner.token).call("GET", path).status == 401
    assert stranger.call("GET", "clients/").json["results"] == []

    assert trainer.call("GET", "me/").json["role"] == "trainer"
    assert owner.call("POST", "sign-out-everywhere/", {}).status in {200, 204}
    assert owner.call("GET", "me/").status == 401
    assert trainer.call("GET", "me/").status == 200
