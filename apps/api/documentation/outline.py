"""From an OpenAPI document to what the page shows: groups of operations with fields, answers and a command to try."""

from __future__ import annotations

import json
import shlex
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from apps.api.documentation.examples import Schemas, words_for

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Field:
    """One line about a parameter or a member of a body."""

    name: str
    kind: str
    required: bool
    text: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One status an operation answers."""

    status: str
    text: str
    example: str = ""

    @property
    def is_good(self) -> bool:
        return self.status.startswith(("2", "3"))


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address."""

    anchor: str
    method: str
    path: str
    text: str
    parameters: list[Field]
    body: list[Field]
    answers: list[Answer]
    curl: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The operations of one tag."""

    name: str
    operations: list[Operation]


def outline(document: dict[str, Any], host: str) -> list[Group]:
    """Return the groups in the order of their addresses. `host` is where the commands point, without a path."""
    schemas = Schemas(document)
    groups: dict[str, list[Operation]] = defaultdict(list)
    for path, methods in document["paths"].items():
        for method in METHODS:
            if method in methods:
                tag = methods[method].get("tags", ["other"])[0]
                groups[tag].append(_operation(path, method, methods[method], schemas, host))
    return [Group(name, operations) for name, operations in groups.items()]


def _operation(path: str, method: str, said: dict[str, Any], schemas: Schemas, host: str) -> Operation:
    body_schema = _content(said.get("requestBody", {}))
    example = _written_example(said.get("requestBody", {})) or (schemas.example(body_schema) if body_schema else None)
    is_open = {} in said.get("security", []) or not said.get("security", [])
    return Operation(
        anchor=said["operationId"],
        method=method.upper(),
        path=path,
        text=said.get("description", "") or said.get("summary", ""),
        parameters=[_parameter(item, schemas) for item in said.get("parameters", [])],
        body=_fields(body_schema, schemas),
        answers=[_answer(status, item, schemas) for status, item in sorted(said["responses"].items())],
        curl=_curl(method, host + path, example, is_open=is_open),
        is_open=is_open,
    )


def _content(holder: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a body, JSON before others."""
    content = holder.get("content", {})
    chosen = content.get("application/json") or next(iter(content.values()), {})
    return dict(chosen.get("schema", {}))


def _written_example(holder: dict[str, Any]) -> Any:
    examples = holder.get("content", {}).get("application/json", {}).get("examples", {})
    return next((item["value"] for item in examples.values()), None)


def _parameter(item: dict[str, Any], schemas: Schemas) -> Field:
    kind = words_for(item.get("schema", {}), schemas)
    return Field(item["name"], kind, bool(item.get("required")), item.get("description", ""), item["in"])


def _fields(schema: dict[str, Any], schemas: Schemas) -> list[Field]:
    found = schemas.resolve(schema)
    required = set(found.get("required", []))
    return [
        Field(name, words_for(field, schemas), name in required, schemas.resolve(field).get("description", ""))
        for name, field in found.get("properties", {}).items()
        if not field.get("readOnly")
    ]


def _answer(status: str, item: dict[str, Any], schemas: Schemas) -> Answer:
    schema = _content(item)
    is_good = status.startswith("2")
    example = _pretty(schemas.example(schema)) if schema and is_good else ""
    return Answer(status, item.get("description", ""), example)


def _pretty(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)


def _curl(method: str, url: str, example: Any, *, is_open: bool) -> str:
    lines = [f"curl {shlex.quote(url)}"]
    if method != "get":
        lines[0] = f"curl -X {method.upper()} {shlex.quote(url)}"
    if not is_open:
        lines.append('-H "Authorization: Bearer $TOKEN"')
    if example is not None:
        lines.append("-H 'Content-Type: application/json'")
        lines.append(f"-d {shlex.quote(json.dumps(example, ensure_ascii=False))}")
    return " \\\n  ".join(lines)
