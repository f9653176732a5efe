"""The pages of notes and of the log of contacts, under a client's."""

from __future__ import annotations

from django.urls import path

from apps.clients.views import contacts, notes

NOTES, CONTACTS = "<uuid:pk>/notes/", "<uuid:pk>/contacts/"
NOTE, CONTACT = f"{NOTES}<uuid:note>/", f"{CONTACTS}<uuid:contact>/"

urlpatterns = [
    path(NOTES, notes.NotesView.as_view(), name="client_notes"),
    path(NOTE, notes.NoteView.as_view(), name="client_note"),
    path(f"{NOTE}pin/", notes.PinNoteView.as_view(), name="client_note_pin"),
    path(f"{NOTE}deletion/", notes.DeleteNoteView.as_view(), name="client_note_delete"),
    path(f"{NOTE}restoration/", notes.RestoreNoteView.as_view(), name="client_note_restore"),
    path(CONTACTS, contacts.ContactsView.as_view(), name="client_contacts"),
    path(CONTACT, contacts.ContactView.as_view(), name="client_contact"),
    path(f"{CONTACT}deletion/", contacts.DeleteContactView.as_view(), name="client_contact_delete"),
    path(f"{CONTACT}restoration/", contacts.RestoreContactView.as_view(), name="client_contact_restore"),
    path(f"{CONTACT}follow-up/completion/", contacts.FollowUpView.as_view(), name="client_follow_up"),
    path(f"{CONTACT}follow-up/reopening/", contacts.ReopenFollowUpView.as_view(), name="client_follow_up_reopen"),
]
