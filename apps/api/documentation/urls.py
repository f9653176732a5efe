"""Schema and reference page of whichever host includes them."""

from __future__ import annotations

from django.urls import path

from apps.api.documentation.views import DocsView, SchemaView

urlpatterns = [
    path("schema/", SchemaView.as_view(), name="api_schema"),
    path("docs/", DocsView.as_view(), name="api_docs"),
]
