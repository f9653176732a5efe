"""The client list over the API: the parameters of the page, and what a row says more than a single client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from apps.clients.api.serializers import ClientSerializer
from apps.clients.models import Client  # noqa: TC001 - the schema's generator reads the hint
from apps.clients.selectors.asked import LONGEST_SEARCH, Asked
from apps.clients.selectors.filters import LONGEST_TEXT, MOST_DAYS, every_filter
from apps.clients.selectors.risk import days_away
from apps.common.errors import InvalidInput

if TYPE_CHECKING:
    from rest_framework.request import Request

    from apps.accounts.models import User
    from apps.clients.selectors.filters import Filter


class StatusFilter(TextChoices):
    """The views a list can be narrowed to."""

    ACTIVE = "active", _("Active")
    INACTIVE = "inactive", _("Inactive")
    AT_RISK = "at_risk", _("At risk")
    ARCHIVED = "archived", _("Archived")


class ClientQuerySerializer(serializers.Serializer[Any]):
    """How to narrow the list; every filter of the page has its parameter here."""

    search = serializers.CharField(
        required=False, max_length=LONGEST_SEARCH, help_text="Name, e-mail or phone; forgives typos."
    )
    status = serializers.ChoiceField(choices=StatusFilter.choices, required=False, help_text="Default: not archived.")

    def get_fields(self) -> dict[str, Any]:
        return {**super().get_fields(), **{one.name: _field(one) for one in every_filter()}}


class ListedClientSerializer(ClientSerializer):
    """A client in a list, with when they trained last and train next."""

    last_session_at = serializers.DateTimeField(source="last_session", allow_null=True)
    next_session_at = serializers.DateTimeField(allow_null=True, help_text="The earliest that is still open.")
    days_away = serializers.SerializerMethodField(help_text="Days without a session of a client at risk; else 0.")

    class Meta(ClientSerializer.Meta):
        fields: tuple[str, ...] = (
            *ClientSerializer.Meta.fields,
            *("last_session_at", "next_session_at", "days_away"),
        )
        read_only_fields: tuple[str, ...] = fields

    def get_days_away(self, client: Client) -> int:
        return days_away(client, self.context["look"])


def asked_of(request: Request, user: User, *, has_ordering: bool = False) -> Asked:
    """Read the parameters as the page does; what the page leaves out with a word is refused here. Raises InvalidInput."""
    given = {name: str(value) for name, value in request.query_params.items() if name not in {"view", "ordering"}}
    query = ClientQuerySerializer(data=given)
    query.is_valid(raise_exception=True)
    ordering = request.query_params.get("ordering", "") if has_ordering else ""  # lists read it with their cursor
    asked = Asked.read({**given, "view": given.get("status", ""), "ordering": ordering}, user)
    if asked.ignored:
        raise InvalidInput(dict.fromkeys(asked.ignored, str(_("This value is not one of the filter's."))))
    return asked


def _field(one: Filter) -> serializers.Field[Any, Any, Any, Any]:
    text = str(one.label)
    match one.control:
        case "number":
            return serializers.IntegerField(
                min_value=1, max_value=MOST_DAYS, required=False, help_text=f"{text}: days."
            )
        case "date":
            return serializers.DateField(required=False, help_text=text)
    return serializers.CharField(max_length=LONGEST_TEXT, required=False, help_text=text)
