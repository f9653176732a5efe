"""Two clients side by side, made one; and two again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from apps.accounts.permissions import Permission
from apps.clients import policies
from apps.clients.selectors import clients_visible_to
from apps.clients.services import merge_clients, undo_merge
from apps.clients.services.history import kept_value
from apps.clients.services.merging import MERGEABLE, NOTES, Wish
from apps.clients.views.base import PersonPage
from apps.clients.views.carried import version_in
from apps.clients.views.choosing import Choice, Option, chosen
from apps.clients.wording import in_words, label_of
from apps.common.errors import DomainError, InvalidInput, NotFound, StaleVersion
from apps.common.views.errors import page_not_found

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from apps.clients.models import Client

ORDER = ("first_name", "last_name", "email", "phone", "date_of_birth", "country", "trainer", "status", "goal")
FIELDS = (*ORDER, *sorted(MERGEABLE - set(ORDER)))


class MergeView(PersonPage, TemplateView):
    """`pk` is who stays; a link swaps the two."""

    permission = Permission.CLIENTS_MERGE
    template_name = "clients/merge.html"

    @cached_property
    def pair(self) -> tuple[Client, Client]:
        clients = clients_visible_to(self.person).select_related("user")
        winner = get_object_or_404(clients, pk=self.kwargs["pk"])
        return winner, get_object_or_404(clients, pk=self.kwargs["other"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        winner, loser = self.pair
        moves = [
            line
            for policy in policies.merge_policies()
            for line in policy.consequences(loser=loser.pk, winner=winner.pk)
        ]
        if loser.photo and not winner.photo:
            moves.append(_("The photo goes along."))
        context = {"client": winner, "loser": loser, "choices": _choices(winner, loser), "moves": moves}
        return super().get_context_data(**(context | kwargs))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        winner, loser = self.pair
        if loser.merged_into_id == winner.pk:
            return redirect("client", winner.pk)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, pk: UUID, other: UUID) -> HttpResponse:
        winner, loser = self.pair
        try:
            record = merge_clients(winner_id=pk, loser_id=other, by=self.person, wish=_wish(request))
        except StaleVersion:
            return self._again(_("Somebody changed one of them meanwhile. Look again, then merge."))
        except DomainError as error:
            texts = (
                [text for texts in error.fields.values() for text in texts] if isinstance(error, InvalidInput) else []
            )
            return self._again(" ".join(texts) or error.message)
        undo = f"undo:{reverse('client_merge_reversal', args=[record.pk])}"
        words = {"loser": loser.full_name, "winner": winner.full_name}
        messages.success(request, _("%(loser)s is part of %(winner)s now.") % words, extra_tags=undo)
        return redirect("client", pk)

    def _again(self, problem: str) -> HttpResponse:
        del self.pair
        return render(self.request, self.template_name, self.get_context_data(problem=problem), status=409)


class UndoMergeView(PersonPage, View):
    permission = Permission.CLIENTS_MERGE

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        try:
            record = undo_merge(merge_id=pk, by=self.person)
        except NotFound:
            return page_not_found(request)
        except DomainError as error:
            messages.error(request, error.message)
            return redirect("clients")
        messages.success(request, _("They are two clients again."))
        return redirect("client", record.loser_id)


def _wish(request: HttpRequest) -> Wish:
    picks = {name: chosen(request.POST, name) for name in FIELDS}
    take: Any = {name: pick for name, pick in picks.items() if pick in {"theirs", "both"}}
    versions = version_in(request.POST), version_in({"version": request.POST.get("other_version", "")})
    return Wish(
        take=take, log_in="loser" if chosen(request.POST, "log_in") == "theirs" else "winner", versions=versions
    )


def _choices(winner: Client, loser: Client) -> list[Choice]:
    """Return the fields that differ. A field that only one has is taken from that one, unless somebody says otherwise."""
    values = {name: [kept_value(winner, name), kept_value(loser, name)] for name in FIELDS}
    words = in_words({name: pair for name, pair in values.items() if pair[0] != pair[1]})
    choices = [_choice(name, *pair) for name, pair in words.items()]
    if winner.user and loser.user:
        options = [
            Option("mine", winner.full_name, winner.user.email, is_chosen=True),
            Option("theirs", loser.full_name, loser.user.email),
        ]
        note = _("Both sign in to the app. The other log-in is switched off.")
        choices.append(Choice("log_in", _("Log-in"), options, note))
    return choices


def _choice(name: str, mine: str, theirs: str) -> Choice:
    both = name in NOTES and mine and theirs
    options = [
        Option("mine", _("Stays"), mine, is_chosen=bool(mine) and not both),
        Option("theirs", _("From the other"), theirs, is_chosen=not mine),
    ]
    if both:
        options.append(Option("both", _("Both, one after the other"), f"{mine}\n\n{theirs}", is_chosen=True))
    return Choice(name, label_of(name), options)
