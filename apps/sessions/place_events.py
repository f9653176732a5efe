"""What happens to locations and rooms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from apps.activity.events import Event


@dataclass(frozen=True, kw_only=True)
class PlaceChanged(Event):
    """A location or a room was added, changed, archived or restored, as `what` says; `room` is empty for a location."""

    name: ClassVar[str] = "place.changed"
    icon: ClassVar[str] = "place"
    what: str
    location_id: str
    location: str
    room_id: str = ""
    room: str = ""

    def sentence(self) -> str:
        texts = {
            "added": _("%(place)s added"),
            "archived": _("%(place)s archived"),
            "restored": _("%(place)s restored"),
        }
        place = f"{self.room}, {self.location}" if self.room else self.location
        return texts.get(self.what, _("%(place)s changed")) % {"place": place}
