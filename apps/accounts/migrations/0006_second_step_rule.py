from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_photo"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="second_step_due_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.CreateModel(
            name="TeamRules",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False),
                ),
                ("second_step_from", models.DateTimeField(null=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "db_table": "accounts_team_rules",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="accounts_team_rules_are_one")
                ],
            },
        ),
    ]
