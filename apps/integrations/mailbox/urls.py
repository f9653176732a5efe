"""The mailbox on the public host."""

from __future__ import annotations

from django.urls import path

from apps.integrations.mailbox import views

app_name = "mailbox"
urlpatterns = [
    path("", views.show_list, name="list"),
    path("messages.json", views.messages_json, name="messages"),
    path("clear/", views.clear, name="clear"),
    path("<str:letter_id>/", views.show_letter, name="letter"),
    path("<str:letter_id>/page/", views.page, name="page"),
]
