"""Whatever is sent, the answer is a precise problem, never a 500."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.common.api.parsers import MAX_BYTES
from tests.harness.people import Machine, host_of

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.common.business import BusinessRef
    from tests.harness.people import ApiFor

JSON = "application/json"


@pytest.fixture
def machine(business: BusinessRef) -> Machine:
    return Machine(SERVER_NAME=host_of(business), raise_request_exception=False)


def post(machine: Machine, body: bytes, content_type: str = JSON) -> Any:
    return machine.generic("POST", "/api/v1/token/", body, content_type=content_type)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"{", "not JSON"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[" * 100_000, "nested deeper"),
        (b'{"a":' * 30 + b"1" + b"}" * 30, "nested deeper"),
        (b'{"email": NaN}', "NaN"),
        (b'{"email": "a\\u0000b", "password": "x"}', "NUL"),
        (b'{"email": "\\ud800", "password": "x"}', "surrogate"),
        (b'{"email": ' + b"9" * 5000 + b"}", "not JSON"),
    ],
)
def test_unusable_json(machine: Machine, body: bytes, words: str) -> None:
    answer = post(machine, body)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert words in answer.json()["detail"]


@pytest.mark.parametrize("body", [b"[]", b"1", b'"x"', b"null", b"{}"])
def test_json_of_another_shape(machine: Machine, body: bytes) -> None:
    answer = post(machine, body)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_a_huge_body(machine: Machine) -> None:
    answer = post(machine, b'"' + b"x" * MAX_BYTES + b'"')
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/xml", "x", "", "application/x-www-form-urlencoded"]
)
def test_other_content_types(machine: Machine, content_type: str) -> None:
    answer = post(machine, b"a=b", content_type)
    assert answer.status_code in {400, 415}
    assert answer["Content-Type"] == "application/problem+json"


def test_an_unknown_charset_is_no_crash(machine: Machine) -> None:
    assert post(machine, b"{}", "application/json; charset=klingon").status_code == 400


def test_wrong_method_path_and_accept(machine: Machine) -> None:
    wrong_method = machine.get("/api/v1/token/")
    assert (wrong_method.status_code, wrong_method.json()["code"], wrong_method["Allow"]) == (
        405,
        "method_not_allowed",
        "POST, OPTIONS",
    )
    wrong_path = machine.get("/api/v1/nothing/")
    assert (wrong_path.status_code, wrong_path.json()["code"]) == (404, "not_found")
    wrong_accept = machine.get("/api/v1/token/", headers={"Accept": "image/png"})
    assert (wrong_accept.status_code, wrong_accept.json()["code"]) == (406, "not_acceptable")
    for answer in (wrong_method, wrong_path, wrong_accept):
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["instance"] == f"urn:request:{answer['X-Request-ID']}"


def cursor(*parts: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "query",
    [
        "cursor=%00",
        "cursor=x",
        "cursor=" + cursor("f", "id", ["no uuid"]),
        "cursor=" + cursor("f", "full_name|id", ["a\0", "b"]),
        "cursor=" + cursor("f", "full_name|id", [{"a": 1}, []]),
        "cursor=" + cursor("f", "full_name|id", [None, None]),
        "cursor=" + cursor(1, 2),
        "cursor=" + cursor("f", "full_name|id", ["a", "b"]),
        "page_size=0",
        "page_size=201",
        "page_size=%D9%A3",
        "page_size=1e9",
        "ordering=password",
        "ordering=--full_name",
        "search=%00",
    ],
)
def test_tampered_queries(api_for: ApiFor, owner: User, query: str) -> None:
    api = api_for(owner)
    api.raise_request_exception = False
    answer = api.get(f"/api/v1/team/?{query}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["full_name", "time_zone", "x"]), inner, max_size=3)
        ),
        max_leaves=6,
    )
)
def test_any_json_is_answered(api_for: ApiFor, trainer: User, data: Any) -> None:
    answer = api_for(trainer).patch("/api/v1/me/", json.dumps(data), content_type=JSON)
    assert answer.status_code in {200, 400}
