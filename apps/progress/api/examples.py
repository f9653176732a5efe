"""What the API's documentation shows."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample

CLIENT = "01941f29-7c00-7246-86c3-b13803bb95ed"

WEIGHED = OpenApiExample(
    "Weighed this morning",
    request_only=True,
    value={"client": CLIENT, "metric": "weight", "value": 81.7, "unit": "kg", "taken_on": "2026-01-05"},
)
IN_POUNDS = OpenApiExample(
    "In pounds, today",
    request_only=True,
    value={"client": CLIENT, "metric": "weight", "value": 180.1, "unit": "lb", "note": "After breakfast"},
)
PRESSURE = OpenApiExample(
    "Blood pressure",
    request_only=True,
    value={"client": CLIENT, "metric": "blood_pressure", "value": 118, "diastolic": 76, "taken_on": "2026-01-05"},
)
SEVERAL = OpenApiExample(
    "Weight and waist on two days",
    request_only=True,
    value={
        "client": CLIENT,
        "measurements": [
            {"metric": "weight", "value": 82.4, "taken_on": "2026-01-05"},
            {"metric": "waist", "value": 91.5, "taken_on": "2026-01-05"},
            {"metric": "weight", "value": 81.7, "taken_on": "2026-01-12"},
        ],
        "replace": False,
    },
)
CORRECTED = OpenApiExample("A slip of the pen", request_only=True, value={"value": 81.4})
RESTORED = OpenApiExample(
    "Back as it was",
    response_only=True,
    value={
        "id": "01941f29-7c00-7000-8000-5d2c1a0f7b11",
        "client": CLIENT,
        "metric": "weight",
        "value": 81.7,
        "diastolic": None,
        "unit": "kg",
        "taken_on": "2026-01-05",
        "source": "staff",
        "note": "",
        "by": None,
        "version": 2,
        "created_at": "2026-01-05T09:12:00Z",
        "updated_at": "2026-01-05T09:14:00Z",
    },
)
