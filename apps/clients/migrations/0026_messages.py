"""Messages of the team to clients, the copies of them, and who wants none."""

from __future__ import annotations

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import apps.common.ids


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0025_tags_on_the_list"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ClientMessage",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.common.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("subject", models.CharField(max_length=120, verbose_name="subject")),
                ("text", models.TextField(max_length=5000, verbose_name="text")),
                ("chosen", models.JSONField(default=list)),
                ("query", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[("sending", "On its way"), ("sent", "Sent"), ("stopped", "Stopped")],
                        default="sending",
                        max_length=7,
                    ),
                ),
                ("total", models.PositiveIntegerField(default=0)),
                ("expected", models.PositiveIntegerField(default=0)),
                ("sent", models.PositiveIntegerField(default=0)),
                ("left", models.PositiveIntegerField(default=0)),
                ("done_to", models.UUIDField(null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "created_by",
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
                "db_table": "clients_message",
            },
        ),
        migrations.CreateModel(
            name="MessageCopy",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.common.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("sending", "On its way"),
                            ("sent", "Sent"),
                            ("left", "Not sent"),
                        ],
                        default="waiting",
                        max_length=7,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="message_copies", to="clients.client"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="copies",
                        to="clients.clientmessage",
                    ),
                ),
            ],
            options={
                "db_table": "clients_message_copy",
            },
        ),
        migrations.CreateModel(
            name="MessageOptOut",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.common.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("staff", "by the team"),
                            ("own", "by the client, signed in"),
                            ("link", "by the client, over their link"),
                            ("paper", "on paper"),
                        ],
                        max_length=5,
                    ),
                ),
                (
                    "client",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="message_opt_out", to="clients.client"
                    ),
                ),
            ],
            options={
                "db_table": "clients_message_opt_out",
            },
        ),
        migrations.AddIndex(
            model_name="clientmessage",
            index=models.Index(fields=["created_at"], name="clients_messages_of_day"),
        ),
        migrations.AddConstraint(
            model_name="messagecopy",
            constraint=models.UniqueConstraint(fields=("message", "client"), name="clients_message_copy_once"),
        ),
    ]
