"""Taking rooms and locations out of use, and putting them back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.access import PermissionRequired
from apps.accounts.permissions import Permission
from apps.common.errors import DomainError
from apps.sessions import services
from apps.sessions.models import Location, Room
from apps.sessions.place_forms import RoomArchivingForm
from apps.sessions.rooms import booked_in
from apps.sessions.selectors import with_people
from apps.sessions.services.closing_rooms import STAY
from apps.sessions.views.acts import words_of
from apps.sessions.views.places import LocationView, refuse_place

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

MOST_SHOWN = 20


class ArchiveRoomView(PermissionRequired):
    """Show what is booked there and ask whether it stays or moves; then take the room out of use."""

    permission = Permission.BUSINESS_EDIT

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return self._page(_room(pk), None)

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        room = _room(pk)
        form = RoomArchivingForm(request.POST, room=room) if booked_in([room.pk]).exists() else None
        if form and not form.is_valid():
            return self._page(room, form, 422)
        answers = form.cleaned_data if form else {}
        try:
            services.archive_room(room_id=room.pk, by=self.person, **answers)
        except DomainError as error:
            form = form or RoomArchivingForm(room=room)
            if not form.is_bound:
                return self._page(room, None, error.status)
            refuse_place(form, error)
            return self._page(room, form, error.status)
        undo = f"undo:{reverse('room_restore', args=[room.pk])}"
        messages.success(request, _("%(place)s is archived.") % {"place": room.name}, extra_tags=undo)
        return redirect("location", room.location_id)

    def _page(self, room: Room, form: RoomArchivingForm | None, status: int = 200) -> HttpResponse:
        booked = with_people(booked_in([room.pk]), self.person)
        context: dict[str, Any] = {
            "room": room,
            "form": form or RoomArchivingForm(room=room, initial={"sessions": STAY}),
            "sessions": booked[:MOST_SHOWN],
            "count": booked.count(),
        }
        return render(self.request, "sessions/room_archiving.html", context, status=status)


class RestoreRoomView(PermissionRequired):
    permission = Permission.BUSINESS_EDIT

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        room = _room(pk)
        try:
            services.restore_room(room_id=room.pk, by=self.person)
            messages.success(request, _("%(place)s is back.") % {"place": room.name})
        except DomainError as error:
            messages.error(request, words_of(error))
        return redirect("location", room.location_id)


class ArchiveLocationView(PermissionRequired):
    """Ask with what it will do; what is booked there stays."""

    permission = Permission.BUSINESS_EDIT

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        location = get_object_or_404(Location, pk=pk)
        if request.POST.get("confirmed") != "yes":
            page = LocationView(request=request, kwargs={"pk": pk})
            return render(request, "layouts/confirm.html", page.get_context_data()["archiving"])
        services.archive_location(location_id=location.pk, by=self.person, sessions=STAY)
        undo = f"undo:{reverse('location_restore', args=[location.pk])}"
        messages.success(request, _("%(place)s is archived.") % {"place": location.name}, extra_tags=undo)
        return redirect("locations")


class RestoreLocationView(PermissionRequired):
    permission = Permission.BUSINESS_EDIT

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        location = get_object_or_404(Location, pk=pk)
        try:
            services.restore_location(location_id=location.pk, by=self.person)
            messages.success(request, _("%(place)s is back. Restore its rooms below.") % {"place": location.name})
        except DomainError as error:
            messages.error(request, words_of(error))
        return redirect("location", location.pk)


def _room(pk: UUID) -> Room:
    return get_object_or_404(Room.objects.select_related("location"), pk=pk)
