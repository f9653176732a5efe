"""The sweeper of sign-ups looks at unfinished businesses only, however many there are."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tenants", "0004_acts_on_whole_businesses")]

    operations = [
        migrations.AddIndex(
            model_name="tenant",
            index=models.Index(
                condition=models.Q(("state__in", ["requested", "building", "failed"])),
                fields=["state_changed_at"],
                name="tenants_unfinished",
            ),
        ),
    ]
