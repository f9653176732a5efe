from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("clients", "0024_notes_and_contacts")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="clientsettings",
            name="tags_on_list",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
