"""Tags over the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from apps.accounts.api.permissions import person
from apps.accounts.permissions import Permission
from apps.clients.api import examples
from apps.clients.models import Tag
from apps.clients.models.tag import Colour
from apps.clients.services.tags.vocabulary import add_tag, change_tag, delete_tag, merge_tags
from apps.clients.tags import live_tags
from apps.common.api.views import ResourceViewSet

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet
    from rest_framework.request import Request


class TagSerializer(serializers.ModelSerializer[Tag]):
    """A tag. The name is one for the whole business, whatever its case and accents."""

    colour = serializers.ChoiceField(choices=Colour.choices)

    class Meta:
        model = Tag
        fields = ("id", "name", "colour")
        read_only_fields = fields


class TagChangeSerializer(serializers.Serializer[Any]):
    """What can be changed."""

    name = serializers.CharField(max_length=200, required=False)
    colour = serializers.ChoiceField(choices=Colour.choices, required=False)


class NewTagSerializer(TagChangeSerializer):
    """A tag to add; without a colour it takes the one that is used least."""

    name = serializers.CharField(max_length=200)


class TagMergeSerializer(serializers.Serializer[Any]):
    """Which tag takes the place."""

    into = serializers.UUIDField()


class TagViewSet(ResourceViewSet):
    """The business's tags; a client's own are its field `tags`."""

    serializer_class = TagSerializer
    queryset = Tag.objects.none()
    required_permissions: ClassVar[dict[str, str]] = {
        "list": Permission.CLIENTS_VIEW,
        "retrieve": Permission.CLIENTS_VIEW,
        "create": Permission.TAGS_ADD,
        "partial_update": Permission.TAGS_MANAGE,
        "destroy": Permission.TAGS_MANAGE,
        "merge": Permission.TAGS_MANAGE,
    }
    ordering_fields: ClassVar[dict[str, tuple[str, ...]]] = {"name": ("folded", "id")}
    default_ordering = "name"

    def get_queryset(self) -> QuerySet[Tag]:
        return live_tags()

    @extend_schema(request=NewTagSerializer, responses={201: TagSerializer}, examples=[examples.TAG])
    def create(self, request: Request) -> Response:
        """Add a tag. A name that is there already, whatever its case and accents, is refused."""
        return self.answer(add_tag(by=person(request), **self.validated(NewTagSerializer)), status=201)

    @extend_schema(request=TagChangeSerializer, responses=TagSerializer, examples=[examples.TAG])
    def partial_update(self, request: Request, pk: UUID) -> Response:
        """Rename a tag, or give it another colour."""
        return self.answer(change_tag(tag_id=pk, by=person(request), **self.validated(TagChangeSerializer)))

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: UUID) -> Response:
        """Delete a tag; every client loses it."""
        delete_tag(tag_id=pk, by=person(request))
        return Response(status=204)

    @extend_schema(request=TagMergeSerializer, responses=TagSerializer, examples=[examples.MERGE])
    @action(detail=True, methods=["post"])
    def merge(self, request: Request, pk: UUID) -> Response:
        """Let another tag take this one's place on every client, and return that one; this one is gone."""
        tag, body = self.get_object(), self.validated(TagMergeSerializer)
        return self.answer(merge_tags(tag_id=tag.pk, into_id=body["into"], by=person(request)))
