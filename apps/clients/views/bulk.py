"""Acts on many clients: asked, confirmed, watched, undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from apps.accounts.permissions import Permission
from apps.clients.selectors.bulk import act_for, kept_rows, refused_rows
from apps.clients.services.bulk import start_act, start_undo
from apps.clients.services.bulk.asking import preview_act
from apps.clients.services.bulk.kinds import kind_named
from apps.clients.views.base import PersonPage
from apps.common.errors import Conflict, InvalidInput
from apps.common.ids import uuid7

if TYPE_CHECKING:
    from django.http import HttpRequest

    from apps.clients.models import BulkAct

MOST_SHOWN = 200
MESSAGE = "message"
UNPROCESSABLE = 422


class BulkView(PersonPage, View):
    """Say what an act will do to how many, take its choice, then let it run."""

    permission = Permission.CLIENTS_EDIT

    def post(self, request: HttpRequest) -> HttpResponse:
        post = request.POST
        asked = _read(post)
        if post.get("act") == MESSAGE:
            return self._write()
        try:
            if post.get("confirmed") == "yes":
                options = {post.get("act", ""): post.get("choice", "")}
                act = start_act(by=self.person, options=options, act_id=_id_or_none(post.get("key", "")), **asked)
                return redirect("client_bulk_act", act.pk)
            return self._ask(asked)
        except InvalidInput as error:
            return self._ask_again(asked, error)

    def _ask(self, asked: dict[str, Any], problem: str = "", status: int = 200) -> HttpResponse:
        kind, count = preview_act(by=self.person, **asked)
        context = {
            "kind": kind,
            "question": kind.question(count),
            "consequences": kind.consequences,
            "choices": kind.choices() if kind.choices else (),
            "yes": kind.label,
            "no": _("Cancel"),
            "back": self._back(),
            "problem": problem,
            "chosen": self.request.POST.getlist("client"),
            "query": self.request.POST.get("query", ""),
            "all": "all" in self.request.POST,
            "key": self.request.POST.get("key") or uuid7(),
        }
        is_partial = "HX-Request" in self.request.headers
        return render(
            self.request, f"clients/bulk_{'dialog' if is_partial else 'confirm'}.html", context, status=status
        )

    def _write(self) -> HttpResponse:
        """Go where the message is written, with whom it is for in the address: nothing is done yet."""
        post, whom = self.request.POST, QueryDict(mutable=True)
        if "all" in post:
            whom["all"], whom["query"] = "1", post.get("query", "")
        else:
            whom.setlist("client", post.getlist("client"))
        url = f"{reverse('client_message_new')}?{whom.urlencode()}"
        return HttpResponse(headers={"HX-Redirect": url}) if "HX-Request" in self.request.headers else redirect(url)

    def _ask_again(self, asked: dict[str, Any], error: InvalidInput) -> HttpResponse:
        """Show what is missing where it was asked; without clients there is nothing to ask about."""
        problem = " ".join(text for texts in error.fields.values() for text in texts)
        if "clients" not in error.fields and "act" not in error.fields:
            return self._ask(asked, problem, UNPROCESSABLE)
        messages.error(self.request, problem)
        if "HX-Request" in self.request.headers:
            return HttpResponse(headers={"HX-Redirect": self._back()})
        return redirect(self._back())

    def _back(self) -> str:
        query = self.request.POST.get("query", "")
        return f"{reverse('clients')}?{query}" if query else reverse("clients")


class _ActPage(PersonPage, View):
    permission = Permission.CLIENTS_EDIT

    @cached_property
    def act(self) -> BulkAct:
        return act_for(self.person, self.kwargs["pk"])

    def context(self) -> dict[str, Any]:
        act = self.act
        kind = kind_named(act.kind)
        return {
            "act": act,
            "kind": kind,
            "done_words": kind.done(act.changed),
            "refused": refused_rows(act, MOST_SHOWN) if act.refused else [],
            "kept": kept_rows(act, MOST_SHOWN) if act.kept else [],
            "may_undo": act.state in {"done", "failed"} and act.changed and self.person.may(kind.permission),
            **undo_words(act),
        }


def undo_words(act: BulkAct) -> dict[str, Any]:
    """Say what undoing does, for the dialog and for the page without JavaScript."""
    question = ngettext("Undo this for %(count)d client?", "Undo this for %(count)d clients?", act.changed)
    return {
        "question": question % {"count": act.changed},
        "consequences": [_("Clients that somebody changed since stay as they are now; you will see which.")],
        "yes": _("Undo"),
        "no": _("Keep"),
    }


class BulkActView(_ActPage):
    """How far it is, what came of it, whom it left out."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return render(request, "clients/bulk_act.html", self.context())


class BulkProgressView(_ActPage):
    """Asked every second while a task works; the page is loaded anew once it is done."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        if not self.act.is_busy:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return render(request, "clients/_bulk_progress.html", {"act": self.act, "kind": kind_named(self.act.kind)})


class BulkUndoView(_ActPage):
    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        if request.POST.get("confirmed") != "yes":
            context = {**undo_words(self.act), "back": reverse("client_bulk_act", args=[pk])}
            return render(request, "layouts/confirm.html", context)
        try:
            start_undo(act_id=pk, by=self.person)
        except Conflict as error:
            messages.error(request, error.message)
        return redirect("client_bulk_act", pk)


def _read(post: QueryDict) -> dict[str, Any]:
    """Read which act and whom: the ticked rows, or all that the list's address finds."""
    if "all" in post:
        return {"act": post.get("act", ""), "query": QueryDict(post.get("query", "")).dict()}
    ids = [found for text in post.getlist("client") if (found := _id_or_none(text))]
    return {"act": post.get("act", ""), "client_ids": ids}


def _id_or_none(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
