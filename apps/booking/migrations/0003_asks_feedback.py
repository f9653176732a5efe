from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("booking", "0002_groups_open")]

    operations = [
        migrations.AddField(
            model_name="lettersettings",
            name="asks_feedback",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
