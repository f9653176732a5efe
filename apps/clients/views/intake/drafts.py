"""Drafts in pages: restored into the form, kept while somebody types, thrown away once it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.views import View

from apps.accounts.permissions import Permission
from apps.clients.services.drafts import FORMS, discard_draft, find_draft, save_draft
from apps.clients.views.base import PersonPage
from apps.clients.views.carried import uuid_in
from apps.common.errors import Conflict, DomainError
from apps.common.ids import uuid7

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from apps.clients.models import Draft

LONGEST_TAB = 40


def restore(form: forms.Form, draft: Draft | None) -> None:
    """Put what was typed into a form that nobody has sent yet; nothing is checked before it is."""
    if draft is None or form.is_bound:
        return
    data: MultiValueDict[str, Any] = MultiValueDict(draft.data)
    for name, field in form.fields.items():
        if any(key == name or key.startswith(f"{name}_") for key in data) or isinstance(field, forms.BooleanField):
            form.initial[name] = field.widget.value_from_datadict(data, MultiValueDict(), name)
    form.data = MultiValueDict({key: values for key, values in draft.data.items() if key.startswith("initial-")})


def line(request: HttpRequest, *, url: str, form: str, thing: UUID, draft: Draft | None) -> dict[str, Any]:
    """Return what the page shows and sends for its draft. A form shown again for an error stays the tab it was."""
    return {
        "url": url,
        "form": form,
        "thing": thing,
        "tab": request.POST.get("draft_tab", "")[:LONGEST_TAB] or uuid7().hex,
        "seen": draft.version if draft else 0,
        "at": draft.updated_at if draft else None,
    }


def keep(request: HttpRequest, *, holder: UUID, url: str, thing: UUID, back: str) -> HttpResponse:
    """Answer a page that sends what is typed in it, or throws its draft away."""
    post = request.POST
    form = post.get("draft_form", "")
    if post.get("go") == "discard":
        discard_draft(holder=holder, form=form, thing=thing)
        return redirect(back)
    seen = post.get("draft_seen", "")
    draft = None
    status, context = 200, {"url": url, "form": form, "thing": thing}
    try:
        draft = save_draft(
            holder=holder,
            form=form,
            thing=thing,
            tab=post.get("draft_tab", "")[:LONGEST_TAB],
            seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else 0,  # noqa: PLR2004 - a number
            data=dict(post.lists()),
        )
    except Conflict as clash:
        status, context = 409, context | {"other": clash.extra["version"], "seen": 0}
    except DomainError as error:
        status, context = 422, context | {"problem": error.message, "seen": 0}
    if draft is not None:
        context |= {"seen": draft.version, "at": draft.updated_at}
    return render(request, "clients/intake/_draft_line.html", {"draft": context}, status=status)


class DraftView(PersonPage, View):
    """The drafts of whoever is signed in; nobody else's can be named."""

    permission = Permission.ACCOUNT_OWN

    def post(self, request: HttpRequest) -> HttpResponse:
        form, thing = request.POST.get("draft_form", ""), uuid_in(request.POST.get("draft_thing", ""))
        if form not in FORMS or thing is None:
            return HttpResponse(status=400)
        back = _place(form, thing, is_client=not self.person.is_team)
        return keep(request, holder=self.person.pk, url=reverse("client_draft"), thing=thing, back=back)


def draft_of(holder: UUID, form: str, thing: UUID | None = None) -> Draft | None:
    return find_draft(holder=holder, form=form, thing=thing)


def _place(form: str, thing: UUID, *, is_client: bool) -> str:
    """Return the page of a form."""
    if form == "add":
        return reverse("client_add")
    if is_client:
        return reverse("own_intake_step", args=[form])
    return reverse("client_edit", args=[thing]) if form == "edit" else reverse("client_intake_step", args=[thing, form])
