"""Saved views over the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from apps.accounts.permissions import Permission
from apps.clients.api import examples
from apps.clients.models import SavedView
from apps.clients.selectors.setup import views_for
from apps.clients.services import views as services
from apps.common.api.views import ResourceViewSet

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet
    from rest_framework.request import Request

    from apps.accounts.models import User

ACTIONS = ("list", "retrieve", "create", "partial_update", "destroy")


class SavedViewSerializer(serializers.ModelSerializer[SavedView]):
    """A view. `query` holds the parameters of the page's address; `view` there is `status` here."""

    owner = serializers.UUIDField(source="owner_id")

    class Meta:
        model = SavedView
        fields = ("id", "name", "query", "is_shared", "owner", "position")
        read_only_fields = fields


class ViewChangeSerializer(serializers.Serializer[Any]):
    """What can be changed; absent fields stay."""

    name = serializers.CharField(max_length=services.LONGEST_NAME, required=False)
    query = serializers.DictField(child=serializers.CharField(max_length=200), required=False)
    is_shared = serializers.BooleanField(required=False, help_text="For owners and managers.")


class NewViewSerializer(ViewChangeSerializer):
    """A view to keep."""

    name = serializers.CharField(max_length=services.LONGEST_NAME)
    query = serializers.DictField(child=serializers.CharField(max_length=200))


class SavedViewSet(ResourceViewSet):
    """One's own views and those that others share; only one's own can be changed."""

    serializer_class = SavedViewSerializer
    queryset = SavedView.objects.none()
    required_permissions: ClassVar[dict[str, str]] = dict.fromkeys(ACTIONS, Permission.CLIENTS_VIEW)
    ordering_fields: ClassVar[dict[str, tuple[str, ...]]] = {"position": ("position", "id")}

    @property
    def person(self) -> User:
        return cast("User", self.request.user)

    def get_queryset(self) -> QuerySet[SavedView]:
        if getattr(self, "swagger_fake_view", False):
            return SavedView.objects.none()
        return views_for(self.person)

    @extend_schema(request=NewViewSerializer, responses={201: SavedViewSerializer}, examples=[examples.SAVED_VIEW])
    def create(self, request: Request) -> Response:
        """Keep a view under a name."""
        return self.answer(services.save_view(by=self.person, **self.validated(NewViewSerializer)), status=201)

    @extend_schema(request=ViewChangeSerializer, responses=SavedViewSerializer, examples=[examples.SAVED_VIEW])
    def partial_update(self, request: Request, pk: UUID) -> Response:
        """Change a view of one's own."""
        body = self.validated(ViewChangeSerializer)
        return self.answer(services.change_view(view_id=pk, by=self.person, **body))

    @extend_schema(request=None, responses={204: None})
    def destroy(self, request: Request, pk: UUID) -> Response:
        """Delete a view of one's own."""
        services.delete_view(view_id=pk, by=self.person)
        return Response(status=204)
