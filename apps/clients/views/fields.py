"""The settings of the business's own fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.generic import TemplateView

from apps.accounts.permissions import Permission
from apps.clients.custom import count_answers, live_fields
from apps.clients.field_forms import NEW, FieldForm, initial_of
from apps.clients.models import CustomField
from apps.clients.services.custom.fields import (
    add_field,
    archive_field,
    change_field,
    delete_field,
    order_fields,
    restore_field,
)
from apps.clients.views.base import PersonPage
from apps.common.errors import Conflict, InvalidInput
from apps.common.views.forms import ServiceFormMixin

if TYPE_CHECKING:
    from django.http import HttpRequest


class FieldsView(PersonPage, TemplateView):
    """Every field in its order, and those that are archived."""

    permission = Permission.FIELDS_MANAGE
    template_name = "clients/fields.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = count_answers()
        archived = CustomField.objects.filter(archived_at__isnull=False).order_by("folded")
        return super().get_context_data(
            fields=[{"field": field, "count": counts.get(field.key, 0)} for field in live_fields()],
            archived=[{"field": field, "count": counts.get(field.key, 0)} for field in archived],
            **kwargs,
        )


class AddFieldView(PersonPage, ServiceFormMixin):
    permission = Permission.FIELDS_MANAGE
    template_name = "clients/field.html"
    form_class = FieldForm
    initial = NEW

    def perform(self, form: FieldForm) -> HttpResponse:
        field = add_field(by=self.person, **form.values())
        messages.success(self.request, _("Field “%(field)s” is added.") % {"field": field.name})
        return redirect("client_fields")


class _FieldPage(PersonPage):
    permission = Permission.FIELDS_MANAGE

    @cached_property
    def field(self) -> CustomField:
        return get_object_or_404(CustomField, pk=self.kwargs["pk"])

    @cached_property
    def count(self) -> int:
        return count_answers().get(self.field.key, 0)


class FieldView(_FieldPage, ServiceFormMixin):
    """Change it; archive or delete it below."""

    template_name = "clients/field.html"
    form_class = FieldForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "field": self.field}

    def get_initial(self) -> dict[str, Any]:
        return initial_of(self.field)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"field": self.field, "count": self.count, "ending": ending_words(self.field, self.count)}
        return super().get_context_data(**context, **kwargs)

    def perform(self, form: FieldForm) -> HttpResponse:
        field = change_field(field_id=self.field.pk, by=self.person, **form.values())
        messages.success(self.request, _("Field “%(field)s” is saved.") % {"field": field.name})
        return redirect("client_fields")


class EndFieldView(_FieldPage, View):
    """Ask first; then archive what has answers, and delete what has none."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.POST.get("confirmed") != "yes":
            back = reverse("client_field", args=[self.field.pk])
            return render(request, "layouts/confirm.html", {**ending_words(self.field, self.count), "back": back})
        words = {"field": self.field.name}
        try:
            if not self.count:
                delete_field(field_id=self.field.pk, by=self.person)
                messages.success(request, _("Field “%(field)s” is deleted.") % words)
                return redirect("client_fields")
        except Conflict:
            pass  # somebody has answered meanwhile: then it is archived
        archive_field(field_id=self.field.pk, by=self.person)
        undo = f"undo:{reverse('client_field_restore', args=[self.field.pk])}"
        messages.success(request, _("Field “%(field)s” is archived.") % words, extra_tags=undo)
        return redirect("client_fields")


class RestoreFieldView(_FieldPage, View):
    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            restore_field(field_id=self.field.pk, by=self.person)
        except InvalidInput as error:
            messages.error(request, " ".join(text for texts in error.fields.values() for text in texts))
        else:
            messages.success(request, _("Field “%(field)s” is back.") % {"field": self.field.name})
        return redirect("client_fields")


class OrderFieldsView(PersonPage, View):
    """The whole order at once (`order`, ids), or one step of one field (`up` or `down`, its id)."""

    permission = Permission.FIELDS_MANAGE

    def post(self, request: HttpRequest) -> HttpResponse:
        step, moved = next(((name, text) for name in ("up", "down") if (text := request.POST.get(name))), ("", ""))
        try:
            wanted = [UUID(text) for text in request.POST.getlist("order")]
            if moved:
                wanted = _stepped([field.pk for field in live_fields()], UUID(moved), -1 if step == "up" else 1)
            order_fields(field_ids=wanted, by=self.person)
        except (ValueError, InvalidInput):
            messages.error(request, _("The fields have changed meanwhile. Here they are as they are now."))
            return redirect("client_fields")
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204)
        return redirect(f"{reverse('client_fields')}#field-{moved}" if moved else "client_fields")


def ending_words(field: CustomField, count: int) -> dict[str, Any]:
    """Say what ending a field does: it goes when nobody has answered, else it is put aside."""
    words = {"field": field.name, "count": f"{count:,}"}
    if not count:
        return {
            "question": _("Delete the field “%(field)s”?") % words,
            "consequences": [_("No client has an answer. It is gone for good.")],
            "yes": _("Delete"),
            "no": _("Keep"),
        }
    kept = ngettext("%(count)s client's answer stays, hidden.", "%(count)s clients' answers stay, hidden.", count)
    return {
        "question": _("Archive the field “%(field)s”?") % words,
        "consequences": [_("It is asked and shown no more."), kept % words, _("You can restore it at any time.")],
        "yes": _("Archive"),
        "no": _("Keep"),
    }


def _stepped(ids: list[UUID], moved: UUID, step: int) -> list[UUID]:
    if moved in ids:
        place = ids.index(moved)
        other = min(max(place + step, 0), len(ids) - 1)
        ids[place], ids[other] = ids[other], ids[place]
    return ids
