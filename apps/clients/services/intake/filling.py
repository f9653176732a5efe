"""Who fills in an intake, and the client they fill it in for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from apps.accounts.roles import Role
from apps.clients.models import Client, Intake, Way
from apps.clients.permissions import may_see_health
from apps.clients.services.finding import find_client
from apps.common.errors import IllegalTransition, NotAllowed, NotFound

if TYPE_CHECKING:
    from uuid import UUID

    from apps.accounts.models import User
    from apps.clients.models import IntakeLink


@dataclass(frozen=True, slots=True)
class Filler:
    """Somebody of the team, the client signed in, or whoever holds the client's confirmed link."""

    way: Way
    user: User | None = None
    link: IntakeLink | None = None

    @classmethod
    def signed_in(cls, user: User) -> Filler:
        return cls(Way.OWN if user.role == Role.CLIENT else Way.STAFF, user)

    @classmethod
    def over(cls, link: IntakeLink) -> Filler:
        return cls(Way.LINK, link=link)

    @property
    def sees_health(self) -> bool:
        """Say whether health answers and measures are theirs to give: clients' own always, of the team only some."""
        return self.way != Way.STAFF or (self.user is not None and may_see_health(self.user))

    def check_health(self) -> None:
        """Raise NotAllowed for who may not see health answers."""
        if not self.sees_health:
            raise NotAllowed(_("Health answers are for trainers and managers."))


def client_of(filler: Filler, client_id: UUID) -> Client:
    """Return the client, locked. Raises NotFound for who is not theirs, IllegalTransition for an archived one."""
    if filler.user is not None:
        client = find_client(client_id, filler.user, lock=True)
    elif filler.link is not None and filler.link.client_id == client_id:
        client = Client.objects.select_for_update().get(pk=client_id)
    else:
        raise NotFound(_("There is no such client."))
    if client.is_archived:
        raise IllegalTransition(_("%(name)s is archived: restore first, then edit.") % {"name": client.full_name})
    return client


def note_step(client: Client, step: str) -> Intake:
    """Remember that a step of a locked client's intake was saved."""
    intake = Intake.objects.filter(client=client).first() or Intake(client=client)
    intake.note(step)
    intake.touch()
    intake.save()
    return intake
