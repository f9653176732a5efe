"""Locations, rooms, and time that trainer and room need after a session."""

from __future__ import annotations

from typing import Any, ClassVar

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.db import migrations, models

import apps.common.ids
from apps.sessions.models.overlap import NoOverlap

OPEN = ("scheduled", "in_progress")


def _own_columns() -> list[tuple[str, Any]]:
    return [
        ("id", models.UUIDField(default=apps.common.ids.uuid7, editable=False, primary_key=True, serialize=False)),
        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
        ("updated_at", models.DateTimeField(auto_now=True)),
        ("version", models.PositiveIntegerField(default=1, editable=False)),
        ("archived_at", models.DateTimeField(editable=False, null=True)),
        ("name", models.CharField(max_length=80, verbose_name="name")),
    ]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("training_sessions", "0007_session_log")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Location",
            fields=[
                *_own_columns(),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="address")),
            ],
            options={"db_table": "sessions_location"},
        ),
        migrations.CreateModel(
            name="Room",
            fields=[
                *_own_columns(),
                ("seats", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="seats")),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rooms",
                        to="training_sessions.location",
                    ),
                ),
            ],
            options={"db_table": "sessions_room"},
        ),
        migrations.AddField("trainingsession", "held_until", models.DateTimeField(null=True)),
        migrations.AddField(
            "trainingsession",
            "room",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="training_sessions.room",
            ),
        ),
        migrations.AddConstraint(
            "location",
            models.UniqueConstraint(
                django.db.models.functions.text.Lower("name"),
                condition=models.Q(archived_at__isnull=True),
                name="sessions_location_once",
            ),
        ),
        migrations.AddConstraint(
            "room",
            models.UniqueConstraint(
                models.F("location"),
                django.db.models.functions.text.Lower("name"),
                condition=models.Q(archived_at__isnull=True),
                name="sessions_room_once",
            ),
        ),
        migrations.AddConstraint(
            "room",
            models.CheckConstraint(
                condition=models.Q(seats__isnull=True) | models.Q(seats__range=(1, 1000)), name="sessions_room_seats"
            ),
        ),
        # Only what is open is in these two, so that they are built in no time.
        migrations.RemoveConstraint("trainingsession", "sessions_trainer_free"),
        migrations.AddConstraint(
            "trainingsession",
            NoOverlap(
                name="sessions_trainer_free",
                person="trainer",
                condition=models.Q(state__in=OPEN),
                held="held_until",
            ),
        ),
        migrations.AddConstraint(
            "trainingsession",
            NoOverlap(
                name="sessions_room_free",
                person="room",
                condition=models.Q(state__in=OPEN, room__isnull=False),
                held="held_until",
            ),
        ),
    ]
