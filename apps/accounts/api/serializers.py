"""Bodies about people. What is allowed is decided by the services."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.accounts.languages import language_of
from apps.accounts.models import Invitation, User
from apps.accounts.models.user import Theme
from apps.accounts.permissions import Permission
from apps.accounts.roles import INVITABLE, Role
from apps.accounts.selectors import has_second_factor, permissions_of
from apps.accounts.units import LengthUnit, WeightUnit, length_unit, weight_unit
from apps.common.api.photos import PhotoField
from apps.common.business import BusinessRef, current

NAME_LENGTH, EMAIL_LENGTH, PASSWORD_LENGTH, CODE_LENGTH = 150, 254, 128, 32

INVITABLE_ROLES = [(role.value, role.label) for role in INVITABLE]
MEMBERS_ROLES = [(Role.OWNER.value, Role.OWNER.label), *INVITABLE_ROLES]


class TokenRequestSerializer(serializers.Serializer[Any]):
    """E-mail and password of a person of this business."""

    email = serializers.CharField(max_length=EMAIL_LENGTH)
    password = serializers.CharField(max_length=PASSWORD_LENGTH, trim_whitespace=False, write_only=True)
    code = serializers.CharField(
        max_length=CODE_LENGTH,
        required=False,
        allow_blank=True,
        write_only=True,
        help_text="Of the authenticator app, or a recovery code; needed by who has two-step sign-in.",
    )


class RefreshRequestSerializer(serializers.Serializer[Any]):
    """A refresh token, as it was given out."""

    refresh = serializers.CharField(max_length=2048, write_only=True)


class TokenPairSerializer(serializers.Serializer[Any]):
    """Both tokens are for this business only."""

    access = serializers.CharField(help_text="For the header `Authorization: Bearer …`, 15 minutes.")
    refresh = serializers.CharField(help_text="Buys one new pair at `token/refresh/`, within 30 days.")


class BusinessSerializer(serializers.Serializer[BusinessRef]):
    """The business whose host was asked."""

    id = serializers.CharField()
    name = serializers.CharField()
    subdomain = serializers.CharField()
    time_zone = serializers.CharField(help_text="IANA name.")
    currency = serializers.CharField(help_text="ISO 4217.")
    country = serializers.CharField(help_text="ISO 3166-1 alpha-2.")


class UnitsSerializer(serializers.Serializer[Any]):
    """What weights and lengths are shown in."""

    weight = serializers.ChoiceField(choices=WeightUnit.choices)
    length = serializers.ChoiceField(choices=LengthUnit.choices)


class MeSerializer(serializers.ModelSerializer[User]):
    """Who the token stands for."""

    role = serializers.ChoiceField(choices=Role.choices)
    permissions = serializers.SerializerMethodField(help_text="Every act that the role includes.")
    units = serializers.SerializerMethodField(help_text="What to show: the person's choice, else the country's.")
    photo = PhotoField()
    locale = serializers.SerializerMethodField(help_text="What to show: the person's language, else the country's.")
    has_two_step = serializers.SerializerMethodField(help_text="Whether a log-in takes a code or a passkey.")
    business = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = (
            *("id", "email", "full_name", "role", "permissions", "photo", "time_zone", "language", "locale", "theme"),
            *("weight_unit", "length_unit", "units", "has_two_step", "business"),
        )

    @extend_schema_field(UnitsSerializer)
    def get_units(self, user: User) -> dict[str, str]:
        country = current().country
        return {"weight": weight_unit(user, country).value, "length": length_unit(user, country).value}

    def get_locale(self, user: User) -> str:
        return language_of(user, current().country)

    def get_has_two_step(self, user: User) -> bool:
        return has_second_factor(user)

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField([item.value for item in Permission])))
    def get_permissions(self, user: User) -> list[str]:
        return [permission.value for permission in permissions_of(user)]

    @extend_schema_field(BusinessSerializer)
    def get_business(self, user: User) -> dict[str, Any]:
        return dict(BusinessSerializer(current()).data)


class ProfileSerializer(serializers.Serializer[Any]):
    """What a person may change about themselves."""

    full_name = serializers.CharField(max_length=NAME_LENGTH, required=False)
    time_zone = serializers.CharField(
        max_length=64, required=False, allow_blank=True, help_text="IANA name; empty for the business's."
    )
    language = serializers.ChoiceField(
        choices=settings.LANGUAGES, required=False, allow_blank=True, help_text="Empty for the country's."
    )
    theme = serializers.ChoiceField(
        choices=Theme.choices, required=False, allow_blank=True, help_text="Empty: each device as it was chosen there."
    )
    weight_unit = serializers.ChoiceField(
        choices=WeightUnit.choices, required=False, allow_blank=True, help_text="Empty for the country's."
    )
    length_unit = serializers.ChoiceField(
        choices=LengthUnit.choices, required=False, allow_blank=True, help_text="Empty for the country's."
    )


class MemberSerializer(serializers.ModelSerializer[User]):
    """Somebody with a log-in of the team."""

    role = serializers.ChoiceField(choices=Role.choices)
    photo = PhotoField()

    class Meta:
        model = User
        fields = ("id", "email", "full_name", "role", "photo", "is_active", "last_login", "created_at")


class RoleSerializer(serializers.Serializer[Any]):
    """A member's new role; only an owner makes owners."""

    role = serializers.ChoiceField(choices=MEMBERS_ROLES)


class InvitationSerializer(serializers.ModelSerializer[Invitation]):
    """An invitation that waits for an answer."""

    role = serializers.ChoiceField(choices=Role.choices)
    is_expired = serializers.BooleanField(help_text="Send it again to renew it.")

    class Meta:
        model = Invitation
        fields = ("id", "email", "full_name", "role", "expires_at", "is_expired", "created_at")


class InviteSerializer(serializers.Serializer[Any]):
    """Whom to invite, and as what."""

    email = serializers.CharField(max_length=EMAIL_LENGTH)
    full_name = serializers.CharField(max_length=NAME_LENGTH, required=False, allow_blank=True)
    role = serializers.ChoiceField(choices=INVITABLE_ROLES)


class AcceptanceSerializer(serializers.Serializer[Any]):
    """The token is the last part of the link in the mail."""

    token = serializers.CharField(max_length=200, write_only=True)
    full_name = serializers.CharField(max_length=NAME_LENGTH)
    password = serializers.CharField(max_length=PASSWORD_LENGTH, trim_whitespace=False, write_only=True)
