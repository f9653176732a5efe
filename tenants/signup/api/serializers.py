"""Bodies of the public host's API."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.reverse import reverse

from tenants.signup.models import SignUp


class SignUpRequestSerializer(serializers.Serializer[Any]):
    """What a new business needs. The rules are the service's."""

    business_name = serializers.CharField(max_length=120, help_text="Name of the studio.")
    subdomain = serializers.CharField(max_length=63, help_text="Its address: 3 to 63 of a–z, 0–9 and hyphen.")
    owner_name = serializers.CharField(max_length=150)
    email = serializers.CharField(max_length=254)
    password = serializers.CharField(
        max_length=128, trim_whitespace=False, write_only=True, help_text="12 characters or more."
    )
    country = serializers.CharField(max_length=2, required=False, help_text="ISO 3166-1 alpha-2; decides the currency.")
    time_zone = serializers.CharField(max_length=64, required=False, help_text="IANA name, for example Europe/Vienna.")


class SignUpSerializer(serializers.ModelSerializer[SignUp]):
    """Where a sign-up stands."""

    subdomain = serializers.CharField(source="tenant.subdomain")
    status = serializers.CharField(source="tenant.state", help_text="requested, building, ready, failed or suspended.")
    status_url = serializers.SerializerMethodField()

    class Meta:
        model = SignUp
        fields = ("subdomain", "status", "status_url")

    def get_status_url(self, wish: SignUp) -> str:
        return str(reverse("api_sign_up", args=[wish.pk], request=self.context["request"]))
