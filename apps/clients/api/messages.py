"""Messages of the team over the API, and whether a client wants any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.response import Response

from apps.accounts.api.permissions import person
from apps.accounts.permissions import Permission
from apps.clients.api import message_shapes as shapes
from apps.clients.models import ClientMessage, MessageCopy, Way
from apps.clients.selectors import clients_visible_to
from apps.clients.selectors.messages import copies_of, message_for, messages_visible_to, opt_out_of
from apps.clients.services import messages
from apps.common.api.views import ApiMixin, ResourceViewSet

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet
    from rest_framework.request import Request

MESSAGE = Permission.CLIENTS_MESSAGE
LIMITED: dict[str, str] = {"429": "More than 2,000 copies of one business in 24 hours."}


@extend_schema(tags=["clients"])
class MessageViewSet(ResourceViewSet):
    """Messages to clients by e-mail, sent by a task: ask again until `is_busy` is false."""

    serializer_class = shapes.MessageSerializer
    queryset = ClientMessage.objects.none()
    required_permissions: ClassVar[dict[str, str]] = dict.fromkeys(
        ("list", "retrieve", "create", "preview", "stop"), MESSAGE
    )
    extra_problems: ClassVar[dict[str, str]] = LIMITED
    ordering_fields: ClassVar[dict[str, tuple[str, ...]]] = {"created_at": ("id",)}
    default_ordering = "-created_at"

    def get_queryset(self) -> QuerySet[ClientMessage]:
        if getattr(self, "swagger_fake_view", False):
            return ClientMessage.objects.none()
        return messages_visible_to(person(self.request))

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "with_left": self.action != "list"}

    @extend_schema(
        request=shapes.NewMessageSerializer,
        responses={202: shapes.MessageSerializer},
        examples=[shapes.TWO, shapes.ALL],
    )
    def create(self, request: Request) -> Response:
        """Write to many clients. Archived ones, those without e-mail and those who want no messages get none (`left`)."""
        body = self.validated(shapes.NewMessageSerializer)
        words = {name: body[name] for name in ("subject", "text")}
        made = messages.start_message(by=person(request), message_id=body.get("id"), **words, **_whom(body))
        return self.answer(message_for(person(request), made.pk), status=202)

    @extend_schema(request=shapes.WhomSerializer, responses=shapes.AudienceSerializer)
    @action(detail=False, methods=["post"])
    def preview(self, request: Request) -> Response:
        """Say whom a message would reach; nothing is sent or kept."""
        _made, audience = messages.preview_message(by=person(request), **_whom(self.validated(shapes.WhomSerializer)))
        return Response(shapes.AudienceSerializer(audience).data)

    @extend_schema(request=None, responses=shapes.MessageSerializer)
    @action(detail=True, methods=["post"])
    def stop(self, request: Request, pk: UUID) -> Response:
        """Send no further copy; what is sent stays sent."""
        messages.stop_message(message_id=pk, by=person(request))
        return self.answer(message_for(person(request), pk))


@extend_schema(tags=["clients"])
class MessagesToViewSet(ResourceViewSet):
    """Messages to one client."""

    serializer_class = shapes.CopySerializer
    queryset = MessageCopy.objects.none()
    required_permissions: ClassVar[dict[str, str]] = {"list": Permission.CLIENTS_VIEW, "create": MESSAGE}
    extra_problems: ClassVar[dict[str, str]] = LIMITED
    default_ordering = "-created_at"

    def get_queryset(self) -> QuerySet[MessageCopy]:
        if getattr(self, "swagger_fake_view", False):
            return MessageCopy.objects.none()
        return copies_of(self._client_id())

    def _client_id(self) -> UUID:
        return get_object_or_404(clients_visible_to(person(self.request)), pk=self.kwargs["pk"]).pk

    @extend_schema(operation_id="clients_messages_of_client")
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The copies for one client, the newest first, those that were not sent with the reason."""
        return super().list(request, *args, **kwargs)

    @extend_schema(
        operation_id="clients_messages_to_client",
        request=shapes.WordsSerializer,
        responses={202: shapes.MessageSerializer},
        examples=[shapes.ONE],
    )
    def create(self, request: Request, pk: UUID) -> Response:
        """Write to one client."""
        client_id, body = self._client_id(), self.validated(shapes.WordsSerializer)
        words = {name: body[name] for name in ("subject", "text")}
        made = messages.start_message(by=person(request), message_id=body.get("id"), client_ids=[client_id], **words)
        return Response(shapes.MessageSerializer(made).data, status=202)


@extend_schema(tags=["clients"])
class WantedView(ApiMixin):
    """Whether a client wants messages of the team. Only the client says so: with `me/messages/`, or over the link in each."""

    required_permission = Permission.CLIENTS_VIEW

    @extend_schema(operation_id="clients_messages_wanted", responses=shapes.WantedSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        """Say whether they want any, and since when not."""
        return _wanted(get_object_or_404(clients_visible_to(person(request)), pk=pk).pk)


@extend_schema(tags=["me"])
class OwnWantedView(ApiMixin):
    """Whether you want messages of the team."""

    required_permission = Permission.RECORD_OWN

    @extend_schema(operation_id="me_messages_wanted", responses=shapes.WantedSerializer)
    def get(self, request: Request) -> Response:
        """Say whether you want any, and since when not."""
        return _wanted(get_object_or_404(clients_visible_to(person(request))).pk)

    @extend_schema(operation_id="me_messages_want", request=shapes.WantedSerializer, responses=shapes.WantedSerializer)
    def put(self, request: Request) -> Response:
        """Want none, or want them again."""
        client = get_object_or_404(clients_visible_to(person(request)))
        body = shapes.WantedSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        act = messages.want_messages if body.validated_data["wanted"] else messages.refuse_messages
        act(client_id=client.pk, way=Way.OWN, by=person(request))
        return _wanted(client.pk)


def _wanted(client_id: UUID) -> Response:
    opt_out = opt_out_of(client_id)
    return Response(shapes.WantedSerializer({"wanted": opt_out is None, "refused": opt_out}).data)


def _whom(body: dict[str, Any]) -> dict[str, Any]:
    query = body.get("query")
    if query is not None and "status" in query:
        query = {**query, "view": query["status"]}
    return {"client_ids": body.get("clients", ()), "query": query}
