from __future__ import annotations

from django.urls import path

from apps.insights.views.family import FamilyMemberView
from apps.insights.views.home import HomeView
from apps.insights.views.palette import BusinessPaletteView

urlpatterns = [
    path("", HomeView.as_view(), name="home"),
    path("family/<uuid:pk>/", FamilyMemberView.as_view(), name="family_member"),
    path("palette/", BusinessPaletteView.as_view(), name="palette"),
]
