"""What somebody asked for when they signed up."""

from __future__ import annotations

from django.db import models

from apps.common.models import BaseModel


class SignUp(BaseModel):
    """The owner-to-be of a business, until the business exists and holds the account itself."""

    tenant = models.OneToOneField("tenants.Tenant", on_delete=models.CASCADE, related_name="sign_up")
    owner_name = models.CharField(max_length=150)
    email = models.EmailField(max_length=254)
    password_hash = models.CharField(max_length=255, blank=True)

    class Meta:
        db_table = "signup_sign_up"

    def __str__(self) -> str:
        return self.email

    def forget_password(self) -> None:
        """The account has the hash now; it stands nowhere twice."""
        self.password_hash = ""
