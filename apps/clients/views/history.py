"""What a client's fields were: the page of edits, and taking one back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from apps.accounts.permissions import Permission
from apps.clients.changes import change_of, changed_fields, changes_of, editors_of, in_words
from apps.clients.selectors import clients_visible_to
from apps.clients.services import Part, revert_change
from apps.clients.services.history import kept_value
from apps.clients.views.base import PersonPage
from apps.clients.views.carried import version_in
from apps.clients.views.choosing import Choice, Option, chosen
from apps.clients.wording import in_words as values_in_words
from apps.clients.wording import label_of, may_see_field
from apps.common.errors import DomainError, InvalidInput, NotFound, StaleVersion
from apps.common.pagination import keyset

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from apps.clients.models import Client, ClientChange

BACK, KEEP = "back", "keep"


class HistoryView(PersonPage, TemplateView):
    """Every edit, newest first, narrowed to a field or a person."""

    permission = Permission.CLIENTS_VIEW
    template_name = "clients/history.html"

    @cached_property
    def client(self) -> Client:
        return get_object_or_404(clients_visible_to(self.person), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        client, asked = self.client, self.request.GET
        field, by = asked.get("field", "").replace("\0", ""), asked.get("by", "").replace("\0", "")
        page = keyset(changes_of(client, field=field, by=by), ordering=("-id",), cursor=asked.get("cursor", ""))
        return super().get_context_data(
            client=client,
            changes=in_words(page.rows, self.person),
            older=self._page(page.next),
            newer=self._page(page.previous),
            narrowings=[
                self._narrowing("field", _("Field"), {name: label_of(name) for name in changed_fields(client)}),
                self._narrowing("by", _("By"), {str(one.pk): one.full_name for one in editors_of(client)}),
            ],
            merges=client.merges.filter(undone_at=None).select_related("loser").order_by("-id"),
            may_merge=self.person.may(Permission.CLIENTS_MERGE),
            is_narrowed=bool(field or by),
            may_revert=self.person.may(Permission.CLIENTS_EDIT) and not client.is_archived,
            **kwargs,
        )

    def _page(self, cursor: str) -> str:
        return self._url(cursor=cursor) if cursor else ""

    def _narrowing(self, name: str, label: str, labels: dict[str, str]) -> dict[str, Any]:
        asked = self.request.GET.get(name, "")
        items = [{"label": words, "url": self._url(**{name: value})} for value, words in labels.items()]
        words = f"{label}: {labels.get(asked, asked)}" if asked else label
        return {"words": words, "on": asked, "without": self._url(**{name: ""}), "items": items}

    def _url(self, **changes: str) -> str:
        """Return this page asked differently, from its beginning unless a cursor is among the changes."""
        asked = {name: self.request.GET.get(name, "") for name in ("field", "by")} | changes
        return f"?{urlencode({name: value for name, value in asked.items() if value})}"


class RevertView(PersonPage, TemplateView):
    """Shows what each field was, became and is now; the person says which go back."""

    permission = Permission.CLIENTS_EDIT
    template_name = "clients/reversion.html"

    @cached_property
    def client(self) -> Client:
        client = get_object_or_404(clients_visible_to(self.person), pk=self.kwargs["pk"])
        if client.is_archived:
            raise Http404
        return client

    @cached_property
    def change(self) -> ClientChange:
        try:
            return change_of(self.client, self.kwargs["change"])
        except NotFound as error:
            raise Http404 from error

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        client, change = self.client, self.change
        choices = _choices(client, change, [name for name in change.fields if may_see_field(self.person, name)])
        return super().get_context_data(
            **{"client": client, "change": change, "choices": choices, "version": client.version, **kwargs}
        )

    def post(self, request: HttpRequest, pk: UUID, change: UUID) -> HttpResponse:
        wanted = [name for name in self.change.fields if chosen(request.POST, name) == BACK]
        part = Part(fields=wanted, overwrite=True)  # the page showed what is there now, and the version proves it
        version = version_in(request.POST)
        try:
            revert_change(
                client_id=self.client.pk, change_id=self.change.pk, by=self.person, part=part, expected_version=version
            )
        except StaleVersion:
            return self._again(_("Somebody changed this client meanwhile. Look again, then decide."))
        except DomainError as error:
            texts = (
                [text for texts in error.fields.values() for text in texts] if isinstance(error, InvalidInput) else []
            )
            return self._again(" ".join(texts) or error.message)
        messages.success(request, _("Taken back.") if wanted else _("Nothing was to be taken back."))
        return redirect(reverse("client_changes", args=[self.client.pk]))

    def _again(self, problem: str) -> HttpResponse:
        del self.client  # read anew: somebody changed it
        return render(self.request, self.template_name, self.get_context_data(problem=problem), status=409)


def _choices(client: Client, change: ClientChange, names: list[str]) -> list[Choice]:
    """Return the fields that are not what they were before the edit; who changed one later is asked to look twice."""
    values = {
        name: [change.fields[name][0], change.fields[name][1], kept_value(client, name, change.fields[name][1])]
        for name in names
    }
    words = values_in_words(values)
    choices = []
    for name, (before, after, now) in values.items():
        if before == now:
            continue
        was, became, is_now = words[name]
        is_later = after != now
        note = _("The edit made it “%(became)s”; somebody changed it again.") % {"became": became} if is_later else ""
        options = [
            Option(BACK, _("Take back to"), was, is_chosen=not is_later),
            Option(KEEP, _("Keep"), is_now, is_chosen=is_later),
        ]
        choices.append(Choice(name, label_of(name), options, note))
    return choices
