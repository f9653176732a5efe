"""What may leave for the error tracker: code, kinds and ids of ours. Never what people typed, are called or suffer from.

Kept is an allow-list, so that a new field of the SDK is dropped until somebody decides otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

EVENT_FIELDS = (
    "event_id",
    "timestamp",
    "level",
    "platform",
    "logger",
    "transaction",
    "release",
    "environment",
    "server_name",
    "sdk",
    "tags",
    "fingerprint",
    "type",
    "start_timestamp",
)
TAGS = ("tenant", "request_id", "task_id", "task", "status")
FRAME_FIELDS = (
    "abs_path",
    "filename",
    "function",
    "lineno",
    "module",
    "in_app",
    "context_line",
    "pre_context",
    "post_context",
)
# Their text is made by Python, Django or Postgres from names in the code, not from values.
TECHNICAL = frozenset(
    {
        "AttributeError",
        "FieldError",
        "ImportError",
        "ImproperlyConfigured",
        "InterfaceError",
        "MemoryError",
        "ModuleNotFoundError",
        "NameError",
        "OperationalError",
        "PoolTimeout",
        "ProgrammingError",
        "RecursionError",
        "TemplateDoesNotExist",
        "TemplateSyntaxError",
        "TypeError",
        "UnboundLocalError",
    },
)
REMOVED = "[removed, see the log]"
EMAIL = re.compile(r"[^\s@<>()\"']+@[^\s@<>()\"',]+")
NUMBER = re.compile(r"\+?\d[\d\s().-]{5,}\d")

type Json = Mapping[str, Any]


def scrub_event(event: Any, _hint: Any = None) -> Any:
    """Return the event with nothing but what is allowed."""
    kept = {name: event[name] for name in EVENT_FIELDS if name in event and name != "tags"}
    kept["tags"] = {name: value for name, value in _mapping(event.get("tags")).items() if name in TAGS}
    if exceptions := _values(event.get("exception")):
        kept["exception"] = {"values": [_exception(each) for each in exceptions]}
    if entry := _mapping(event.get("logentry")):
        # The text as it stands in the code; what was filled in stays here.
        kept["logentry"] = {"message": scrub_text(str(entry.get("message", "")))}
    if request := _mapping(event.get("request")):
        kept["request"] = {name: request[name] for name in ("method",) if name in request}
    if user_id := _mapping(event.get("user")).get("id"):
        kept["user"] = {"id": str(user_id)}
    if trace := _mapping(_mapping(event.get("contexts")).get("trace")):
        kept["contexts"] = {"trace": {name: trace[name] for name in ("trace_id", "span_id", "op") if name in trace}}
    return kept


def scrub_text(text: str) -> str:
    """Blank addresses and numbers of a text, and all but the first line: Postgres quotes rows below it."""
    lines = text.splitlines() or [""]
    return NUMBER.sub("[number]", EMAIL.sub("[email]", lines[0]))


def _exception(found: Json) -> dict[str, Any]:
    kind = str(found.get("type", ""))
    text = str(found.get("value", ""))
    frames = _mapping(found.get("stacktrace")).get("frames") or []
    return {
        "type": kind,
        "module": found.get("module"),
        "value": scrub_text(text) if kind in TECHNICAL else REMOVED,
        "stacktrace": {"frames": [_frame(frame) for frame in frames]},
    }


def _frame(frame: Json) -> dict[str, Any]:
    return {name: frame[name] for name in FRAME_FIELDS if name in frame}


def _values(holder: Any) -> list[Json]:
    return list(_mapping(holder).get("values") or [])


def _mapping(value: Any) -> Json:
    return cast("Json", value) if isinstance(value, Mapping) else {}
