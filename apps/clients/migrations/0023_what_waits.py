"""Finding the few intakes and screenings that wait for something, however many there are."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("clients", "0022_counting_by_indexes")]

    operations: ClassVar = [
        migrations.AddIndex(
            model_name="intake",
            index=models.Index(fields=["updated_at"], condition=models.Q(finished_at=None), name="clients_intake_open"),
        ),
        migrations.AddIndex(
            model_name="screening",
            index=models.Index(
                fields=["client"],
                condition=models.Q(state="needed")
                | models.Q(asked_again_at__isnull=False)
                | models.Q(state="cleared", cleared_until__isnull=False),
                name="clients_screening_waits",
            ),
        ),
    ]
