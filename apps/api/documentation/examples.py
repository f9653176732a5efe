"""Examples made from a schema, where nobody wrote one."""

from __future__ import annotations

from typing import Any

DEEPEST = 4
BY_FORMAT = {
    "uuid": "01a2048d-b8f2-775b-8a07-769ede96a630",
    "date-time": "2026-03-26T12:30:00Z",
    "date": "2026-03-26",
    "time": "12:30:00",
    "email": "nora@iron-temple.example",
    "uri": "https://iron-temple.example/",
}
BY_TYPE: dict[str, Any] = {"string": "text", "integer": 1, "number": 1.5, "boolean": True, "null": None}


class Schemas:
    """The named schemas of one description."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._named = document.get("components", {}).get("schemas", {})

    def resolve(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Follow a reference, also one wrapped in `allOf` or `oneOf` (nullable values)."""
        if "$ref" in schema:
            return self.resolve(self._named[schema["$ref"].rsplit("/", 1)[1]])
        for wrapper in ("allOf", "oneOf", "anyOf"):
            if schema.get(wrapper):
                return {**self.resolve(schema[wrapper][0]), **{k: v for k, v in schema.items() if k != wrapper}}
        return schema

    def example(self, schema: dict[str, Any], depth: int = 0) -> Any:
        """Return a value that the schema allows."""
        schema = self.resolve(schema)
        for name in ("example", "default", "const"):
            if name in schema:
                return schema[name]
        if schema.get("enum"):
            return schema["enum"][0]
        kind = type_of(schema)
        if kind == "object" and depth < DEEPEST:
            fields = schema.get("properties", {}).items()
            return {name: self.example(field, depth + 1) for name, field in fields}
        if kind == "array" and depth < DEEPEST:
            return [self.example(schema.get("items", {}), depth + 1)]
        return BY_FORMAT.get(schema.get("format", ""), BY_TYPE.get(kind, {} if kind == "object" else []))


def type_of(schema: dict[str, Any]) -> str:
    """Return the first type that is not null."""
    kind = schema.get("type", "object" if "properties" in schema else "string")
    return next((item for item in kind if item != "null"), "null") if isinstance(kind, list) else str(kind)


def words_for(schema: dict[str, Any], schemas: Schemas) -> str:
    """Say a type in a few words: "string, uuid", "array of integer"."""
    found = schemas.resolve(schema)
    kind = type_of(found)
    if kind == "array":
        return f"array of {words_for(found.get('items', {}), schemas)}"
    words = ", ".join(part for part in (kind, found.get("format", "")) if part)
    if values := [str(value) for value in found.get("enum", []) if value is not None]:
        words += ": " + " | ".join(values)
    return words
