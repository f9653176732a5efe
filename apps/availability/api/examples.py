"""What the API's documentation shows."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample

TRAINER = "01941f29-7c00-7d01-9a31-0f5b7c1de2a4"
MORNING, AFTERNOON = {"from": "07:00", "until": "12:00"}, {"from": "14:00", "until": "20:00"}

HOURS = OpenApiExample(
    "A long Monday with a break, Tuesday morning",
    request_only=True,
    value={"time_zone": "", "week": {"monday": [MORNING, AFTERNOON], "tuesday": [MORNING]}},
)
HOLIDAY = OpenApiExample(
    "A week away",
    request_only=True,
    value={"trainer": TRAINER, "starts_on": "2027-07-05", "ends_on": "2027-07-11", "reason": "Family"},
)
CLOSED = OpenApiExample(
    "The business closes at noon on Christmas Eve",
    request_only=True,
    value={"trainer": None, "starts_on": "2027-12-24", "from_time": "12:00", "reason": "Christmas Eve"},
)
