"""Notes of the team and the log of contacts, a row each."""

from __future__ import annotations

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import apps.common.ids


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0023_what_waits"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ClientContact",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.common.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("deleted_at", models.DateTimeField(null=True)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("call", "Call"),
                            ("text", "Text"),
                            ("email", "E-mail"),
                            ("in_person", "In person"),
                            ("letter", "Letter"),
                        ],
                        max_length=9,
                        verbose_name="how",
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("out", "To the client"), ("in", "From the client")],
                        default="out",
                        max_length=3,
                        verbose_name="which way",
                    ),
                ),
                ("said", models.TextField(blank=True, max_length=2000, verbose_name="what was said")),
                ("letter", models.CharField(blank=True, max_length=60)),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
                ("follow_up_on", models.DateField(null=True, verbose_name="follow up on")),
                ("followed_up_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="clients.client",
                    ),
                ),
                (
                    "followed_up_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "clients_contact",
                "indexes": [
                    models.Index(fields=["client", "at", "id"], name="clients_contacts_of"),
                    models.Index(
                        condition=models.Q(
                            models.Q(("deleted_at__isnull", True)),
                            ("follow_up_on__isnull", False),
                            ("followed_up_at__isnull", True),
                        ),
                        fields=["follow_up_on", "id"],
                        name="clients_follow_ups",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("letter", ""), ("way__in", ["call", "text", "email", "in_person"])),
                            models.Q(("direction", "out"), ("way", "letter"), models.Q(("letter", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="clients_contact_way_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("direction__in", ["in", "out"])), name="clients_contact_direction_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClientNote",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.common.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("deleted_at", models.DateTimeField(null=True)),
                ("body", models.TextField(max_length=5000, verbose_name="note")),
                ("about_health", models.BooleanField(default=False, verbose_name="about health")),
                ("is_pinned", models.BooleanField(default=False, verbose_name="pinned")),
                ("edited_at", models.DateTimeField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="team_notes",
                        to="clients.client",
                    ),
                ),
                (
                    "edited_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "clients_note",
                "indexes": [models.Index(fields=["client", "id"], name="clients_notes_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("body", ""), _negated=True), name="clients_notes_say_something"
                    )
                ],
            },
        ),
    ]
