"""Addresses of notes and of the log of contacts, under a client's."""

from __future__ import annotations

from django.urls import path

from apps.clients.api.notes import ContactViewSet, NoteViewSet

NOTES, CONTACTS = "clients/<uuid:pk>/notes/", "clients/<uuid:pk>/contacts/"
NOTE, CONTACT = f"{NOTES}<uuid:note>/", f"{CONTACTS}<uuid:contact>/"

urlpatterns = [
    path(NOTES, NoteViewSet.as_view({"get": "list", "post": "create"}), name="notes"),
    path(NOTE, NoteViewSet.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"}), name="note"),
    path(f"{NOTE}restoration/", NoteViewSet.as_view({"post": "restore"}), name="note-restoration"),
    path(CONTACTS, ContactViewSet.as_view({"get": "list", "post": "create"}), name="contacts"),
    path(
        CONTACT,
        ContactViewSet.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"}),
        name="contact",
    ),
    path(f"{CONTACT}restoration/", ContactViewSet.as_view({"post": "restore"}), name="contact-restoration"),
    path(f"{CONTACT}follow-up/", ContactViewSet.as_view({"post": "follow_up", "delete": "reopen"}), name="follow-up"),
]
