"""Locations and rooms: the team sees them, owner and manager change them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.access import PermissionRequired
from apps.accounts.permissions import Permission
from apps.common.errors import DomainError
from apps.common.views.forms import ServiceFormMixin
from apps.sessions import services
from apps.sessions.models import Location, Room
from apps.sessions.place_forms import ChangeLocationForm, ChangeRoomForm, LocationForm, NewRoomForm
from apps.sessions.rooms import booked_in, count_booked, locations, with_rooms

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


class LocationsView(PermissionRequired, ServiceFormMixin):
    """Every location with its rooms and how much is booked there, and a form for one more."""

    permission = Permission.CALENDAR_VIEW
    write_permission = Permission.BUSINESS_EDIT
    template_name = "sessions/locations.html"
    form_class = LocationForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = count_booked()
        found = [
            (place, [(room, counts.get(room.pk, 0)) for room in place.rooms.all() if not room.is_archived])
            for place in with_rooms(locations())
        ]
        context = {"locations": found, "archived": locations(archived=True), **may_edit(self)}
        return super().get_context_data(**context, **kwargs)

    def perform(self, form: LocationForm) -> HttpResponse:
        location = services.add_location(by=self.person, **form.cleaned_data)
        messages.success(self.request, _("%(place)s is added. Now add its rooms.") % {"place": location.name})
        return redirect("location", location.pk)


class LocationView(PermissionRequired, ServiceFormMixin):
    """Name and address, and the rooms below."""

    permission = Permission.CALENDAR_VIEW
    write_permission = Permission.BUSINESS_EDIT
    template_name = "sessions/location.html"
    form_class = ChangeLocationForm

    @cached_property
    def location(self) -> Location:
        return get_object_or_404(with_rooms(Location.objects.all()), pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.location.name, "address": self.location.address, "version": self.location.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = count_booked()
        rooms = [(room, counts.get(room.pk, 0)) for room in self.location.rooms.all()]
        booked = sum(count for room, count in rooms if not room.is_archived)
        context = {"location": self.location, "rooms": rooms, "new_room": NewRoomForm(), **may_edit(self)}
        return super().get_context_data(archiving=_archiving_words(self.location, booked), **{**context, **kwargs})

    def perform(self, form: ChangeLocationForm) -> HttpResponse:
        services.change_location(location_id=self.location.pk, by=self.person, **form.cleaned_data)
        messages.success(self.request, _("%(place)s is saved.") % {"place": form.cleaned_data["name"]})
        return redirect("locations")


class NewRoomView(PermissionRequired):
    """One more room of a location."""

    permission = Permission.BUSINESS_EDIT

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        location = get_object_or_404(with_rooms(Location.objects.all()), pk=pk)
        form = NewRoomForm(request.POST)
        try:
            if form.is_valid():
                room = services.add_room(by=self.person, location_id=location.pk, **form.cleaned_data)
                messages.success(request, _("%(place)s is added.") % {"place": room.name})
                return redirect("location", location.pk)
        except DomainError as error:
            refuse_place(form, error)
        page = LocationView(request=request, kwargs={"pk": location.pk})
        old = ChangeLocationForm(initial=page.get_initial())
        return render(request, page.template_name, page.get_context_data(form=old, new_room=form), status=422)


class RoomView(PermissionRequired, ServiceFormMixin):
    """Name and seats of a room."""

    permission = Permission.BUSINESS_EDIT
    template_name = "sessions/room.html"
    form_class = ChangeRoomForm

    @cached_property
    def room(self) -> Room:
        return get_object_or_404(Room.objects.select_related("location"), pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.room.name, "seats": self.room.seats, "version": self.room.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        booked = booked_in([self.room.pk]).count()
        return super().get_context_data(room=self.room, booked=booked, **kwargs)

    def perform(self, form: ChangeRoomForm) -> HttpResponse:
        services.change_room(room_id=self.room.pk, by=self.person, **form.cleaned_data)
        messages.success(self.request, _("%(place)s is saved.") % {"place": form.cleaned_data["name"]})
        return redirect("location", self.room.location_id)


def may_edit(page: PermissionRequired) -> dict[str, bool]:
    """Say to a template whether this person may change the business's places."""
    return {"may_edit": page.person.may(Permission.BUSINESS_EDIT)}


def refuse_place(form: Any, error: DomainError) -> None:
    """Say at the form's fields what the service says at its own."""
    for name, texts in getattr(error, "fields", {None: [error.message]}).items():
        form.add_error(name if name in form.fields else None, texts)


def _archiving_words(location: Location, booked: int) -> dict[str, Any]:
    lines = [_("The location and its rooms are offered no more. What was held there keeps its name.")]
    if booked:
        text = ngettext("%(count)d booked session stays there.", "%(count)d booked sessions stay there.", booked)
        lines.append(text % {"count": booked})
    return {
        "question": _("Archive %(place)s?") % {"place": location.name},
        "consequences": lines,
        "yes": _("Archive"),
        "no": _("Keep"),
        "back": reverse("location", args=[location.pk]),
        "count": booked,
    }
