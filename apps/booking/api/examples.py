"""What the API's documentation shows."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample

TYPE, TRAINER = "01941f29-7c00-7246-86c3-b13803bb95ed", "01941f29-7c00-7d01-9a31-0f5b7c1de2a4"

SESSION, CLIENT = "01941f29-7c00-7e10-9b6d-9d6d3f1f2a11", "01941f29-7c00-7c55-8d0e-40b1f29a7e22"

FIRST = OpenApiExample(
    "A first hour",
    request_only=True,
    value={"name": "First session", "kind": "personal", "minutes": 60, "price": "Free", "trainers": [TRAINER]},
)
DEARER = OpenApiExample("Another price", request_only=True, value={"price": "£60"})
BOOK = OpenApiExample(
    "Monday at half past nine",
    request_only=True,
    value={"type": TYPE, "trainer": TRAINER, "starts_at": "2027-03-01T09:30:00Z"},
)
ANYBODY = OpenApiExample(
    "Anybody, for a minor",
    request_only=True,
    value={"type": TYPE, "starts_at": "2027-03-01T09:30:00Z", "client": CLIENT},
)
MOVE = OpenApiExample("An hour later", request_only=True, value={"starts_at": "2027-03-01T10:30:00Z"})
OTHER_DAY = OpenApiExample("A place, on another day", request_only=True, value={"group": SESSION})
FOR_MIA = OpenApiExample("For a minor", request_only=True, value={"client": CLIENT})
CANCEL = OpenApiExample("Ill, late", request_only=True, value={"reason": "Flu", "late_accepted": True})
