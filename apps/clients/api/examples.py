"""What the API's documentation shows."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample

ADD = OpenApiExample(
    "A client",
    request_only=True,
    value={
        "first_name": "Anna",
        "last_name": "Berg",
        "email": "anna.berg@example.com",
        "phone": "07400 122601",
        "goal": "First pull-up",
        "date_of_birth": "1990-02-28",
        "tags": ["Morning", "Knee"],
        "emergency_name": "Nils Berg",
        "emergency_phone": "07400 122603",
        "emergency_relation": "Brother",
    },
)
CHANGE = OpenApiExample("A new phone", request_only=True, value={"phone": "+44 7400 122602"})
REMAP = OpenApiExample(
    "The first column is the whole name",
    request_only=True,
    value={"mapping": {"0": "full_name", "1": "email", "2": "phone", "3": ""}},
)
RUN = OpenApiExample("Leave out what cannot be imported", request_only=True, value={"accept_errors": True})
BULK = OpenApiExample(
    "Set two clients inactive",
    request_only=True,
    value={
        "act": "status",
        "options": {"status": "inactive"},
        "clients": ["0190f3a2-5c1e-7d4b-8a6f-2b9c4d5e6f70", "0190f3a2-5c1e-7d4b-8a6f-2b9c4d5e6f71"],
    },
)
BULK_ALL = OpenApiExample(
    "Archive all who have not come for a year",
    request_only=True,
    value={"act": "archive", "query": {"status": "inactive", "unseen_for": "365"}},
)
EXPORT = OpenApiExample(
    "Two columns of one client",
    response_only=True,
    media_type="text/csv",
    value="First name,Phone\r\nAnna,(+44) 7400 122601\r\n",
)
TAG = OpenApiExample("A tag", request_only=True, value={"name": "Morning", "colour": "gold"})
MERGE = OpenApiExample(
    "Another tag takes its place", request_only=True, value={"into": "019b2a80-0000-7000-8000-000000000001"}
)
SAVED_VIEW = OpenApiExample(
    "Active, and not seen for a month",
    request_only=True,
    value={"name": "Call them", "query": {"view": "active", "unseen_for": "30"}},
)
FIELD = OpenApiExample(
    "A number with a unit",
    request_only=True,
    value={"name": "Resting pulse", "kind": "number", "unit": "bpm", "minimum": 20, "maximum": 220},
)
