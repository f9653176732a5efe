"""Which server holds a business, which migrations it stands at, and the pool of schemas made ahead."""

from __future__ import annotations

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tenants", "0002_due_work_rows_are_walled"),
    ]

    operations = [
        migrations.AddField(
            model_name="tenant",
            name="database",
            field=models.CharField(
                default="main", help_text="The Postgres server that holds the schema.", max_length=40
            ),
        ),
        migrations.AddField(
            model_name="tenant",
            name="schema_version",
            field=models.CharField(blank=True, help_text="Fingerprint of the migrations it stands at.", max_length=64),
        ),
        migrations.CreateModel(
            name="PooledSchema",
            fields=[
                ("schema_name", models.CharField(max_length=63, primary_key=True, serialize=False)),
                ("database", models.CharField(default="main", max_length=40)),
                ("schema_version", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[("building", "Building"), ("ready", "Ready")], default="building", max_length=10
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "db_table": "tenants_pooled_schema",
                "indexes": [models.Index(fields=["database", "state", "created_at"], name="tenants_pool_next")],
            },
        ),
    ]
