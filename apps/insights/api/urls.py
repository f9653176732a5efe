from __future__ import annotations

from django.urls import path

from apps.insights.api.views import TodayView

urlpatterns = [path("today/", TodayView.as_view(), name="api_today")]
