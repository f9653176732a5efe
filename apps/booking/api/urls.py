from __future__ import annotations

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from apps.booking.api import groups, views

router = SimpleRouter(use_regex_path=False)
router.register("bookable-types", views.BookableViewSet, basename="bookable")
router.register("me/groups", groups.OwnGroupViewSet, basename="own-group")

app_name = "booking_api"
urlpatterns = [
    path("me/bookable-slots/", views.OwnSlotsView.as_view(), name="own-slots"),
    path("me/bookings/", views.OwnBookingsView.as_view(), name="own-bookings"),
    path("me/bookings/<uuid:pk>/", views.OwnBookingView.as_view(), name="own-booking"),
    path("me/bookings/<uuid:pk>/cancellation/", views.OwnCancellationView.as_view(), name="own-cancellation"),
    path("me/calendar-feed/", views.FeedView.as_view(), name="feed"),
    path("", include(router.urls)),
]
