"""The business's own fields over the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from apps.accounts.api.permissions import person
from apps.accounts.permissions import Permission
from apps.clients.api import examples
from apps.clients.custom import fields_for
from apps.clients.models import CustomField
from apps.clients.services.custom import fields as services
from apps.common.api.views import ResourceViewSet

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet
    from rest_framework.request import Request

SHOWN = ("on_profile", "on_list", "on_intake")


class ChoiceSerializer(serializers.Serializer[Any]):
    """One choice. An answer holds its key, so that a new label changes no answer."""

    key = serializers.CharField(
        required=False, max_length=40, help_text="Of a choice that is there; absent for a new one."
    )
    label = serializers.CharField(max_length=200)  # type: ignore[assignment] # a field of that name; DRF takes it out of the class
    gone = serializers.BooleanField(read_only=True, default=False, help_text="Offered no more; answers keep it.")


class CustomFieldSerializer(serializers.ModelSerializer[CustomField]):
    """A field and how it is asked."""

    choices = ChoiceSerializer(many=True)

    class Meta:
        model = CustomField
        fields = (
            *("id", "name", "kind", "help_text", "is_required", "unit", "minimum", "maximum", "choices"),
            *(*SHOWN, "audience", "own", "position", "archived_at", "created_at", "updated_at"),
        )
        read_only_fields = fields


class FieldChangeSerializer(serializers.Serializer[Any]):
    """What can be changed. The kind of a field stays."""

    name = serializers.CharField(max_length=200, required=False)
    help_text = serializers.CharField(  # type: ignore[assignment] # the same
        max_length=1_000, required=False, allow_blank=True
    )
    is_required = serializers.BooleanField(required=False)
    unit = serializers.CharField(max_length=100, required=False, allow_blank=True)
    minimum = serializers.FloatField(required=False, allow_null=True)
    maximum = serializers.FloatField(required=False, allow_null=True)
    choices = ChoiceSerializer(many=True, required=False)
    on_profile = serializers.BooleanField(required=False)
    on_list = serializers.BooleanField(required=False)
    on_intake = serializers.BooleanField(required=False)
    audience = serializers.ChoiceField(choices=CustomField.Audience.choices, required=False)
    own = serializers.ChoiceField(choices=CustomField.Own.choices, required=False, help_text="What the client may.")


class NewFieldSerializer(FieldChangeSerializer):
    """A field to add."""

    name = serializers.CharField(max_length=200)
    kind = serializers.ChoiceField(choices=CustomField.Kind.choices)


class OrderSerializer(serializers.Serializer[Any]):
    """The fields in their new order."""

    ids = serializers.ListField(child=serializers.UUIDField(), max_length=200)


class CustomFieldViewSet(ResourceViewSet):
    """Fields of the business's own; a client's answers are its field `custom`."""

    serializer_class = CustomFieldSerializer
    queryset = CustomField.objects.none()
    required_permissions: ClassVar[dict[str, str]] = {
        "list": Permission.CLIENTS_VIEW,
        "retrieve": Permission.CLIENTS_VIEW,
        **dict.fromkeys(
            ("create", "partial_update", "destroy", "archive", "restore", "order"), Permission.FIELDS_MANAGE
        ),
    }
    ordering_fields: ClassVar[dict[str, tuple[str, ...]]] = {"position": ("position", "id")}
    default_ordering = "position"

    def get_queryset(self) -> QuerySet[CustomField]:
        if getattr(self, "swagger_fake_view", False):
            return CustomField.objects.none()
        return fields_for(person(self.request))

    @extend_schema(request=NewFieldSerializer, responses={201: CustomFieldSerializer}, examples=[examples.FIELD])
    def create(self, request: Request) -> Response:
        """Add a field behind the others."""
        return self.answer(services.add_field(by=person(request), **self.validated(NewFieldSerializer)), status=201)

    @extend_schema(request=FieldChangeSerializer, responses=CustomFieldSerializer)
    def partial_update(self, request: Request, pk: UUID) -> Response:
        """Change a field. Choices that are not given are offered no more; answers keep them."""
        values = self.validated(FieldChangeSerializer)
        return self.answer(services.change_field(field_id=pk, by=person(request), **values))

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: UUID) -> Response:
        """Delete a field that no client has an answer to; else 409, code "answered"."""
        services.delete_field(field_id=pk, by=person(request))
        return Response(status=204)

    @extend_schema(request=None, responses=CustomFieldSerializer)
    @action(detail=True, methods=["post"])
    def archive(self, request: Request, pk: UUID) -> Response:
        """Ask it no more; answers stay, hidden."""
        return self.answer(services.archive_field(field_id=pk, by=person(request)))

    @extend_schema(request=None, responses=CustomFieldSerializer)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, pk: UUID) -> Response:
        """Ask it again, with the answers it had."""
        return self.answer(services.restore_field(field_id=pk, by=person(request)))

    @extend_schema(request=OrderSerializer, responses={204: None})
    @action(detail=False, methods=["post"])
    def order(self, request: Request) -> Response:
        """Put the fields in this order."""
        services.order_fields(field_ids=self.validated(OrderSerializer)["ids"], by=person(request))
        return Response(status=204)
