"""What was done in sessions, how they were, and what is to be done after."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import apps.common.ids


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("clients", "0025_tags_on_the_list"),
        ("training_sessions", "0006_groups"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="LoggedExercise",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.common.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("stamp", models.BigIntegerField(default=0)),
                ("presence_stamp", models.BigIntegerField(default=0)),
                ("is_deleted", models.BooleanField(default=False)),
                ("name", models.CharField(blank=True, max_length=120)),
                ("name_key", models.CharField(blank=True, max_length=120)),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("load", "Weight and reps"),
                            ("reps", "Reps"),
                            ("time", "Time"),
                            ("distance", "Distance and time"),
                        ],
                        default="load",
                        max_length=8,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("position_stamp", models.BigIntegerField(default=0)),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clients.client",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="training_sessions.trainingsession",
                    ),
                ),
            ],
            options={
                "db_table": "sessions_logged_exercise",
            },
        ),
        migrations.CreateModel(
            name="LoggedSet",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.common.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("stamp", models.BigIntegerField(default=0)),
                ("presence_stamp", models.BigIntegerField(default=0)),
                ("is_deleted", models.BooleanField(default=False)),
                ("number", models.PositiveSmallIntegerField(default=1)),
                (
                    "kind",
                    models.CharField(
                        choices=[("work", "Work"), ("warm_up", "Warm-up"), ("drop", "Drop"), ("failure", "To failure")],
                        default="work",
                        max_length=8,
                    ),
                ),
                ("reps", models.PositiveSmallIntegerField(null=True)),
                ("load", models.PositiveIntegerField(null=True)),
                ("rpe", models.DecimalField(decimal_places=1, max_digits=3, null=True)),
                ("seconds", models.PositiveIntegerField(null=True)),
                ("distance", models.PositiveIntegerField(null=True)),
                (
                    "side",
                    models.CharField(
                        blank=True, choices=[("", "Both"), ("left", "Left"), ("right", "Right")], max_length=5
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
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
                    "exercise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sets",
                        to="training_sessions.loggedexercise",
                    ),
                ),
            ],
            options={
                "db_table": "sessions_logged_set",
            },
        ),
        migrations.CreateModel(
            name="SessionFeedback",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.common.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("rating", models.PositiveSmallIntegerField(null=True)),
                ("effort", models.DecimalField(decimal_places=1, max_digits=3, null=True)),
                ("has_pain", models.BooleanField(null=True)),
                ("pain_where", models.CharField(blank=True, max_length=200)),
                ("pain_level", models.PositiveSmallIntegerField(null=True)),
                ("words", models.TextField(blank=True, max_length=2000)),
                ("is_own", models.BooleanField(default=False)),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clients.client"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="training_sessions.trainingsession",
                    ),
                ),
            ],
            options={
                "db_table": "sessions_feedback",
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.common.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("text", models.CharField(max_length=300)),
                ("due_on", models.DateField()),
                ("done_at", models.DateTimeField(null=True)),
                ("deleted_at", models.DateTimeField(null=True)),
                (
                    "assignee",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clients.client"
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="training_sessions.trainingsession",
                    ),
                ),
            ],
            options={
                "db_table": "sessions_task",
            },
        ),
        migrations.AddIndex(
            model_name="loggedexercise",
            index=models.Index(fields=["session", "client"], name="sessions_log_of"),
        ),
        migrations.AddIndex(
            model_name="loggedexercise",
            index=models.Index(fields=["client"], name="sessions_log_of_client"),
        ),
        migrations.AddIndex(
            model_name="loggedexercise",
            index=models.Index(fields=["created_at"], name="sessions_log_by_time"),
        ),
        migrations.AddConstraint(
            model_name="loggedexercise",
            constraint=models.CheckConstraint(
                condition=models.Q(("measure__in", ["load", "reps", "time", "distance"])),
                name="sessions_log_measure_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="loggedset",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["work", "warm_up", "drop", "failure"])), name="sessions_set_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="loggedset",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["", "left", "right"])), name="sessions_set_side_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="loggedset",
            constraint=models.CheckConstraint(
                condition=models.Q(("rpe__isnull", True), models.Q(("rpe__gte", 1), ("rpe__lte", 10)), _connector="OR"),
                name="sessions_set_rpe_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="sessionfeedback",
            constraint=models.UniqueConstraint(fields=("session", "client"), name="sessions_feedback_once"),
        ),
        migrations.AddConstraint(
            model_name="sessionfeedback",
            constraint=models.CheckConstraint(
                condition=models.Q(("rating__isnull", True), ("rating__range", (1, 5)), _connector="OR"),
                name="sessions_feedback_rating",
            ),
        ),
        migrations.AddConstraint(
            model_name="sessionfeedback",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("effort__isnull", True), models.Q(("effort__gte", 1), ("effort__lte", 10)), _connector="OR"
                ),
                name="sessions_feedback_effort",
            ),
        ),
        migrations.AddConstraint(
            model_name="sessionfeedback",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("has_pain", True), models.Q(("pain_level__isnull", True), ("pain_where", "")), _connector="OR"
                ),
                name="sessions_feedback_pain",
            ),
        ),
        migrations.AddConstraint(
            model_name="sessionfeedback",
            constraint=models.CheckConstraint(
                condition=models.Q(("pain_level__isnull", True), ("pain_level__range", (1, 10)), _connector="OR"),
                name="sessions_feedback_pain_level",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True), ("done_at__isnull", True)),
                fields=["due_on", "id"],
                name="sessions_tasks_to_do",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("done_at", None), _negated=True),
                fields=["done_at", "id"],
                name="sessions_tasks_done",
            ),
        ),
    ]
