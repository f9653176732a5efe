"""A client's own record over the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from apps.accounts.api.permissions import person
from apps.accounts.permissions import Permission
from apps.clients.api.parts import CustomAnswersField
from apps.clients.api.serializers import ClientChangeSerializer
from apps.clients.models import Client
from apps.clients.permissions import OWN_FIELDS
from apps.clients.selectors import clients_visible_to
from apps.clients.services import update_client
from apps.common.api.photos import PhotoField
from apps.common.api.views import ApiMixin, parse_if_match, set_etag
from apps.common.errors import NotFound

if TYPE_CHECKING:
    from typing import Any

    from rest_framework.request import Request


class OwnRecordSerializer(serializers.ModelSerializer[Client]):
    """What a client may know of their own record: nothing that the team wrote for itself."""

    full_name = serializers.CharField(read_only=True)
    photo = PhotoField()
    trainer_name = serializers.CharField(source="trainer.full_name", default="", read_only=True)
    custom = CustomAnswersField(source="*", read_only=True)

    class Meta:
        model = Client
        fields = (
            *("id", "first_name", "last_name", "full_name", "email", "phone", "goal", "date_of_birth", "country"),
            *("trainer_name", "photo", "member_since", "custom", "version"),
        )
        read_only_fields = fields


class OwnChangeSerializer(ClientChangeSerializer):
    """What clients change themselves."""

    def get_fields(self) -> dict[str, Any]:
        return {name: field for name, field in super().get_fields().items() if name in OWN_FIELDS}


@extend_schema(tags=["me"])
class OwnRecordView(ApiMixin):
    required_permission = Permission.RECORD_OWN
    extra_problems: ClassVar[dict[str, str]] = {"412": "Somebody changed it first (If-Match)."}

    @extend_schema(operation_id="own_record_retrieve", responses=OwnRecordSerializer)
    def get(self, request: Request) -> Response:
        """Return the record of the client whose token this is."""
        return _shown(_record(request), request)

    @extend_schema(operation_id="own_record_update", request=OwnChangeSerializer, responses=OwnRecordSerializer)
    def patch(self, request: Request) -> Response:
        """Change how the business reaches them. Honours If-Match."""
        body = OwnChangeSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        version, client = parse_if_match(request), _record(request)
        changed = update_client(
            client_id=client.pk, by=person(request), expected_version=version, **body.validated_data
        )
        return _shown(changed, request)


def _record(request: Request) -> Client:
    client = clients_visible_to(person(request)).first()
    if client is None:
        raise NotFound(_("Your log-in belongs to no client yet."))
    return client


def _shown(client: Client, request: Request) -> Response:
    response = Response(OwnRecordSerializer(client, context={"request": request}).data)
    set_etag(response, client)
    return response
