"""What the list counts under a filter is answered by indexes alone."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models

PRESENT = models.Q(archived_at__isnull=True)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("clients", "0021_goals_are_searched")]

    operations: ClassVar = [
        migrations.RemoveIndex(model_name="client", name="clients_by_last_session"),
        migrations.AddIndex(
            model_name="client",
            index=models.Index(
                fields=["last_session_at", "id"],
                include=["status", "booked_until", "member_since", "created_at"],
                name="clients_by_last_session",
                condition=PRESENT,
            ),
        ),
        migrations.AddIndex(
            model_name="client",
            index=models.Index(
                fields=["sort_name", "id"],
                name="clients_without_email",
                condition=PRESENT & models.Q(email__isnull=True),
            ),
        ),
        migrations.AddIndex(
            model_name="client",
            index=models.Index(
                fields=["sort_name", "id"],
                name="clients_without_phone",
                condition=PRESENT & models.Q(phone__isnull=True),
            ),
        ),
    ]
