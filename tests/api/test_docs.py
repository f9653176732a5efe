"""The commands in docs/api do what they say."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.factories.people import PASSWORD
from tests.harness.people import Machine, host_of

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.common.business import BusinessRef

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "api"
EXPECTED = {
    "authentication.md": [200, 200, 200, 204],
    "errors.md": [400],
    "pagination.md": [200],
    "idempotency.md": [201],
    "versioning.md": [200],
}


def commands(name: str) -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", (FOLDER / name).read_text(), re.DOTALL)
    return [block.replace("\\\n", " ") for block in blocks]


def send(machine: Machine, command: str, values: dict[str, str]) -> Any:
    """Do what curl would, with the shell's variables filled in."""
    for variable, value in values.items():
        command = command.replace(f"${variable}", value)
    words = shlex.split(command)[1:]
    method, headers, body, url = "GET", {}, "", ""
    while words:
        word = words.pop(0)
        if word == "-X":
            method = words.pop(0)
        elif word == "-H":
            key, _, value = words.pop(0).partition(": ")
            headers[key] = value
        elif word == "-d":
            body = words.pop(0)
        else:
            url = word
    parts = urlsplit(url)
    content_type = headers.pop("Content-Type", "")
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return machine.generic(method, path, body, content_type=content_type, headers=headers)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_the_commands_of_a_page(business: BusinessRef, owner: User, name: str) -> None:
    machine = Machine(SERVER_NAME=host_of(business))
    body = json.dumps({"email": owner.email, "password": PASSWORD})
    pair = machine.post("/api/v1/token/", body, content_type="application/json").json()
    values = {"HOST": "http://host", "EMAIL": owner.email, "PASSWORD": PASSWORD}
    values |= {"ACCESS": pair["access"], "REFRESH": pair["refresh"]}
    answers = [send(machine, command, values) for command in commands(name)]
    assert [answer.status_code for answer in answers] == EXPECTED[name]


def test_every_page_is_tried() -> None:
    assert sorted(path.name for path in FOLDER.glob("*.md")) == sorted(EXPECTED)


def test_the_example_of_an_error_has_the_fields_of_a_real_one(business: BusinessRef, owner: User) -> None:
    block = re.search(r"```json\n(.*?)```", (FOLDER / "errors.md").read_text(), re.DOTALL)
    assert block is not None
    machine = Machine(SERVER_NAME=host_of(business))
    machine.force_authenticate(owner)
    real = machine.post("/api/v1/invitations/", {"email": "nobody", "role": "trainer"}, format="json").json()
    example = json.loads(block[1])
    assert {**example, "instance": ""} == {**real, "instance": ""}
