"""A second number for what is measured in two: blood pressure."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("progress", "0001_initial")]

    operations: ClassVar = [
        migrations.AddField(model_name="measurement", name="diastolic", field=models.PositiveIntegerField(null=True)),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.CheckConstraint(
                condition=models.Q(diastolic=None) | models.Q(diastolic__gt=0, diastolic__lt=models.F("value")),
                name="progress_measurement_lower_is_lower",
            ),
        ),
    ]
