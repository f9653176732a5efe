"""What a business decides about measurements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from apps.accounts.permissions import Permission
from apps.common.errors import InvalidInput, NotAllowed
from apps.progress.models import ClientsLog, ProgressSettings
from apps.progress.models.settings import ONLY

if TYPE_CHECKING:
    from apps.accounts.models import User


def let_clients_log(*, by: User, what: str) -> None:
    """Decide what clients may write down themselves. Raises NotAllowed, InvalidInput."""
    if not by.may(Permission.BUSINESS_EDIT):
        raise NotAllowed(_("This is for the owner and managers."))
    if what not in ClientsLog.values:
        raise InvalidInput({"clients_log": _("Choose one of these.")})
    ProgressSettings.objects.update_or_create(pk=ONLY, defaults={"clients_log": what})
