"""Clients know when they trained last and train next: from what is there already."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

TELL = """
UPDATE clients_client AS client
   SET last_session_at = coalesce(told.last, client.last_session_at), next_session_at = told.next,
       booked_until = coalesce(told.until, client.booked_until)
  FROM (SELECT place.client_id, max(place.starts_at) FILTER (WHERE session.state = 'completed') AS last,
               min(place.starts_at) FILTER (WHERE place.blocks) AS next,
               max(place.starts_at) FILTER (WHERE place.blocks) AS until
          FROM sessions_session_client AS place JOIN sessions_session AS session ON session.id = place.session_id
         GROUP BY place.client_id) AS told
 WHERE told.client_id = client.id
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("training_sessions", "0002_client_notes"), ("clients", "0009_last_and_next_session")]

    operations: ClassVar = [migrations.RunSQL(TELL, migrations.RunSQL.noop)]
