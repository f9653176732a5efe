"""A client's own intake as the API shows and takes it."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_field
from rest_framework import serializers

from apps.clients.api.intake_shapes import IntakeSerializer
from apps.clients.api.parts import CustomAnswersField, custom_answers
from apps.clients.models import Client, CustomField, Intake

AGREED = OpenApiExample(
    "Agreed, with the name as the signature",
    request_only=True,
    value={"versions": ["01a205c3-1b92-7716-a0c5-211c229107a5"], "signed_name": "Anna Berg"},
)
REACHED = OpenApiExample("Reached", request_only=True, value={"state": "achieved"})
DETAILS = OpenApiExample(
    "A birthday, and an answer",
    request_only=True,
    value={"date_of_birth": "1990-02-03", "custom": {"019b2a80-0000-7000-8000-000000000001": "A friend"}},
)
CONTACT = OpenApiExample(
    "Whom to call, and why",
    request_only=True,
    value={
        "emergency_name": "Nils Berg",
        "emergency_phone": "+447400122603",
        "emergency_relation": "Brother",
        "goal": "A stronger back",
    },
)


class AskedSerializer(serializers.ModelSerializer[CustomField]):
    """A question of the business's own; its answer goes to `me/intake/details/`, under `custom` and this id."""

    choices = serializers.SerializerMethodField(help_text="What may be chosen: key and label.")

    class Meta:
        model = CustomField
        fields = ("id", "name", "kind", "help_text", "is_required", "unit", "minimum", "maximum", "choices")
        read_only_fields = fields

    @extend_schema_field(
        {
            "type": "array",
            "items": {"type": "object", "properties": {"key": {"type": "string"}, "label": {"type": "string"}}},
        }
    )
    def get_choices(self, field: CustomField) -> list[dict[str, str]]:
        return [{"key": choice["key"], "label": choice["label"]} for choice in field.offered]


class OwnIntakeSerializer(IntakeSerializer):
    """How far the client's own intake has come. `gaps`: what is missing before it can be sent, by step."""

    gaps = serializers.SerializerMethodField()
    asked = serializers.SerializerMethodField()

    class Meta:
        model = Intake
        fields = ("steps", "finished_at", "finished_way", "gaps", "asked")
        read_only_fields = fields

    @extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})
    def get_gaps(self, _intake: Any) -> Any:
        return self.context["gaps"]

    @extend_schema_field(AskedSerializer(many=True))
    def get_asked(self, _intake: Any) -> Any:
        return AskedSerializer(self.context["asked"], many=True).data


class OwnDetailsSerializer(serializers.Serializer[Client]):
    """The first step. Answers that the client does not see are taken, and not shown."""

    phone = serializers.CharField(max_length=60, required=False, allow_blank=True, allow_null=True)
    date_of_birth = serializers.DateField(required=False, allow_null=True)
    custom = custom_answers()

    def to_representation(self, client: Client) -> dict[str, Any]:
        shown = CustomAnswersField(source="*")
        shown.bind("custom", self)
        born = client.date_of_birth.isoformat() if client.date_of_birth else None
        return {"phone": client.phone, "date_of_birth": born, "custom": shown.to_representation(client)}


class OwnContactSerializer(serializers.Serializer[Client]):
    """The second step."""

    emergency_name = serializers.CharField(max_length=400, required=False, allow_blank=True)
    emergency_phone = serializers.CharField(max_length=60, required=False, allow_blank=True, allow_null=True)
    emergency_relation = serializers.CharField(max_length=120, required=False, allow_blank=True)
    goal = serializers.CharField(max_length=400, required=False, allow_blank=True)


class StandingSerializer(serializers.Serializer[Any]):
    """A document that clients are asked to agree to, and whether this one has."""

    document = serializers.UUIDField(source="document.pk")
    title = serializers.CharField(source="document.title")
    kind = serializers.CharField(source="document.kind")
    is_required = serializers.BooleanField(source="document.is_required")
    version = serializers.UUIDField(source="version.pk", help_text="What to agree to.")
    text = serializers.CharField(source="version.text")
    is_missing = serializers.BooleanField(help_text="Not agreed to, or the words have changed since.")
