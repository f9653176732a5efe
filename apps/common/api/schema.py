"""OpenAPI: every operation says which problems it can answer."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema

PROBLEM = {
    "type": "object",
    "description": "RFC 9457 problem.",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "errors": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
    },
}
ALWAYS = {
    "400": "Values that cannot be accepted.",
    "406": "There is nothing here in the form that Accept asks for.",
    "429": "Too many requests.",
    "503": "Out of reach for a moment.",
}
SIGNED_IN = {"401": "No valid token.", "403": "The role may not do this."}


class ProblemAutoSchema(AutoSchema):
    """Adds the problem responses, and the headers that writes take."""

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        operation = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        problems = dict(ALWAYS)
        if getattr(self.view, "permission_classes", None) and not getattr(self.view, "is_open", False):
            problems |= SIGNED_IN
        if "{" in self.path or self.method != "GET":
            problems |= {"404": "Not found.", "409": "Clashes with something that exists."}
        problems |= getattr(self.view, "extra_problems", {})
        for status, text in problems.items():
            content = {"application/problem+json": {"schema": PROBLEM}}
            operation["responses"].setdefault(status, {"description": text, "content": content})
        return dict(operation)
