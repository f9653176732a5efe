"""The day as the API shows it. Sessions and clients are told by id and name; their own resources have the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.clients.selectors.attention import CLEARANCE, DUE, WAITING
from apps.insights.selectors import Week
from apps.sessions.selectors import title_of

if TYPE_CHECKING:
    from apps.sessions.models import TrainingSession


class TodayQuerySerializer(serializers.Serializer[Any]):
    """Whose day."""

    who = serializers.ChoiceField(
        choices=["all", "me"], required=False, help_text="Default: one's own for those who train, else everybody's."
    )


class SessionLineSerializer(serializers.Serializer[Any]):
    """A session as a line of the day."""

    id = serializers.UUIDField()
    title = serializers.SerializerMethodField()
    trainer = serializers.UUIDField(source="trainer_id", help_text="Id of the trainer.")
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    state = serializers.CharField()

    @extend_schema_field(OpenApiTypes.STR)
    def get_title(self, session: TrainingSession) -> str:
        return title_of(session)


class QuietClientSerializer(serializers.Serializer[Any]):
    """A client who has not been for two weeks and has nothing booked."""

    id = serializers.UUIDField()
    full_name = serializers.CharField()


class FollowUpSerializer(serializers.Serializer[Any]):
    """A contact that asks for one more."""

    contact = serializers.UUIDField(source="id", help_text="Id in the client's log: `clients/{client}/contacts/`.")
    client = serializers.UUIDField(source="client_id")
    full_name = serializers.CharField(source="client_name")
    way = serializers.CharField()
    said = serializers.CharField(source="text")
    follow_up_on = serializers.DateField(source="due_on")


class ToDoSerializer(serializers.Serializer[Any]):
    """A task that is due."""

    id = serializers.UUIDField(help_text="Id in `tasks/`.")
    text = serializers.CharField()
    due_on = serializers.DateField()
    client = serializers.UUIDField(source="client_id", allow_null=True)
    assignee_name = serializers.CharField(source="assignee")


class WeekSerializer(serializers.Serializer[Week]):
    """Counts of one week. `missed` are no-shows and what clients called off."""

    monday = serializers.DateField()
    booked = serializers.IntegerField()
    done = serializers.IntegerField()
    missed = serializers.IntegerField()
    trained = serializers.IntegerField(help_text="Clients who trained.")
    joined = serializers.IntegerField(help_text="New clients.")
    attendance = serializers.IntegerField(allow_null=True, help_text="Percent; null when nothing was held or missed.")


class AttentionSerializer(serializers.Serializer[Any]):
    """Clients who wait for something."""

    kind = serializers.ChoiceField(
        choices=[CLEARANCE, DUE, WAITING],
        help_text="A doctor's clearance is needed, the health questions are due again, an intake has not come for a week.",
    )
    count = serializers.IntegerField(
        help_text="At most 100. `clients/` lists them by its filters `health` and `intake`."
    )


class TodaySerializer(serializers.Serializer[Any]):
    """What the page Today says."""

    date = serializers.DateField(help_text="In the person's zone.")
    who = serializers.ChoiceField(choices=["all", "me"])
    sessions = SessionLineSerializer(many=True)
    current = serializers.UUIDField(allow_null=True, help_text="The session that runs, else the next; null when none.")
    unfinished = SessionLineSerializer(many=True, help_text="Past sessions that wait for their end, at most 50.")
    follow_ups = FollowUpSerializer(many=True, help_text="Clients to get in touch with again by today, at most 50.")
    to_do = ToDoSerializer(many=True, help_text="Tasks due by today; with the follow-ups at most 50.")
    quiet_clients = QuietClientSerializer(many=True, help_text="Longest away first, at most 50.")
    tasks = AttentionSerializer(many=True, help_text="Those that the person may do something about.")
    active_clients = serializers.IntegerField()
    weeks = WeekSerializer(many=True, help_text="Eight, oldest first; the last is this week.")
    attendance_change = serializers.IntegerField(
        allow_null=True, help_text="Points of this week against those before; null without a week to compare."
    )
