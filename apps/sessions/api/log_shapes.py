"""What the API says and takes of logs."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample
from rest_framework import serializers

from apps.sessions.models.log import Measure, SetKind, Side
from apps.sessions.services.log import MOST_OPERATIONS
from apps.sessions.services.log.operations import NAMES

_EXERCISE, _SET = "01941f29-7c00-7a11-9d3b-5a1c3c7b9a01", "01941f29-7c00-7b22-8e4c-6b2d4d8cab02"
STAMP = 7_448_355_225_600_017
EXERCISE = OpenApiExample("Box squat", request_only=True, value={"name": "Box squat", "measure": "load"})
SET = OpenApiExample(
    "Five at 82.5 kg",
    request_only=True,
    value={"exercise": _EXERCISE, "number": 1, "reps": 5, "load_g": 82_500, "rpe": 8},
)
OPERATIONS = OpenApiExample(
    "An exercise and its first set",
    request_only=True,
    value={
        "operations": [
            {"op": "exercise", "id": _EXERCISE, "stamp": STAMP, "name": "Box squat", "position": 0},
            {
                "op": "set",
                "id": _SET,
                "exercise": _EXERCISE,
                "stamp": STAMP + 4_096_000,
                "number": 1,
                "reps": 5,
                "load_g": 82_500,
                "rpe": 8,
            },
        ]
    },
)


class AmountsSerializer(serializers.Serializer[Any]):
    """What a set was: grams, millimetres, seconds; RPE from 1 to 10 in half steps."""

    kind = serializers.ChoiceField(choices=SetKind.choices, required=False)
    reps = serializers.IntegerField(allow_null=True, required=False)
    load_g = serializers.IntegerField(allow_null=True, required=False)
    rpe = serializers.FloatField(allow_null=True, required=False)
    seconds = serializers.IntegerField(allow_null=True, required=False)
    distance_mm = serializers.IntegerField(allow_null=True, required=False)
    side = serializers.ChoiceField(choices=Side.choices, allow_blank=True, required=False)
    note = serializers.CharField(allow_blank=True, required=False)


class SetLineSerializer(AmountsSerializer):
    """A set: logged (`is_done`) or planned. `last` is the same set last time."""

    id = serializers.UUIDField()
    number = serializers.IntegerField()
    is_done = serializers.BooleanField()
    last = AmountsSerializer(allow_null=True)


class ExerciseSerializer(serializers.Serializer[Any]):
    """An exercise of a log."""

    name = serializers.CharField(max_length=120)
    measure = serializers.ChoiceField(choices=Measure.choices, required=False)
    note = serializers.CharField(allow_blank=True, required=False, help_text="The client reads it.")
    position = serializers.IntegerField(required=False)
    client = serializers.UUIDField(required=False, help_text="Needed where several clients have a place.")


class ExerciseLineSerializer(serializers.Serializer[Any]):
    """An exercise with its sets."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    measure = serializers.ChoiceField(choices=Measure.choices)
    note = serializers.CharField(allow_blank=True)
    position = serializers.IntegerField()
    is_planned = serializers.BooleanField(help_text="Not in the log yet.")
    sets = SetLineSerializer(many=True)


class SheetSerializer(serializers.Serializer[Any]):
    """A log with what is still planned."""

    session = serializers.UUIDField()
    client = serializers.UUIDField()
    stamp = serializers.IntegerField(help_text="The server's stamp of now: milliseconds since 1970 times 4096.")
    exercises = ExerciseLineSerializer(many=True)


class SetSerializer(AmountsSerializer):
    """A set to log."""

    exercise = serializers.UUIDField()
    number = serializers.IntegerField(min_value=1, max_value=100)
    client = serializers.UUIDField(required=False, help_text="Needed where several clients have a place.")


class OperationSerializer(AmountsSerializer):
    """One act. `exercise` and `set` say all of a row; acts on sets name their exercise; `order` lists `exercises`."""

    op = serializers.ChoiceField(choices=NAMES)
    id = serializers.UUIDField(help_text="Of the row, made by the caller; of an `order` any.")
    stamp = serializers.IntegerField(
        required=False, help_text="Milliseconds since 1970 times 4096, plus 0 to 4095 by chance; now, when left out."
    )
    exercise = serializers.UUIDField(required=False)
    number = serializers.IntegerField(required=False)
    name = serializers.CharField(required=False)
    measure = serializers.ChoiceField(choices=Measure.choices, required=False)
    position = serializers.IntegerField(required=False)
    exercises = serializers.ListField(child=serializers.UUIDField(), required=False)
    text = serializers.CharField(required=False, help_text="Of an `observation`: a private note on the client.")
    about_health = serializers.BooleanField(required=False)


class OperationsSerializer(serializers.Serializer[Any]):
    operations = OperationSerializer(many=True, help_text=f"At most {MOST_OPERATIONS}.")
    client = serializers.UUIDField(required=False, help_text="Needed where several clients have a place.")
