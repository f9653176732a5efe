from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clients", "0005_changes_kept")]

    operations = [
        migrations.AddField(
            "client",
            "emergency_name",
            models.CharField(blank=True, db_default="", default="", max_length=200, verbose_name="emergency contact"),
        ),
        migrations.AddField(
            "client", "emergency_phone", models.CharField(max_length=16, null=True, verbose_name="emergency phone")
        ),
        migrations.AddField(
            "client",
            "emergency_relation",
            models.CharField(blank=True, db_default="", default="", max_length=60, verbose_name="relation"),
        ),
    ]
