"""The calendar of one business: a month of 500 sessions, and a week of 2,000."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tests.benchmarks.measure import Result
from tests.benchmarks.pages import measure_pages
from tests.benchmarks.product import change_of, cookie_of, host_of, in_django

if TYPE_CHECKING:
    from tenants.registry.models import Tenant

MONTH, WEEK = 500, 2_000
LIMIT, WEEK_LIMIT, MOST_QUERIES = 60.0, 400.0, 8
WARM = 5
TRAINERS, CLIENTS = 8, 200
FULL_WEEK = date(2027, 6, 7)
_FILL = f"""
INSERT INTO accounts_user (id, created_at, updated_at, password, email, full_name, role, is_active, time_zone, session_epoch)
SELECT uuidv7(), now(), now(), '', 'trainer' || i || '@month.example', 'Trainer ' || i, 'trainer', true, '', 1
  FROM generate_series(1, {TRAINERS}) AS i;
CREATE TABLE trainers AS
SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM accounts_user WHERE email LIKE 'trainer%@month.example';
INSERT INTO clients_client (id, created_at, updated_at, version, first_name, last_name, email, status, goal, country,
                            notes, health_notes, member_since, sort_name, search, trainer_id)
SELECT uuidv7(), now(), now(), 1, 'First' || i, 'Last' || i, 'client' || i || '@month.example', 'active', '', 'GB', '', '',
       current_date, 'last' || i, '', trainers.id
  FROM generate_series(1, {CLIENTS}) AS i JOIN trainers ON trainers.n = i % {TRAINERS};
CREATE TABLE members AS
SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM clients_client WHERE email LIKE '%@month.example';
CREATE TABLE booked AS
SELECT uuidv7() AS id, trainers.id AS trainer, members.id AS client, starts, long FROM (
  SELECT s, timestamptz '2027-03-01 06:00+00' + s / 18 * interval '1 day' + s % 18 * interval '45 minutes' AS starts,
         interval '45 minutes' AS long, s AS who FROM generate_series(0, {MONTH} - 1) s
  UNION ALL
  SELECT s, timestamptz '{FULL_WEEK} 06:00+00' + s % 7 * interval '1 day' + s / 7 / {TRAINERS} * interval '20 minutes',
         interval '20 minutes', s / 7 FROM generate_series(0, {WEEK} - 1) s) AS times
  JOIN trainers ON trainers.n = who % {TRAINERS} JOIN members ON members.n = s % {CLIENTS};
INSERT INTO sessions_session (id, created_at, updated_at, version, kind, title, starts_at, ends_at, location, video_link,
                              notes, outcome, state, cancelled_by, cancel_reason, trainer_id)
SELECT id, now(), now(), 1, 'personal', '', starts, starts + long, 'Rack 2', '', repeat('Plan. ', 40), '', 'scheduled', '', '',
       trainer FROM booked;
INSERT INTO sessions_session_client (id, created_at, updated_at, starts_at, ends_at, blocks, client_id, session_id)
SELECT uuidv7(), now(), now(), starts, starts + long, false, client, id FROM booked;
DROP TABLE trainers, members, booked;
ANALYZE;
"""  # noqa: S608 - only the numbers above


def measure(size: int) -> list[Result]:
    """Time the pages as a browser asks for them, and count the month's queries."""
    subdomain = in_django(_busy_business)
    headers = {"Host": host_of(subdomain), "Cookie": cookie_of(subdomain, f"owner@{subdomain}.example")}
    rounds = max(20, size // 20)
    month = {f"month of {MONTH} sessions": "/calendar/?view=month&date=2027-03-01"}
    week = {
        f"week of {WEEK} sessions": f"/calendar/?view=week&date={FULL_WEEK}",
        f"month with a week of {WEEK}": f"/calendar/?view=month&date={FULL_WEEK}",
        "team day of 285 sessions": f"/calendar/?view=day&date={FULL_WEEK + timedelta(days=1)}",
    }
    common: dict[str, Any] = {"goal": "month", "warm": WARM, "write": change_of(subdomain)}
    results = measure_pages(month, headers, limit=LIMIT, size=MONTH, rounds=rounds, **common)
    results += measure_pages(week, headers, limit=WEEK_LIMIT, size=WEEK, rounds=rounds // 2, **common)
    return [*results, in_django(lambda: _queries(subdomain))]


def _busy_business() -> str:
    from tenants.registry.models import Tenant
    from tenants.registry.services.archives.catalog import business_session
    from tenants.registry.services.provisioning import build_business, request_business

    asked = request_business(name="Month", subdomain="month", country="GB", currency="GBP", time_zone="Europe/London")
    build_business(tenant_id=asked.pk, furnish=_furnish)
    tenant: Tenant = Tenant.objects.get(subdomain="month")
    with business_session(tenant.schema_name, database=tenant.database) as session:
        session.execute(_FILL.encode())
    return "month"


def _furnish(tenant: Tenant) -> None:
    from apps.accounts.models import User

    User.objects.create(email=f"owner@{tenant.subdomain}.example", full_name="Nora", role="owner")


def _queries(subdomain: str) -> Result:
    """Count what the month asks of the database, the person's own row and sign-in included."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from apps.accounts.models import User
    from tenants.registry.context import enter_business
    from tenants.registry.models import Tenant

    tenant = Tenant.objects.get(subdomain=subdomain)
    with enter_business(tenant.as_ref()):
        client = Client(headers={"host": tenant.host})
        client.force_login(User.objects.get(email=f"owner@{subdomain}.example"))
        client.get("/calendar/?view=month&date=2027-03-01")
        with CaptureQueriesContext(connection) as captured:
            client.get("/calendar/?view=month&date=2027-03-01")
    return Result(
        goal="month",
        name=f"queries of a month of {MONTH} sessions",
        value=len(captured),
        unit="",
        baseline="counted, not timed",
        limit=MOST_QUERIES,
        size=MONTH,
        rounds=1,
    )
