from __future__ import annotations

from django.urls import path

from apps.booking.views import feed, groups, own, public, requests, setup

urlpatterns = [
    path("book/", public.DoorView.as_view(), name="booking_page"),
    path("book/asked/", requests.AskedView.as_view(), name="booking_asked"),
    path("book/confirm/<str:token>/", requests.ConfirmView.as_view(), name="booking_confirm"),
    path("book/groups/", groups.GroupsView.as_view(), name="booking_groups"),
    path("book/groups/<uuid:pk>/", groups.GroupView.as_view(), name="booking_group"),
    path("book/<str:who>/", public.TrainerView.as_view(), name="booking_trainer"),
    path("book/<str:who>/types/<uuid:pk>/", public.TimesView.as_view(), name="booking_times"),
    path("book/<str:who>/types/<uuid:pk>/request/", requests.RequestView.as_view(), name="booking_request"),
    path("booking/", own.OwnBookingView.as_view(), name="own_booking"),
    path("sessions/<uuid:pk>/own-move/", own.OwnMoveView.as_view(), name="own_session_move"),
    path("sessions/<uuid:pk>/own-cancellation/", own.OwnCancelView.as_view(), name="own_session_cancellation"),
    path("booking/setup/", setup.SetupView.as_view(), name="booking_setup"),
    path("booking/letters/", setup.LettersView.as_view(), name="booking_letters"),
    path("booking/groups/", setup.GroupsSwitchView.as_view(), name="booking_groups_switch"),
    path("booking/feedback/", setup.FeedbackSwitchView.as_view(), name="booking_feedback_switch"),
    path("booking/types/add/", setup.BookableFormView.as_view(), name="booking_type_add"),
    path("booking/types/<uuid:pk>/", setup.BookableFormView.as_view(), name="booking_type"),
    path("booking/types/<uuid:pk>/removal/", setup.BookableRemovalView.as_view(), name="booking_type_removal"),
    path("calendar/feed/", feed.FeedPage.as_view(), name="calendar_feed"),
    path("calendar/feed/<str:token>/sessions.ics", feed.feed_file, name="calendar_feed_file"),
]
