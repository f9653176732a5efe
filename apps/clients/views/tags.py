"""The settings of the business's tags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from apps.accounts.permissions import Permission
from apps.clients.models import ClientSettings
from apps.clients.services.tags.vocabulary import add_tag, change_tag, delete_tag, merge_tags
from apps.clients.services.views import show_tags
from apps.clients.tag_forms import MergeForm, NewTagForm, TagForm
from apps.clients.tags import count_by_tag, live_tags
from apps.clients.views.base import PersonPage
from apps.common.views.forms import ServiceFormMixin

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from apps.clients.models import Tag


class TagsView(PersonPage, ServiceFormMixin):
    """Every tag with how many clients have it, and a form for one more."""

    permission = Permission.CLIENTS_VIEW
    write_permission = Permission.TAGS_ADD
    template_name = "clients/tags.html"
    form_class = NewTagForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = count_by_tag()
        return super().get_context_data(
            tags=[{"tag": tag, "count": counts.get(tag.pk, 0)} for tag in live_tags()],
            may_add=self.person.may(Permission.TAGS_ADD),
            is_on_list=ClientSettings.objects.filter(tags_on_list=True).exists(),
            may_manage=self.person.may(Permission.TAGS_MANAGE),
            **kwargs,
        )

    def perform(self, form: NewTagForm) -> HttpResponse:
        tag = add_tag(by=self.person, **form.cleaned_data)
        messages.success(self.request, _("Tag “%(tag)s” is added.") % {"tag": tag.name})
        return redirect("client_tags")


class TagsOnListView(PersonPage, View):
    """Show the tags in the list of clients, or not."""

    permission = Permission.TAGS_MANAGE

    def post(self, request: HttpRequest) -> HttpResponse:
        is_on = request.POST.get("on_list") == "yes"
        show_tags(by=self.person, on_list=is_on)
        messages.success(request, _("The list shows tags.") if is_on else _("The list shows no tags."))
        return redirect("client_tags")


class _TagPage(PersonPage):
    permission = Permission.TAGS_MANAGE

    @cached_property
    def tag(self) -> Tag:
        return get_object_or_404(live_tags(), pk=self.kwargs["pk"])

    @cached_property
    def count(self) -> int:
        return count_by_tag().get(self.tag.pk, 0)

    def words(self, form: MergeForm | None = None) -> dict[str, Any]:
        """Return what the page shows beside the form for name and colour."""
        return {
            "tag": self.tag,
            "count": self.count,
            "merge": form or MergeForm(tag=self.tag),
            "deletion": deletion_words(self.tag, self.count),
        }


class TagView(_TagPage, ServiceFormMixin):
    """Name and colour; merging and deleting below."""

    template_name = "clients/tag.html"
    form_class = TagForm

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.tag.name, "colour": self.tag.colour}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self.words(), **kwargs)

    def perform(self, form: TagForm) -> HttpResponse:
        tag = change_tag(tag_id=self.tag.pk, by=self.person, **form.cleaned_data)
        messages.success(self.request, _("Tag “%(tag)s” is saved.") % {"tag": tag.name})
        return redirect("client_tags")


class MergeTagView(_TagPage, View):
    """Ask with what it will do; then let the other tag take the place."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = MergeForm(request.POST, tag=self.tag)
        if not form.is_valid():
            page = {**self.words(form), "form": TagForm(initial={"name": self.tag.name, "colour": self.tag.colour})}
            return render(request, "clients/tag.html", page, status=422)
        name, into = self.tag.name, form.cleaned_data["into"]
        if request.POST.get("confirmed") != "yes":
            context = {"into": into, "back": reverse("client_tag", args=[self.tag.pk])}
            return render(request, "clients/tag_merge.html", merging_words(self.tag, into, self.count) | context)
        merge_tags(tag_id=self.tag.pk, into_id=into.pk, by=self.person)
        messages.success(request, _("“%(tag)s” is merged into “%(into)s”.") % {"tag": name, "into": into.name})
        return redirect("client_tags")


class DeleteTagView(_TagPage, View):
    """Ask first; then end it."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        name = self.tag.name
        if request.POST.get("confirmed") != "yes":
            context = {**deletion_words(self.tag, self.count), "back": reverse("client_tag", args=[self.tag.pk])}
            return render(request, "layouts/confirm.html", context)
        delete_tag(tag_id=self.tag.pk, by=self.person)
        messages.success(request, _("Tag “%(tag)s” is deleted.") % {"tag": name})
        return redirect("client_tags")


def deletion_words(tag: Tag, count: int) -> dict[str, Any]:
    """Say what deleting does, for the dialog and for the page without JavaScript."""
    lose = ngettext("%(count)s client loses it.", "%(count)s clients lose it.", count) % {"count": f"{count:,}"}
    return {
        "question": _("Delete the tag “%(tag)s”?") % {"tag": tag.name},
        "consequences": [
            lose if count else _("No client has it."),
            _("Archived clients lose it too. What else is known of them stays."),
            _("This cannot be taken back at once; each client's history keeps that they had it."),
        ],
        "yes": _("Delete"),
        "no": _("Keep"),
    }


def merging_words(tag: Tag, into: Tag, count: int) -> dict[str, Any]:
    """Say what merging does."""
    words = {"tag": tag.name, "into": into.name, "count": f"{count:,}"}
    moved = ngettext("%(count)s client gets “%(into)s”.", "%(count)s clients get “%(into)s”.", count)
    return {
        "question": _("Merge “%(tag)s” into “%(into)s”?") % words,
        "consequences": [moved % words, _("“%(tag)s” is gone from the list.") % words],
        "yes": _("Merge"),
        "no": _("Keep both"),
    }
