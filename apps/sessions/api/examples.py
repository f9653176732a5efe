"""What the API's documentation shows."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiResponse

CLIENT, TRAINER = "01941f29-7c00-7246-86c3-b13803bb95ed", "01941f29-7c00-7d01-9a31-0f5b7c1de2a4"

BOOK = OpenApiExample(
    "An hour on the gym floor",
    request_only=True,
    value={
        "clients": [CLIENT],
        "trainer": TRAINER,
        "starts_at": "2027-03-01T09:30:00Z",
        "duration_minutes": 60,
        "type": "personal",
        "location": "Main floor",
        "notes": "Lower strength, day B",
    },
)
MOVE = OpenApiExample("Half an hour later", request_only=True, value={"starts_at": "2027-03-01T10:00:00Z"})
COMPLETE = OpenApiExample("With a note", request_only=True, value={"notes": "Box squat 5 × 5 at 80 kg, knee quiet."})
CANCEL = OpenApiExample("Called off", request_only=True, value={"reason": "Flu", "by": "client"})

_SLOT = {
    "type": "object",
    "required": ["starts_at", "ends_at"],
    "properties": {
        "starts_at": {"type": "string", "format": "date-time"},
        "ends_at": {"type": "string", "format": "date-time"},
    },
}
_CLASH: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457 problem. Of a clash it carries the next times at which everybody is free.",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "enum": ["double_booking", "outside_hours", "illegal_transition", "conflict"]},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "free_slots": {"type": "array", "items": _SLOT},
    },
}
CLASH = {
    (409, "application/problem+json"): OpenApiResponse(
        response=_CLASH,
        description="Somebody is already booked then.",
        examples=[
            OpenApiExample(
                "A clash",
                value={
                    "type": "urn:mectofitness:problem:double_booking",
                    "title": "Somebody is already booked then",
                    "status": 409,
                    "code": "double_booking",
                    "detail": "Nora Lindqvist has a session with Marcus Adeyemi on Mon 1 Mar, 09:30 to 10:30.",
                    "free_slots": [{"starts_at": "2027-03-01T10:30:00Z", "ends_at": "2027-03-01T11:30:00Z"}],
                },
            )
        ],
    )
}
