"""The team's notes on a client: all of them with a way to write one, one of them, and what is done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from apps.accounts.permissions import Permission
from apps.clients.note_forms import NoteForm
from apps.clients.selectors.notes import notes_of
from apps.clients.services.notes import add_note, change_note, delete_note, may_change, restore_note
from apps.clients.views.archiving import ClientAct
from apps.clients.views.carried import back_in, uuid_in, version_in
from apps.clients.views.intake.records import OfClient
from apps.common.errors import DomainError, NotFound, StaleVersion
from apps.common.ids import uuid7
from apps.common.pagination import keyset
from apps.common.views.forms import ServiceFormMixin, add_refusal

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from apps.clients.models import ClientNote

SIZE = 20


class WithNoteForm(OfClient, ServiceFormMixin):
    form_class = NoteForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.person}


class NotesView(WithNoteForm):
    """All notes, newest first, and a new one. The hidden key makes sending twice one note."""

    template_name = "clients/notes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = keyset(
            notes_of(self.client.pk, self.person),
            ordering=("-id",),
            cursor=self.request.GET.get("cursor", ""),
            size=SIZE,
        )
        return super().get_context_data(
            lines=[{"note": note, "may_change": may_change(note.author_id, self.person)} for note in page.rows],
            older=page.next,
            newer=page.previous,
            key=uuid_in(self.request.POST.get("key", "")) or uuid7(),
            **kwargs,
        )

    def perform(self, form: NoteForm) -> HttpResponse:
        key = uuid_in(self.request.POST.get("key", ""))
        add_note(client_id=self.client.pk, by=self.person, note_id=key, **form.cleaned_data)
        messages.success(self.request, _("The note is kept."))
        return redirect(back_in(self.request, reverse("client_notes", args=[self.client.pk])))


class NoteView(WithNoteForm):
    """One note, to be rewritten. Whoever comes second sees what it says now."""

    permission = Permission.CLIENTS_EDIT
    template_name = "clients/note.html"

    @cached_property
    def note(self) -> ClientNote:
        note = get_object_or_404(notes_of(self.client.pk, self.person), pk=self.kwargs["note"])
        if not may_change(note.author_id, self.person):
            raise PermissionDenied
        return note

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.note, name) for name in ("body", "is_pinned", "about_health")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = back_in(self.request, reverse("client_notes", args=[self.client.pk]))
        return super().get_context_data(note=self.note, back=back, **kwargs)

    def perform(self, form: NoteForm) -> HttpResponse:
        version, given = version_in(self.request.POST), dict(form.cleaned_data)
        try:
            change_note(
                client_id=self.client.pk, note_id=self.note.pk, by=self.person, expected_version=version, **given
            )
        except StaleVersion as error:
            add_refusal(form, error)
            del self.note
            return self.render_to_response(self.get_context_data(form=form, is_stale=True), status=409)
        messages.success(self.request, _("Saved."))
        return redirect(back_in(self.request, reverse("client_notes", args=[self.client.pk])))


class NoteAct(ClientAct):
    """Something done with one note by a button; then back where the person was."""

    permission = Permission.CLIENTS_EDIT

    def act(self, named: dict[str, Any]) -> None:
        """Call the service and tell; subclasses give it."""
        raise NotImplementedError

    def post(self, request: HttpRequest, pk: UUID, note: UUID) -> HttpResponse:
        try:
            self.act({"client_id": self.client.pk, "note_id": note, "by": self.person})
        except NotFound:  # there is no page to say it on
            raise
        except DomainError as error:
            return self.refuse(error)
        return redirect(back_in(request, reverse("client_notes", args=[pk])))


class PinNoteView(NoteAct):
    """Pin it, or take the pin off: `pinned` says which."""

    def act(self, named: dict[str, Any]) -> None:
        is_pinned = self.request.POST.get("pinned") == "yes"
        change_note(**named, is_pinned=is_pinned)
        messages.success(self.request, _("Pinned.") if is_pinned else _("No longer pinned."))


class DeleteNoteView(NoteAct):
    """Delete it and offer to undo."""

    def act(self, named: dict[str, Any]) -> None:
        delete_note(**named)
        undo = f"undo:{reverse('client_note_restore', args=[named['client_id'], named['note_id']])}"
        messages.success(self.request, _("The note is deleted."), extra_tags=undo)


class RestoreNoteView(NoteAct):
    def act(self, named: dict[str, Any]) -> None:
        restore_note(**named)
        messages.success(self.request, _("The note is back."))
