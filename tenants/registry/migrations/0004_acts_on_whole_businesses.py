"""A journal of imports, moves and drops, and the states of a business that goes."""

from __future__ import annotations

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import apps.common.ids

STATES = [
    ("requested", "Requested"),
    ("building", "Being built"),
    ("ready", "Ready"),
    ("failed", "Failed"),
    ("suspended", "Suspended"),
    ("dropping", "Being removed"),
    ("dropped", "Removed"),
]


class Migration(migrations.Migration):
    dependencies = [("tenants", "0003_servers_versions_and_a_pool")]

    operations = [
        migrations.AlterField(
            model_name="tenant",
            name="state",
            field=models.CharField(choices=STATES, default="requested", max_length=12),
        ),
        migrations.RemoveConstraint(model_name="tenant", name="tenants_state_known"),
        migrations.AddConstraint(
            model_name="tenant",
            constraint=models.CheckConstraint(
                condition=models.Q(state__in=[name for name, _label in STATES]), name="tenants_state_known"
            ),
        ),
        migrations.CreateModel(
            name="Operation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=apps.common.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "kind",
                    models.CharField(choices=[("import", "Import"), ("move", "Move"), ("drop", "Drop")], max_length=10),
                ),
                ("phase", models.CharField(max_length=20)),
                ("facts", models.JSONField(default=dict)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "tenant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="operations", to="tenants.tenant"
                    ),
                ),
            ],
            options={
                "db_table": "tenants_operation",
                "constraints": [
                    models.UniqueConstraint(
                        fields=["tenant"], condition=models.Q(finished_at=None), name="tenants_operation_one_open"
                    )
                ],
            },
        ),
    ]
