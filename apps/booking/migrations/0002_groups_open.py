from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("booking", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="lettersettings",
            name="groups_open",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
