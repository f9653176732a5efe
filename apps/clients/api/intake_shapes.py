"""Intakes as the API shows and takes them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample
from rest_framework import serializers

from apps.clients.models import Clearance, Consent, ConsentDocument, Goal, Intake, IntakeLink, Screening, Way
from apps.clients.questionnaire import CURRENT, VERSIONS, flags_of
from apps.clients.services.intake.measures import MEASURES
from apps.clients.services.values.amounts import UNITS, amount_words

DECISIONS = ["needed", "cleared", "declined"]
ANSWERS = OpenApiExample(
    "Everything no, but for the back",
    request_only=True,
    value={
        "questionnaire": CURRENT.version,
        "answers": {
            **{question.key: "no" for question in CURRENT.questions},
            "joints": "yes",
            "joints_words": "Lower back, when lifting",
            "joints_recent": "no",
            "joints_numb": "no",
        },
    },
)
DECISION = OpenApiExample(
    "Cleared for half a year",
    request_only=True,
    value={
        "state": "cleared",
        "note": "Letter of Dr Wells",
        "cleared_on": "2026-01-05",
        "cleared_until": "2026-07-05",
    },
)
GOAL = OpenApiExample(
    "A hundred kilograms by summer",
    request_only=True,
    value={"kind": "strength", "text": "Deadlift", "target": "100", "unit": "kg", "target_date": "2027-06-01"},
)
MEASURED = OpenApiExample(
    "81.7 kg, 178 cm, 22.5 %",
    request_only=True,
    value={"measured_on": "2026-01-05", "values": {"weight": 81_700, "height": 1_780, "body_fat": 225}},
)
AGREED = OpenApiExample(
    "Signed on paper",
    request_only=True,
    value={"versions": ["01a205c3-1b92-7716-a0c5-211c229107a5"], "signed_name": "Anna Berg", "on_paper": True},
)
WAIVER = OpenApiExample(
    "A waiver",
    request_only=True,
    value={"kind": "agreement", "title": "Training agreement", "text": "I train at my own risk.", "is_required": True},
)


class ClearanceSerializer(serializers.Serializer[Any]):
    """The word that everybody of the team may know."""

    clearance = serializers.ChoiceField(choices=Clearance.choices)
    is_due = serializers.BooleanField(help_text="The answers are a year old, or there are none.")


class ScreeningSerializer(serializers.ModelSerializer[Screening]):
    """One set of answers; only for those who may see health."""

    clearance = serializers.ChoiceField(choices=Clearance.choices, read_only=True)
    flags = serializers.SerializerMethodField(help_text="What to keep in mind, in words.")
    is_due = serializers.BooleanField(read_only=True)

    class Meta:
        model = Screening
        fields = (
            *("id", "questionnaire", "answers", "flags", "clearance", "is_due", "way", "answered_at", "cleared_on"),
            *("cleared_until", "clearance_note", "version"),
        )
        read_only_fields = fields

    def get_flags(self, screening: Screening) -> list[str]:
        return flags_of(VERSIONS[screening.questionnaire], screening.flags)


class AnswersSerializer(serializers.Serializer[Any]):
    """Answers by question: “yes”, “no”, or words where words are asked for."""

    questionnaire = serializers.ChoiceField(choices=sorted(VERSIONS), default=CURRENT.version)
    answers = serializers.DictField(child=serializers.CharField(allow_blank=True, max_length=2_000))


class DecisionSerializer(serializers.Serializer[Any]):
    """What a doctor said."""

    state = serializers.ChoiceField(choices=DECISIONS)
    note = serializers.CharField(required=False, allow_blank=True, max_length=1_000)
    cleared_on = serializers.DateField(required=False, allow_null=True)
    cleared_until = serializers.DateField(required=False, allow_null=True)


class GoalSerializer(serializers.ModelSerializer[Goal]):
    """A goal. `target` is in grams, millimetres, tenths of percent, seconds, metres or times; `target_words` as it was said."""

    target_words = serializers.SerializerMethodField()

    class Meta:
        model = Goal
        fields = ("id", "kind", "text", "target", "unit", "target_words", "target_date", "state", "ended_on", "version")
        read_only_fields = fields

    def get_target_words(self, goal: Goal) -> str:
        return amount_words(goal.target, goal.unit) if goal.target else ""


class NewGoalSerializer(serializers.Serializer[Any]):
    """A goal to set, or the whole of one to change."""

    kind = serializers.ChoiceField(choices=Goal.Kind.choices, default=Goal.Kind.OTHER)
    text = serializers.CharField(max_length=400)
    target = serializers.CharField(required=False, allow_blank=True, max_length=40, help_text="A number in `unit`.")
    unit = serializers.ChoiceField(choices=list(UNITS), required=False, allow_blank=True)
    target_date = serializers.DateField(required=False, allow_null=True)


class GoalStateSerializer(serializers.Serializer[Any]):
    """Achieved, abandoned, or active again."""

    state = serializers.ChoiceField(choices=Goal.State.choices)


class MeasuresSerializer(serializers.Serializer[Any]):
    """First measures: grams, millimetres, tenths of percent; null takes one away, absent ones stay."""

    measured_on = serializers.DateField(required=False, allow_null=True)
    values = serializers.DictField(
        child=serializers.IntegerField(allow_null=True), help_text=f"Any of {', '.join(MEASURES)}."
    )


class IntakeSerializer(serializers.ModelSerializer[Intake]):
    """How far the intake has come: when each step was last saved."""

    finished_way = serializers.ChoiceField(choices=Way.choices, allow_blank=True, read_only=True)

    class Meta:
        model = Intake
        fields = ("steps", "finished_at", "finished_way")
        read_only_fields = fields


class ConsentSerializer(serializers.ModelSerializer[Consent]):
    """That a client agreed, to which words, how, and whether they took it back."""

    document = serializers.UUIDField(source="version.document_id")
    title = serializers.CharField(source="version.document.title")
    number = serializers.IntegerField(source="version.number")
    version = serializers.UUIDField(source="version_id")
    withdrawn_way = serializers.ChoiceField(choices=Way.choices, allow_blank=True, read_only=True)

    class Meta:
        model = Consent
        fields = (
            *("id", "document", "title", "number", "version", "signed_name", "way", "given_at"),
            *("withdrawn_at", "withdrawn_way"),
        )
        read_only_fields = fields


class AgreeSerializer(serializers.Serializer[Any]):
    """Versions that the client agrees to, with a name as the signature."""

    versions = serializers.ListField(child=serializers.UUIDField(), max_length=50)
    signed_name = serializers.CharField(max_length=400)
    on_paper = serializers.BooleanField(default=False)


class DocumentSerializer(serializers.ModelSerializer[ConsentDocument]):
    """A document and the words that count."""

    newest = serializers.SerializerMethodField(help_text="Id of the version that is asked for.")
    text = serializers.SerializerMethodField()

    class Meta:
        model = ConsentDocument
        fields = ("id", "kind", "title", "is_required", "retired_at", "newest", "text", "version")
        read_only_fields = fields

    def get_newest(self, document: ConsentDocument) -> str:
        return str(self._version(document).pk)

    def get_text(self, document: ConsentDocument) -> str:
        return str(self._version(document).text)

    def _version(self, document: ConsentDocument) -> Any:
        known = self.context.get("versions")
        return known[document.pk] if known else document.versions.order_by("-number").first()


class NewDocumentSerializer(serializers.Serializer[Any]):
    """A document to add, or the whole of one to change: other words are a new version."""

    kind = serializers.ChoiceField(choices=ConsentDocument.Kind.choices)
    title = serializers.CharField(max_length=200)
    text = serializers.CharField(max_length=21_000)
    is_required = serializers.BooleanField(default=False)


class LinkSerializer(serializers.ModelSerializer[IntakeLink]):
    """The link that was sent last; its secret stands nowhere."""

    is_open = serializers.BooleanField(read_only=True)
    is_locked = serializers.BooleanField(read_only=True)

    class Meta:
        model = IntakeLink
        fields = (
            "email",
            "created_at",
            "expires_at",
            "confirmed_at",
            "used_at",
            "withdrawn_at",
            "is_open",
            "is_locked",
        )
        read_only_fields = fields
