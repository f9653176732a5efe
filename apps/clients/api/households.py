"""Households over the API: who belongs to a client, and whose guardian a client is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from apps.accounts.api.permissions import person
from apps.accounts.permissions import Permission
from apps.clients.api.own import OwnRecordSerializer
from apps.clients.households import Link, dependants_of, household_of
from apps.clients.models import Relation
from apps.clients.selectors import clients_visible_to
from apps.clients.services.households import change_relation, relate, unrelate
from apps.common.api.views import ApiMixin
from apps.common.errors import NotFound

if TYPE_CHECKING:
    from uuid import UUID

    from rest_framework.request import Request

    from apps.clients.models import Client


class ContactSerializer(serializers.Serializer[Any]):
    """Somebody who is no client."""

    name = serializers.CharField(max_length=400)
    email = serializers.CharField(max_length=254, required=False, allow_blank=True)
    phone = serializers.CharField(max_length=60, required=False, allow_blank=True)


class HouseholdLinkSerializer(serializers.Serializer[Link]):
    """A relation as it stands on a client's page."""

    id = serializers.UUIDField(source="relation.pk")
    client = serializers.UUIDField(source="relation.client_id", help_text="Of whom `other` is `kind`.")
    other = serializers.UUIDField(
        source="relation.other_id", allow_null=True, help_text="Null: somebody who is no client."
    )
    kind = serializers.ChoiceField(source="relation.kind", choices=Relation.Kind.choices)
    word = serializers.CharField(source="relation.word")
    pays = serializers.BooleanField(source="relation.pays", help_text="`other` pays for `client`.")
    is_primary = serializers.BooleanField(source="relation.is_primary")
    name = serializers.CharField(help_text="Of the other one, seen from this client.")
    email = serializers.CharField()
    phone = serializers.CharField()
    words = serializers.CharField(help_text="What they are to this client, in words.")


class NewLinkSerializer(serializers.Serializer[Any]):
    """Who is what of this client: a client (`other`), or a contact."""

    other = serializers.UUIDField(required=False, allow_null=True)
    contact = ContactSerializer(required=False, allow_null=True)
    kind = serializers.ChoiceField(choices=Relation.Kind.choices)
    word = serializers.CharField(max_length=200, required=False, allow_blank=True)
    pays = serializers.BooleanField(required=False)
    is_primary = serializers.BooleanField(required=False)


class LinkChangeSerializer(serializers.Serializer[Any]):
    """What can be changed."""

    pays = serializers.BooleanField(required=False)
    is_primary = serializers.BooleanField(required=False, help_text="Only true does something: one guardian is it.")


@extend_schema(tags=["clients"])
class HouseholdView(ApiMixin):
    @property
    def required_permission(self) -> Permission:
        return Permission.CLIENTS_VIEW if self.request.method in {"GET", "HEAD", "OPTIONS"} else Permission.CLIENTS_EDIT

    @extend_schema(operation_id="clients_household_list", responses=HouseholdLinkSerializer(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        """Return everybody who is related to a client, guardians first."""
        return Response([HouseholdLinkSerializer(link).data for link in household_of(_client(request, pk))])

    @extend_schema(
        operation_id="clients_household_create", request=NewLinkSerializer, responses={201: HouseholdLinkSerializer}
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Say who is what of a client. Two clients are related once."""
        _client(request, pk)
        body = NewLinkSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        given = dict(body.validated_data)
        relation = relate(client_id=pk, by=person(request), other_id=given.pop("other", None), **given)
        return _shown(request, pk, relation.pk, status=201)


@extend_schema(tags=["clients"])
class RelationView(ApiMixin):
    required_permission = Permission.CLIENTS_EDIT

    @extend_schema(
        operation_id="clients_household_update", request=LinkChangeSerializer, responses=HouseholdLinkSerializer
    )
    def patch(self, request: Request, pk: UUID, relation: UUID) -> Response:
        """Say who pays, or who is the primary guardian."""
        body = LinkChangeSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        change_relation(relation_id=relation, client_id=pk, by=person(request), **body.validated_data)
        return _shown(request, pk, relation)

    @extend_schema(operation_id="clients_household_destroy", responses={204: None})
    def delete(self, request: Request, pk: UUID, relation: UUID) -> Response:
        """Take a relation away."""
        unrelate(relation_id=relation, client_id=pk, by=person(request))
        return Response(status=204)


@extend_schema(tags=["me"])
class FamilyView(ApiMixin):
    required_permission = Permission.RECORD_OWN

    @extend_schema(operation_id="own_family_list", responses=OwnRecordSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Return the records of the minors whose guardian the client of this token is; `sessions/` holds theirs too."""
        children = dependants_of(person(request)).order_by("sort_name", "id")
        return Response([OwnRecordSerializer(child, context={"request": request}).data for child in children])


def _client(request: Request, pk: UUID) -> Client:
    client = clients_visible_to(person(request)).filter(pk=pk).first()
    if client is None:
        raise NotFound(_("There is no such client."))
    return client


def _shown(request: Request, pk: UUID, relation: UUID, **options: Any) -> Response:
    link = next(link for link in household_of(_client(request, pk)) if link.relation.pk == relation)
    return Response(HouseholdLinkSerializer(link).data, **options)
