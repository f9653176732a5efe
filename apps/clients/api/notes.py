"""The team's notes and the log of contacts over the API: sub-resources of `clients/{id}/`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.accounts.api.permissions import person
from apps.accounts.permissions import Permission
from apps.clients.api import note_shapes as shapes
from apps.clients.models import Client, ClientContact, ClientNote
from apps.clients.selectors import clients_visible_to
from apps.clients.selectors.notes import contacts_of, notes_of
from apps.clients.services import contacts, notes
from apps.common.api.views import ResourceViewSet

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet
    from rest_framework.request import Request

STALE: dict[str, str] = {"412": "Somebody changed it first (If-Match)."}
READING_AND_WRITING: dict[str, str] = {
    **dict.fromkeys(("list", "retrieve"), Permission.CLIENTS_VIEW),
    **dict.fromkeys(("create", "partial_update", "destroy", "restore", "follow_up", "reopen"), Permission.CLIENTS_EDIT),
}


class OfClientViewSet(ResourceViewSet):
    """Rows of one client; who may not see the client gets 404."""

    required_permissions: ClassVar[dict[str, str]] = READING_AND_WRITING
    extra_problems: ClassVar[dict[str, str]] = STALE

    def of_client(self) -> Client:
        return get_object_or_404(clients_visible_to(person(self.request)), pk=self.kwargs["pk"])

    def who(self) -> dict[str, Any]:
        return {"client_id": self.of_client().pk, "by": person(self.request)}


@extend_schema(tags=["clients"])
class NoteViewSet(OfClientViewSet):
    """What the team wrote down about a client. Notes about health are for who sees health, and for their author."""

    serializer_class = shapes.NoteSerializer
    queryset = ClientNote.objects.none()
    lookup_url_kwarg = "note"
    default_ordering = "-created_at"

    def get_queryset(self) -> QuerySet[ClientNote]:
        if getattr(self, "swagger_fake_view", False):
            return ClientNote.objects.none()
        return notes_of(self.of_client().pk, person(self.request))

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.action != "list":
            return queryset
        query = shapes.NoteQuerySerializer(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        return queryset.filter(**query.validated_data)

    @extend_schema(operation_id="clients_notes_list", parameters=[shapes.NoteQuerySerializer])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Notes of a client, the newest first."""
        return super().list(request, *args, **kwargs)

    @extend_schema(operation_id="clients_notes_retrieve")
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One note."""
        return super().retrieve(request, *args, **kwargs)

    @extend_schema(
        operation_id="clients_notes_create",
        request=shapes.NewNoteSerializer,
        responses={201: shapes.NoteSerializer},
        examples=[shapes.NOTE],
    )
    def create(self, request: Request, pk: UUID) -> Response:
        """Write a note. At most five of a client are pinned."""
        who = self.who()
        return self.answer(notes.add_note(**who, **self.validated(shapes.NewNoteSerializer)), status=201)

    @extend_schema(
        operation_id="clients_notes_update",
        request=shapes.NoteChangeSerializer,
        responses=shapes.NoteSerializer,
        examples=[shapes.PIN],
    )
    def partial_update(self, request: Request, pk: UUID, note: UUID) -> Response:
        """Rewrite a note (its author, managers), pin or unpin it (everybody who reads it). Honours If-Match."""
        who, version = {**self.who(), "note_id": note}, self.if_match()
        values = self.validated(shapes.NoteChangeSerializer)
        return self.answer(notes.change_note(**who, expected_version=version, **values))

    @extend_schema(operation_id="clients_notes_destroy", responses={204: None})
    def destroy(self, request: Request, pk: UUID, note: UUID) -> Response:
        """Delete a note (its author, managers); for a week it can be restored. Honours If-Match."""
        notes.delete_note(**self.who(), note_id=note, expected_version=self.if_match())
        return Response(status=204)

    @extend_schema(operation_id="clients_notes_restore", request=None, responses=shapes.NoteSerializer)
    def restore(self, request: Request, pk: UUID, note: UUID) -> Response:
        """Bring a deleted note back."""
        return self.answer(notes.restore_note(**self.who(), note_id=note))


@extend_schema(tags=["clients"])
class ContactViewSet(OfClientViewSet):
    """Calls, messages and talks that the team logged, and letters that the product sent (`way` is `letter`)."""

    serializer_class = shapes.LoggedContactSerializer
    queryset = ClientContact.objects.none()
    lookup_url_kwarg = "contact"
    ordering_fields: ClassVar[dict[str, tuple[str, ...]]] = {"at": ("at", "id")}
    default_ordering = "-at"

    def get_queryset(self) -> QuerySet[ClientContact]:
        if getattr(self, "swagger_fake_view", False):
            return ClientContact.objects.none()
        return contacts_of(self.of_client().pk)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.action != "list":
            return queryset
        query = shapes.ContactQuerySerializer(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        return shapes.narrowed(queryset, query.validated_data)

    @extend_schema(operation_id="clients_contacts_list", parameters=[shapes.ContactQuerySerializer])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The log of contacts with a client, the latest first."""
        return super().list(request, *args, **kwargs)

    @extend_schema(operation_id="clients_contacts_retrieve")
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One contact."""
        return super().retrieve(request, *args, **kwargs)

    @extend_schema(
        operation_id="clients_contacts_create",
        request=shapes.NewContactSerializer,
        responses={201: shapes.LoggedContactSerializer},
        examples=[shapes.CONTACT],
    )
    def create(self, request: Request, pk: UUID) -> Response:
        """Log a contact. `follow_up_on` puts it on Today on that day."""
        who = self.who()
        return self.answer(contacts.log_contact(**who, **self.validated(shapes.NewContactSerializer)), status=201)

    @extend_schema(
        operation_id="clients_contacts_update",
        request=shapes.ContactChangeSerializer,
        responses=shapes.LoggedContactSerializer,
        examples=[shapes.LATER],
    )
    def partial_update(self, request: Request, pk: UUID, contact: UUID) -> Response:
        """Change what was logged (who logged it, managers); letters stay as they are. Honours If-Match."""
        who, version = {**self.who(), "contact_id": contact}, self.if_match()
        values = self.validated(shapes.ContactChangeSerializer)
        return self.answer(contacts.change_contact(**who, expected_version=version, **values))

    @extend_schema(operation_id="clients_contacts_destroy", responses={204: None})
    def destroy(self, request: Request, pk: UUID, contact: UUID) -> Response:
        """Delete what was logged (who logged it, managers); for a week it can be restored. Honours If-Match."""
        contacts.delete_contact(**self.who(), contact_id=contact, expected_version=self.if_match())
        return Response(status=204)

    @extend_schema(operation_id="clients_contacts_restore", request=None, responses=shapes.LoggedContactSerializer)
    def restore(self, request: Request, pk: UUID, contact: UUID) -> Response:
        """Bring back what was deleted."""
        return self.answer(contacts.restore_contact(**self.who(), contact_id=contact))

    @extend_schema(operation_id="clients_follow_up_finish", request=None, responses=shapes.LoggedContactSerializer)
    def follow_up(self, request: Request, pk: UUID, contact: UUID) -> Response:
        """Say that the client was reached again; again changes nothing."""
        return self.answer(contacts.settle_follow_up(**self.who(), contact_id=contact))

    @extend_schema(operation_id="clients_follow_up_reopen", responses=shapes.LoggedContactSerializer)
    def reopen(self, request: Request, pk: UUID, contact: UUID) -> Response:
        """Say that this is still to be followed up."""
        return self.answer(contacts.settle_follow_up(**self.who(), contact_id=contact, is_done=False))
