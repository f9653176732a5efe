"""A client's tags on their page: added and taken away in place, or on the page anew without JavaScript."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.views import View

from apps.accounts.permissions import Permission
from apps.clients.selectors import clients_visible_to
from apps.clients.services.tags.assigning import tag_client
from apps.clients.tags import tags_by_id, tags_of
from apps.clients.views.base import PersonPage
from apps.common.errors import DomainError, InvalidInput

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from apps.accounts.models import User
    from apps.clients.models import Client

UNPROCESSABLE, SERVER_ERRORS = 422, 500


def tag_context(client: Client, user: User) -> dict[str, Any]:
    """Return the client's tags, and for those who may change them the others."""
    may_tag = user.may(Permission.CLIENTS_EDIT) and not client.is_archived
    known = tags_by_id()
    return {
        "tags": tags_of(client, known),
        "other_tags": [tag for tag in known.values() if tag.pk not in client.tags] if may_tag else [],
        "may_tag": may_tag,
        "may_add_tags": user.may(Permission.TAGS_ADD),
    }


class _ClientTags(PersonPage, View):
    permission = Permission.CLIENTS_EDIT

    @cached_property
    def client(self) -> Client:
        return get_object_or_404(clients_visible_to(self.person), pk=self.kwargs["pk"])

    def answer(self, *, problem: str = "", typed: str = "", status: int = 200) -> HttpResponse:
        """Answer with the tags alone; without JavaScript with the whole page, or one that says what is wrong."""
        if not problem and not self.request.headers.get("HX-Request"):
            return redirect("client", self.client.pk)
        client = clients_visible_to(self.person).get(pk=self.client.pk)
        context = {"client": client, **tag_context(client, self.person), "problem": problem, "typed": typed}
        is_part = self.request.headers.get("HX-Request")
        name = "clients/_tags.html" if is_part else "clients/client_tags.html"
        return render(self.request, name, {**context, "is_open": True}, status=status)

    def change(self, **changes: Any) -> HttpResponse:
        try:
            tag_client(client_id=self.client.pk, by=self.person, **changes)
        except DomainError as error:
            if error.status >= SERVER_ERRORS:
                raise
            parts = error.fields.values() if isinstance(error, InvalidInput) else [[error.message]]
            problem = " ".join(text for texts in parts for text in texts)
            return self.answer(problem=problem, typed=self.request.POST.get("tag", ""), status=UNPROCESSABLE)
        return self.answer()


class ClientTagsView(_ClientTags):
    """The tags; a POST adds those that are typed."""

    permission = Permission.CLIENTS_VIEW
    write_permission: ClassVar = Permission.CLIENTS_EDIT

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.answer()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.change(add=request.POST.get("tag", ""))


class RemoveClientTagView(_ClientTags):
    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            tag = UUID(request.POST.get("tag", ""))
        except ValueError:
            return self.answer()
        return self.change(remove=[tag])
