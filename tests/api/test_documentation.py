"""The description is valid, complete, and drawn as a page."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from drf_spectacular.drainage import GENERATOR_STATS
from openapi_spec_validator import validate
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError

from apps.api.documentation.examples import Schemas
from apps.api.documentation.schema import description

if TYPE_CHECKING:
    from apps.accounts.models import User
    from tests.harness.people import ApiFor, Browser


@pytest.mark.parametrize("urlconf", [None, settings.PUBLIC_URLCONF])
def test_it_validates(urlconf: str | None) -> None:
    document = description(urlconf)
    assert document["openapi"] == "3.1.1"
    validate(with_equal_parts_shared(document, {}))


def with_equal_parts_shared(part: Any, known: dict[str, Any]) -> Any:
    """Return the same document with each thing that is said often as one object: the validator looks at an object once."""
    if isinstance(part, dict):
        part = {key: with_equal_parts_shared(value, known) for key, value in part.items()}
    elif isinstance(part, list):
        part = [with_equal_parts_shared(value, known) for value in part]
    return known.setdefault(json.dumps(part), part)


def test_what_is_wrong_deep_inside_is_found() -> None:
    document = deepcopy(description(None))
    operation = document["paths"]["/api/v1/clients/"]["get"]
    operation["responses"]["429"]["content"]["application/problem+json"]["schema"] = {"type": "nonsense"}
    with pytest.raises(OpenAPIValidationError, match="nonsense"):
        validate(with_equal_parts_shared(document, {}))


@pytest.mark.parametrize("urlconf", [None, settings.PUBLIC_URLCONF])
def test_nothing_is_left_to_guess(urlconf: str | None, capsys: pytest.CaptureFixture[str]) -> None:
    """The generator warns of names and types that it had to make up."""
    description.cache_clear()
    GENERATOR_STATS.reset()  # it says each thing once a process
    description(urlconf)
    assert capsys.readouterr().err == ""


def test_every_operation_says_its_problems() -> None:
    operations = [item for methods in description(None)["paths"].values() for item in methods.values()]
    assert all("application/problem+json" in item["responses"]["429"]["content"] for item in operations)


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("application/json", "application/json"),
        ("*/*", "application/json"),
        ("application/vnd.oai.openapi", "application/vnd.oai.openapi"),
        ("application/vnd.oai.openapi+json", "application/vnd.oai.openapi+json"),
    ],
)
def test_it_is_served_in_the_form_that_is_asked_for(anonymous: Browser, accept: str, content_type: str) -> None:
    answer = anonymous.get("/api/v1/schema/", headers={"Accept": accept})
    assert (answer.status_code, answer["Content-Type"].split(";")[0]) == (200, content_type)


def test_the_page_shows_every_operation(anonymous: Browser) -> None:
    page = anonymous.get("/api/v1/docs/").content.decode()
    anchors = [item["operationId"] for methods in description(None)["paths"].values() for item in methods.values()]
    assert [anchor for anchor in anchors if f'<article class="operation" id="{anchor}">' not in page] == []
    assert "<script>" not in page
    assert "style=" not in page
    assert "https://" not in page.replace("https://iron-temple.example", "")


def test_the_public_host_has_its_own(public_client: Browser) -> None:
    assert next(iter(public_client.get("/api/v1/schema/").json()["paths"])) == "/api/v1/signups/"
    assert "/api/v1/signups/" in public_client.get("/api/v1/docs/").content.decode()


def test_examples_follow_references_and_stop_in_circles() -> None:
    node = {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/Node"}, "id": {"type": "integer"}}}
    schemas = Schemas({"components": {"schemas": {"Node": node}}})
    example = schemas.example({"$ref": "#/components/schemas/Node"})
    assert (example["id"], example["next"]["id"]) == (1, 1)


def test_rate_limits_are_told_on_every_answer(api_for: ApiFor, trainer: User) -> None:
    answer = api_for(trainer).get("/api/v1/me/")
    assert answer["RateLimit-Policy"] == '"request";q=600;w=60'
    assert answer["RateLimit"].startswith('"request";r=599;t=')
