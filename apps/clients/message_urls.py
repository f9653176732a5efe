"""The pages of messages, under the clients'; and the way out, which needs no account."""

from __future__ import annotations

from django.urls import path

from apps.clients.views import messages, opting

urlpatterns = [
    path("me/messages/", opting.OwnMessagesView.as_view(), name="own_messages"),
    path("messages/", messages.MessagesView.as_view(), name="client_messages"),
    path("messages/new/", messages.WriteView.as_view(), name="client_message_new"),
    path("messages/<uuid:pk>/", messages.MessageView.as_view(), name="client_message"),
    path("messages/<uuid:pk>/progress/", messages.MessageProgressView.as_view(), name="client_message_progress"),
    path("messages/<uuid:pk>/stop/", messages.StopMessageView.as_view(), name="client_message_stop"),
]

way_out_urlpatterns = [path("<str:token>/", opting.WayOutView.as_view(), name="messages_way_out")]
