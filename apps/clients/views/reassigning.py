"""Handing over the clients of somebody who leaves: a part of the member's page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views import View

from apps.accounts.permissions import Permission
from apps.accounts.selectors import team_visible_to
from apps.clients.models import Client
from apps.clients.selectors import trained_by, trainers
from apps.clients.services.trainers import reassign_clients
from apps.clients.views.base import PersonPage

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from apps.accounts.models import User


class HandOverForm(forms.Form):
    """Who takes them; nobody is possible, and said."""

    to = forms.ModelChoiceField(
        label=_("New trainer"),
        queryset=trainers(),
        required=False,
        empty_label=_("Nobody yet: who assists leads"),
    )

    def __init__(self, *args: Any, member: User, **options: Any) -> None:
        super().__init__(*args, **options)
        to = self.fields["to"]
        if isinstance(to, forms.ModelChoiceField):
            to.queryset = trainers().exclude(pk=member.pk)


class ReassignView(PersonPage, View):
    """How many clients somebody trains, and a form that hands them over."""

    permission = Permission.TEAM_MANAGE

    @cached_property
    def member(self) -> User:
        return get_object_or_404(team_visible_to(self.person), pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._page(HandOverForm(member=self.member))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = HandOverForm(request.POST, member=self.member)
        if not form.is_valid():
            return self._page(form, status=422)
        number = reassign_clients(from_trainer=self.member, to_trainer=form.cleaned_data["to"], by=self.person)
        words = ngettext("%(count)s client is handed over.", "%(count)s clients are handed over.", number)
        messages.success(request, words % {"count": f"{number:,}"})
        return redirect("team_member", pk=self.member.pk)

    def _page(self, form: HandOverForm, status: int = 200) -> HttpResponse:
        theirs = trained_by(Client.objects.all(), self.member.pk)
        led = theirs.filter(trainer=self.member).count()
        context = {"member": self.member, "form": form, "led": led, "assisted": theirs.count() - led}
        return render(self.request, "clients/_reassign.html", context, status=status)
