"""Another address for one's own log-in, over the API. The links in the letters are answered on pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from apps.accounts.api.permissions import person
from apps.accounts.api.serializers import EMAIL_LENGTH, PASSWORD_LENGTH
from apps.accounts.api.throttling import PasswordThrottle
from apps.accounts.models import EmailChange
from apps.accounts.permissions import Permission
from apps.accounts.services import email_changes as services
from apps.common.api.views import ApiMixin
from apps.common.errors import NotFound

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.throttling import BaseThrottle

ASKED = OpenApiExample(
    "From an old mailbox to a new one",
    request_only=True,
    value={"email": "anna.berg@mail.example", "password": "correct horse battery staple"},
)


class EmailChangeSerializer(serializers.ModelSerializer[EmailChange]):
    """One that waits to be confirmed at the new address."""

    email = serializers.EmailField(source="new")
    confirm_by = serializers.DateTimeField(source="confirmed_by", help_text="Until when the link in the letter works.")

    class Meta:
        model = EmailChange
        fields = ("email", "created_at", "confirm_by")
        read_only_fields = fields


class NewEmailSerializer(serializers.Serializer[Any]):
    """The new address, and the password of whoever asks."""

    email = serializers.CharField(max_length=EMAIL_LENGTH)
    password = serializers.CharField(max_length=PASSWORD_LENGTH, trim_whitespace=False, write_only=True)


@extend_schema(tags=["me"])
class OwnEmailChangeView(ApiMixin):
    required_permission = Permission.ACCOUNT_OWN

    def get_throttles(self) -> list[BaseThrottle]:
        """Count guesses at the password tightly."""
        found = super().get_throttles()
        return [*found, PasswordThrottle()] if self.request and self.request.method == "POST" else found

    @extend_schema(operation_id="me_email_change_retrieve", responses=EmailChangeSerializer)
    def get(self, request: Request) -> Response:
        """Return the change that waits for its confirmation, or 404."""
        waiting = services.waiting_change(person(request))
        if waiting is None:
            raise NotFound(_("No change of your e-mail waits."))
        return Response(EmailChangeSerializer(waiting).data)

    @extend_schema(
        operation_id="me_email_change_create",
        request=NewEmailSerializer,
        responses={202: EmailChangeSerializer},
        examples=[ASKED],
    )
    def post(self, request: Request) -> Response:
        """Ask for another address; nothing changes until the link in the letter to it is opened, within three days.

        The old address gets a letter too, with a link that takes it back for a week. One that waits gives way. The answer is
        the same for an address that signs somebody in here already. Ten tries an hour: the password is asked for.
        """
        body = NewEmailSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        change = services.ask_email_change(user=person(request), **body.validated_data)
        return Response(EmailChangeSerializer(change).data, status=202)

    @extend_schema(operation_id="me_email_change_destroy", request=None, responses={204: None})
    def delete(self, request: Request) -> Response:
        """Withdraw it: the link in the letter works no more."""
        services.withdraw_email_change(user=person(request))
        return Response(status=204)
