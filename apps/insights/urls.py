from __future__ import annotations

from django.urls import path

from apps.insights.views.home import HomeView

urlpatterns = [path("", HomeView.as_view(), name="home")]
