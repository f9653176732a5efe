"""The page of one trainer's hours and time off; managers open anybody's, and the business's holidays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.access import PermissionRequired
from apps.accounts.permissions import Permission
from apps.accounts.selectors import coaches
from apps.availability.forms import HoursForm, TimeOffForm
from apps.availability.policies import planned_between
from apps.availability.selectors import coming_time_off, hours_of, time_off_visible_to
from apps.availability.services import add_time_off, remove_time_off, set_hours
from apps.availability.services.people import may_change
from apps.common.business import current
from apps.common.errors import DomainError
from apps.common.ids import uuid7
from apps.common.views.forms import SERVER_ERRORS, add_refusal

if TYPE_CHECKING:
    from uuid import UUID

    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from apps.accounts.models import User
    from apps.availability.models import TimeOff

UNPROCESSABLE = 422


class OfTrainer(PermissionRequired):
    """Whose hours: those of `pk`, one's own, or of whoever comes first."""

    permission = Permission.AVAILABILITY_VIEW
    write_permission = Permission.AVAILABILITY_OWN

    def trainer_for(self, pk: UUID | None) -> User:
        self.team = list(coaches())
        wanted = pk or self.person.pk
        found = next((one for one in self.team if one.pk == wanted), None)
        if found is None and pk is None:
            found = next(iter(self.team), None)
        if found is None:
            raise Http404
        return found

    def page(self, trainer: User, *, status: int = 200, **forms: Form) -> HttpResponse:
        hours = hours_of(trainer.pk)
        may_edit = may_change(self.person, trainer.pk)
        context = {
            "trainer": trainer,
            "is_own": trainer.pk == self.person.pk,
            "team": [
                {"label": one.full_name, "url": reverse("trainer_availability", args=[one.pk])} for one in self.team
            ],
            "is_usual": not hours.version,
            "may_edit": may_edit,
            "may_manage": self.person.may(Permission.AVAILABILITY_MANAGE),
            "time_off": list(coming_time_off(trainer.pk)),
            "closures": list(coming_time_off(None)),
            "hours_form": HoursForm(hours=hours, zones=zones_for(hours.time_zone, self.person)),
            "off_form": new_time_off(),
            **forms,
        }
        return render(self.request, "availability/page.html", context, status=status)


class AvailabilityView(OfTrainer):
    """What they work, and when they are away."""

    def get(self, request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
        return self.page(self.trainer_for(pk))


class HoursView(OfTrainer):
    """Saves a week."""

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        trainer = self.trainer_for(pk)
        hours = hours_of(trainer.pk)
        form = HoursForm(request.POST, hours=hours, zones=zones_for(hours.time_zone, self.person))
        if form.is_valid():
            values = form.cleaned_data
            try:
                set_hours(
                    by=self.person,
                    trainer_id=trainer.pk,
                    week=values["week"],
                    time_zone=values["time_zone"],
                    version=values["version"],
                )
            except DomainError as error:
                refuse(form, error)
            else:
                messages.success(request, _("Working hours saved."))
                return redirect("trainer_availability", trainer.pk)
        return self.page(trainer, status=UNPROCESSABLE, hours_form=form)


class TimeOffView(OfTrainer):
    """Adds time off of a trainer; where something is booked then, says how much."""

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        trainer = self.trainer_for(pk)
        form = TimeOffForm(request.POST)
        if form.is_valid():
            try:
                row = add_time_off(by=self.person, trainer_id=trainer.pk, **form.span)
            except DomainError as error:
                refuse(form, error)
            else:
                tell_added(request, row)
                return redirect("trainer_availability", trainer.pk)
        return self.page(trainer, status=UNPROCESSABLE, off_form=form)


class ClosuresView(PermissionRequired):
    """When the business is closed."""

    permission = Permission.AVAILABILITY_VIEW
    write_permission = Permission.AVAILABILITY_MANAGE

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(new_time_off())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = TimeOffForm(request.POST)
        if form.is_valid():
            try:
                row = add_time_off(by=self.person, trainer_id=None, **form.span)
            except DomainError as error:
                refuse(form, error)
            else:
                tell_added(request, row)
                return redirect("availability_closures")
        return self._page(form, status=UNPROCESSABLE)

    def _page(self, form: Form, status: int = 200) -> HttpResponse:
        context = {
            "off_form": form,
            "closures": list(coming_time_off(None)),
            "may_manage": self.person.may(Permission.AVAILABILITY_MANAGE),
        }
        return render(self.request, "availability/closures.html", context, status=status)


class RemoveTimeOffView(PermissionRequired):
    """Takes time off back."""

    permission = Permission.AVAILABILITY_OWN

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        get_object_or_404(time_off_visible_to(self.person), pk=pk)
        remove_time_off(by=self.person, time_off_id=pk)
        messages.success(request, _("Taken back. The time can be booked again."))
        trainer = request.POST.get("trainer", "")
        is_known = any(str(one.pk) == trainer for one in coaches())
        return redirect("trainer_availability", trainer) if is_known else redirect("availability_closures")


def new_time_off() -> TimeOffForm:
    today = timezone.localdate()
    return TimeOffForm(initial={"key": uuid7(), "starts_on": today, "ends_on": today})


def zones_for(chosen: str, user: User) -> list[tuple[str, str]]:
    """Return whose clock may be chosen: the business's, one's own, and what is chosen already."""
    usual = _("The business’s: %(zone)s") % {"zone": current().time_zone.replace("_", " ")}
    others = dict.fromkeys(zone for zone in (chosen, user.time_zone) if zone and zone != current().time_zone)
    return [("", usual), *((zone, zone.replace("_", " ")) for zone in others)]


def tell_added(request: HttpRequest, row: TimeOff) -> None:
    """Say that it is kept, and what stands in that time all the same."""
    messages.success(request, _("Time off added."))
    zone = hours_of(row.trainer_id).zone if row.trainer_id else current().zone
    count = planned_between(row.trainer_id, *row.period(zone))
    if count:
        text = ngettext(
            "%(count)d session is booked then. It stays: move or cancel it in the calendar.",
            "%(count)d sessions are booked then. They stay: move or cancel them in the calendar.",
            count,
        )
        messages.warning(request, text % {"count": count})


def refuse(form: Form, error: DomainError) -> None:
    """Say what a service refuses; who may not is answered as everywhere, not in the form."""
    if error.status in {403, 404} or error.status >= SERVER_ERRORS:
        raise error
    add_refusal(form, error)
