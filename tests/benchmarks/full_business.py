"""50,300 rows for one business, as a studio of some years would have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenants.registry.services.archives.catalog import business_session

if TYPE_CHECKING:
    from tenants.registry.models import Tenant

PEOPLE, CLIENTS, SESSIONS, ACTIVITIES = 300, 5_000, 15_000, 7_500
ROWS = PEOPLE + CLIENTS + 2 * SESSIONS + 2 * ACTIVITIES
_FILL = f"""
INSERT INTO accounts_user (id, created_at, updated_at, password, email, full_name, role, is_active, time_zone, session_epoch)
SELECT uuidv7(), now(), now(), repeat('x', 90), 'person' || i || '@full.example', 'Person ' || i, 'trainer', true, '', 1
  FROM generate_series(1, {PEOPLE}) AS i;
CREATE TABLE trainers AS
SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM accounts_user WHERE email LIKE '%@full.example';
INSERT INTO clients_client (id, created_at, updated_at, version, first_name, last_name, email, status, goal, country,
                            notes, health_notes, member_since, sort_name, search, trainer_id)
SELECT uuidv7(), now(), now(), 1, 'First' || i, 'Last' || i, 'client' || i || '@full.example', 'active', 'Lower strength',
       'GB', 'Prefers kilograms and short cues.', '', current_date, 'last' || i, 'first' || i || ' last' || i, trainers.id
  FROM generate_series(1, {CLIENTS}) AS i JOIN trainers ON trainers.n = i % {PEOPLE};
CREATE TABLE members AS
SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM clients_client WHERE email LIKE '%@full.example';
CREATE TABLE booked AS
SELECT uuidv7() AS id, uuidv7() AS activity, trainers.id AS trainer, members.id AS client, s AS n,
       timestamptz '2020-01-01 08:00+00' + s * interval '2 hours' AS starts
  FROM generate_series(1, {SESSIONS}) s
  JOIN trainers ON trainers.n = s % {PEOPLE} JOIN members ON members.n = s % {CLIENTS};
INSERT INTO sessions_session (id, created_at, updated_at, version, kind, title, starts_at, ends_at, location, video_link,
                              notes, outcome, state, cancelled_by, cancel_reason, trainer_id)
SELECT id, now(), now(), 1, 'personal', '', starts, starts + interval '1 hour', 'Rack 2', '', '', '', 'completed', '', '',
       trainer FROM booked;
INSERT INTO sessions_session_client (id, created_at, updated_at, starts_at, ends_at, blocks, client_id, session_id)
SELECT uuidv7(), now(), now(), starts, starts + interval '1 hour', false, client, id FROM booked;
INSERT INTO activity_activity (id, name, version, payload, actor_id, actor_name, at, delivered_at)
SELECT activity, 'session.completed', 1, jsonb_build_object('session_id', id, 'client_id', client), trainer, 'Person', starts,
       starts FROM booked WHERE n <= {ACTIVITIES};
INSERT INTO activity_activity_client (activity_id, client_id)
SELECT activity, client FROM booked WHERE n <= {ACTIVITIES};
DROP TABLE trainers, members, booked;
"""  # noqa: S608 - only the numbers above


def fill(tenant: Tenant) -> None:
    """Write the rows into the business's schema, under its role."""
    with business_session(tenant.schema_name, database=tenant.database) as session:
        session.execute(_FILL.encode())
