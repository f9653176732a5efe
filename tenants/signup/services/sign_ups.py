"""Sign-up: from a form to a business whose owner has a confirmation mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.services.owners import create_owner
from apps.common.errors import InvalidInput
from apps.common.tasks import send_on_commit
from apps.common.time_zones import time_zones
from tenants.registry import subdomains
from tenants.registry.services.provisioning import build_business, request_business
from tenants.signup.models import SignUp
from tenants.signup.regions import CURRENCIES, DEFAULT_COUNTRY, currency_of

if TYPE_CHECKING:
    from uuid import UUID

    from tenants.registry.models import Tenant

OPEN_BUSINESS = "tenants.signup.tasks.open_business"
NAME_LENGTH, PERSON_LENGTH = 120, 150


def sign_up(  # noqa: PLR0913 - one argument per field of the form
    *,
    business_name: str,
    subdomain: str,
    owner_name: str,
    email: str,
    password: str,
    country: str = DEFAULT_COUNTRY,
    time_zone: str = "",
) -> SignUp:
    """Reserve the address and ask for the business to be built.

    Raises InvalidInput with every wrong field at once. Of two sign-ups for one address exactly one succeeds. The
    password is kept as a hash, and only until the owner's account exists.
    """
    country = country if country in CURRENCIES else DEFAULT_COUNTRY
    business_name, owner_name, email = (" ".join(text.split()) for text in (business_name, owner_name, email))
    _check(business_name=business_name, subdomain=subdomain, owner_name=owner_name, email=email, password=password)
    with transaction.atomic():
        tenant = request_business(
            name=business_name,
            subdomain=subdomain,
            country=country,
            currency=currency_of(country),
            time_zone=time_zone if time_zone in time_zones() else "UTC",
        )
        wish = SignUp.objects.create(
            tenant=tenant, owner_name=owner_name, email=email, password_hash=make_password(password)
        )
        send_on_commit(OPEN_BUSINESS, str(wish.pk))  # a lost one is found by the sweeper
    return wish


def open_business(*, sign_up_id: UUID | str) -> Tenant | None:
    """Build the business and give it its owner; safe to run any number of times."""
    wish = SignUp.objects.select_related("tenant").get(pk=sign_up_id)

    def furnish(tenant: Tenant) -> None:
        create_owner(full_name=wish.owner_name, email=wish.email, password_hash=wish.password_hash)

    tenant = build_business(tenant_id=wish.tenant_id, furnish=furnish)
    if tenant is not None:
        wish.forget_password()
        wish.save(update_fields=["password_hash", "updated_at"])
    return tenant


def _check(*, business_name: str, subdomain: str, owner_name: str, email: str, password: str) -> None:
    problems: dict[str, list[str]] = {}
    if not business_name:
        problems["business_name"] = [_("Tell us the name of your studio.")]
    elif len(business_name) > NAME_LENGTH:
        problems["business_name"] = [_("At most %(count)d characters.") % {"count": NAME_LENGTH}]
    if not owner_name:
        problems["owner_name"] = [_("Tell us your name.")]
    elif len(owner_name) > PERSON_LENGTH:
        problems["owner_name"] = [_("At most %(count)d characters.") % {"count": PERSON_LENGTH}]
    problems |= _check_credentials(email, password, owner_name, business_name)
    try:
        subdomains.check_free(subdomains.normalise(subdomain), business_name)
    except InvalidInput as error:
        problems |= error.fields
    if problems:
        raise InvalidInput(problems)


def _check_credentials(email: str, password: str, *words: str) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    try:
        validate_email(email)
    except ValidationError:
        problems["email"] = [_("This is not an e-mail address.")]
    try:
        validate_password(password)
    except ValidationError as error:
        problems["password"] = list(error.messages)
    plain = password.casefold()
    if "password" not in problems and plain in {email.casefold(), *(word.casefold() for word in words)}:
        problems["password"] = [_("Choose something that does not stand elsewhere on this form.")]
    return problems
