"""The moment of asking bounds an act on many clients; nobody reads another bound."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("clients", "0013_merged_clients")]

    operations: ClassVar = [migrations.RemoveField(model_name="bulkact", name="bound")]
