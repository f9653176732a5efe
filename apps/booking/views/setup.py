"""What can be booked, and letters to clients: for owner and managers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.access import PermissionRequired
from apps.accounts.permissions import Permission
from apps.accounts.selectors import coaches
from apps.booking.forms import BookableForm
from apps.booking.selectors import (
    asks_feedback,
    bookable_types,
    booking_window,
    givers,
    groups_are_open,
    slug_of,
    writes_to_clients,
)
from apps.booking.services import (
    archive_bookable,
    ask_for_feedback,
    open_groups_to_clients,
    save_bookable,
    write_to_clients,
)
from apps.common.ids import uuid7
from apps.common.links import absolute
from apps.common.views.forms import ServiceFormMixin

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from apps.booking.models import BookableType

TRAINERS = {"trainer_ids": "trainers"}


class SetupView(PermissionRequired):
    """The list, with the addresses to hand on."""

    permission = Permission.BUSINESS_EDIT

    def get(self, request: HttpRequest) -> HttpResponse:
        team = list(coaches())
        rows = [
            {"type": one, "trainers": ", ".join(who.full_name for who in givers(one, team)) if one.trainer_ids else ""}
            for one in bookable_types()
        ]
        context = {
            "rows": rows,
            "is_open": booking_window().is_open,
            "address": absolute(reverse("booking_page")),
            "trainers": [(one, absolute(reverse("booking_trainer", args=[slug_of(one)]))) for one in team],
            "writes": writes_to_clients(),
            "asks_feedback": asks_feedback(),
            "has_groups": groups_are_open(),
        }
        return render(request, "booking/setup.html", context)


class LettersView(PermissionRequired):
    """Switches letters to clients on and off."""

    permission = Permission.BUSINESS_EDIT

    def post(self, request: HttpRequest) -> HttpResponse:
        write_to_clients(by=self.person, wanted=request.POST.get("wanted") == "yes")
        messages.success(request, _("Saved."))
        return redirect("booking_setup")


class GroupsSwitchView(PermissionRequired):
    """Shows the groups on the booking page, or does so no more."""

    permission = Permission.BUSINESS_EDIT

    def post(self, request: HttpRequest) -> HttpResponse:
        open_groups_to_clients(by=self.person, wanted=request.POST.get("wanted") == "yes")
        messages.success(request, _("Saved."))
        return redirect("booking_setup")


class FeedbackSwitchView(PermissionRequired):
    """Asks clients without a log-in how it was, or does so no more."""

    permission = Permission.BUSINESS_EDIT

    def post(self, request: HttpRequest) -> HttpResponse:
        ask_for_feedback(by=self.person, wanted=request.POST.get("wanted") == "yes")
        messages.success(request, _("Saved."))
        return redirect("booking_setup")


class BookableFormView(PermissionRequired, ServiceFormMixin):
    """Add what can be booked, or change it."""

    permission = Permission.BUSINESS_EDIT
    template_name = "booking/type.html"
    form_class = BookableForm

    def found(self) -> BookableType | None:
        pk = self.kwargs.get("pk")
        return get_object_or_404(bookable_types(), pk=pk) if pk else None

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "team": list(coaches()), "bookable": self.found()}

    def get_initial(self) -> dict[str, Any]:
        return {"key": uuid7()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(bookable=self.found(), **kwargs)

    def perform(self, form: BookableForm) -> HttpResponse:
        pk = self.kwargs.get("pk") or form.cleaned_data["key"]
        save_bookable(by=self.person, bookable_id=pk, values=form.values, version=form.cleaned_data["version"])
        messages.success(self.request, _("Saved."))
        return redirect("booking_setup")


class BookableRemovalView(PermissionRequired):
    permission = Permission.BUSINESS_EDIT

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        archive_bookable(by=self.person, bookable_id=pk)
        messages.success(request, _("Taken off the booking page. What is booked stays."))
        return redirect("booking_setup")
