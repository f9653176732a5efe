from __future__ import annotations

from django.urls import path

from apps.sessions.views import closing_rooms, places

urlpatterns = [
    path("locations/", places.LocationsView.as_view(), name="locations"),
    path("locations/<uuid:pk>/", places.LocationView.as_view(), name="location"),
    path("locations/<uuid:pk>/rooms/", places.NewRoomView.as_view(), name="location_rooms"),
    path("locations/<uuid:pk>/archive/", closing_rooms.ArchiveLocationView.as_view(), name="location_archive"),
    path("locations/<uuid:pk>/restore/", closing_rooms.RestoreLocationView.as_view(), name="location_restore"),
    path("rooms/<uuid:pk>/", places.RoomView.as_view(), name="room"),
    path("rooms/<uuid:pk>/archive/", closing_rooms.ArchiveRoomView.as_view(), name="room_archive"),
    path("rooms/<uuid:pk>/restore/", closing_rooms.RestoreRoomView.as_view(), name="room_restore"),
]
