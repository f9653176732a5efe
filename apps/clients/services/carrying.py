"""What follows a client's log-in into their record."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction

from apps.clients.models import Client
from apps.clients.services.clients import update_client
from apps.common.errors import DomainError

if TYPE_CHECKING:
    from apps.accounts.models import User

logger = logging.getLogger(__name__)


def carry_email(*, user: User, old: str, new: str) -> bool:
    """Write a log-in's new address into the record, where the old one stood; say whether it was.

    A record with another address keeps it: there the business writes elsewhere on purpose. So does one whose new address
    another client has, and one that is archived. Safe to repeat.
    """
    client = Client.objects.filter(user=user.pk, email__iexact=old).first()
    if client is None:
        return False
    try:
        with transaction.atomic():
            update_client(client_id=client.pk, by=user, email=new)
    except DomainError as error:
        logger.info("The record keeps its e-mail: %s", error.code)
        return False
    return True
