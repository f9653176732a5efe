"""Photos of the demo's people: drawn here, a head and shoulders of plain shapes, the same on every start."""

from __future__ import annotations

import io
import random
from typing import TYPE_CHECKING
from zlib import crc32

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFilter

from apps.common.colours import oklch_hex
from apps.common.ids import uuid7
from apps.common.images import render
from apps.common.photos import file_of
from apps.common.storage import files

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.clients.models import Client

SIDE = 480
SKIN = ("#f2cfb4", "#e3b08c", "#c98d63", "#a2683f", "#74472b", "#54321f")
HAIR = ("#20160f", "#3d2719", "#6b4526", "#a5723a", "#c9a26a")
CLIENTS_WITH_PHOTO = 12


def give_photos(clients: list[Client], team: list[User]) -> None:
    """Give some clients and the coaches of the team a photo, without a line in any history."""
    for client in clients[:CLIENTS_WITH_PHOTO]:
        client.photo = _keep(client.full_name)
        client.save(update_fields=["photo"])
        if client.user is not None:
            client.user.photo = client.photo
            client.user.save(update_fields=["photo"])
    for person in team:
        if person.is_coach:
            person.photo = _keep(person.full_name)
            person.save(update_fields=["photo"])


def _keep(name: str) -> str:
    photo, drawn = str(uuid7()), io.BytesIO()
    draw_portrait(name).save(drawn, "PNG")
    for size, content in render(drawn).items():
        files().save(file_of(photo, size), ContentFile(content))
    return photo


def draw_portrait(name: str) -> Image.Image:
    """Draw somebody; the name decides colours and hair."""
    dice = random.Random(crc32(name.encode()))  # noqa: S311 - believable, not secret
    hue, skin, hair = dice.randrange(360), dice.choice(SKIN), dice.choice(HAIR)
    picture = Image.new("RGB", (SIDE, SIDE), oklch_hex(0.86, 0.05, hue))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((300, -120, 620, 200), fill=oklch_hex(0.91, 0.04, hue))
    is_long = dice.random() < 0.5  # noqa: PLR2004 - a coin
    if is_long:
        pen.rounded_rectangle((138, 110, 342, 372), 96, fill=hair)
    pen.rounded_rectangle((64, 362, 416, 640), 130, fill=oklch_hex(0.5, 0.09, (hue + 150) % 360))
    pen.rounded_rectangle((200, 290, 280, 400), 40, fill=skin)
    pen.ellipse((158, 112, 322, 320), fill=skin)
    pen.pieslice((148, 88, 332, 290), 180, 360, fill=hair)
    for x in (206, 262):
        pen.ellipse((x, 216, x + 12, 228), fill="#2a1d16")
    pen.arc((212, 236, 268, 284), 20, 160, fill="#a8443a", width=6)
    return picture.filter(ImageFilter.SMOOTH_MORE)
