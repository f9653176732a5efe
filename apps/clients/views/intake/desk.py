"""Where an intake is filled in: the team's desk, the client's own pages, or the link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.accounts.units import POUND_COUNTRIES, length_unit, weight_unit
from apps.clients.models import Way
from apps.common.business import current

if TYPE_CHECKING:
    from uuid import UUID

    from django.utils.functional import Promise

    from apps.clients.models import Client
    from apps.clients.services.intake import Filler

TITLES: dict[str, Promise] = {
    "details": _("Details"),
    "contact": _("Emergency and goals"),
    "health": _("Health"),
    "measures": _("Measures"),
    "consents": _("Consents"),
    "finish": _("Check and finish"),
}
HEALTH_STEPS = frozenset({"health", "measures"})


@dataclass(frozen=True, slots=True)
class Desk:
    """The way that is filled in, the addresses of its steps, and where it is left to."""

    filler: Filler
    client: Client
    url_name: str
    args: tuple[str, ...]
    layout: str
    leave: str
    draft_url: str
    holder: UUID

    @property
    def is_staff(self) -> bool:
        return self.filler.way == Way.STAFF

    @property
    def steps(self) -> list[str]:
        """Return the steps of whoever fills in: health and measures only for those who may see them."""
        return [step for step in TITLES if self.filler.sees_health or step not in HEALTH_STEPS]

    def url(self, step: str) -> str:
        return reverse(self.url_name, args=[*self.args, step])

    def after(self, step: str) -> str:
        """Return the address of the step that follows."""
        steps = self.steps
        return self.url(steps[min(steps.index(step) + 1, len(steps) - 1)])

    def before(self, step: str) -> str:
        """Return the address of the step before; out of the intake from the first."""
        number = self.steps.index(step)
        return self.url(self.steps[number - 1]) if number else self.leave

    @property
    def units(self) -> dict[str, str]:
        """Return the units in which measures are typed: the person's; over a link those of the client's country."""
        country, user = current().country, self.filler.user
        if user is not None:
            return {"weight": weight_unit(user, country), "length": length_unit(user, country)}
        return usual_units(self.client.country or country)


def usual_units(country: str) -> dict[str, str]:
    """Return what people measure in where they live."""
    is_imperial = country in POUND_COUNTRIES
    return {"weight": "lb" if is_imperial else "kg", "length": "in" if is_imperial else "cm"}
