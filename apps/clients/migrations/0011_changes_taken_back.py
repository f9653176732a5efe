from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clients", "0010_lists_and_bulk_acts")]

    operations = [
        migrations.AddField(
            model_name="clientchange",
            name="reverts",
            field=models.UUIDField(editable=False, null=True),
        ),
    ]
