"""A tenant's role sees and writes only its own rows of the one public table it may touch."""

from __future__ import annotations

from django.conf import settings
from django.db import migrations

FORWARD = f"""
GRANT SELECT, INSERT, UPDATE, DELETE ON due_work TO PUBLIC;
ALTER TABLE due_work ENABLE ROW LEVEL SECURITY;
CREATE POLICY due_work_own ON due_work USING (schema_name = current_user) WITH CHECK (schema_name = current_user);
CREATE POLICY due_work_platform ON due_work TO "{settings.DATABASE_APP_USER}" USING (true) WITH CHECK (true);
"""
BACKWARD = """
DROP POLICY due_work_platform ON due_work;
DROP POLICY due_work_own ON due_work;
ALTER TABLE due_work DISABLE ROW LEVEL SECURITY;
REVOKE ALL ON due_work FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("tenants", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD, hints={"model_name": "duework"})]
