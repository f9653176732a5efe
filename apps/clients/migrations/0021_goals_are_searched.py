"""The search's index serves the filter by goal too: one index for both."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

import apps.clients.models.indexes


class Migration(migrations.Migration):
    dependencies: ClassVar = [("clients", "0020_households")]

    operations: ClassVar = [
        migrations.RemoveIndex(model_name="client", name="clients_search"),
        migrations.AddIndex(
            model_name="client",
            index=apps.clients.models.indexes.TrigramIndex(fields=["search", "goal"], name="clients_search"),
        ),
    ]
