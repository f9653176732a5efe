"""Bring the public schema and every business's schema to the current migrations."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.core.management.commands.migrate import Command as MigrateCommand
from django.db import connection
from psycopg import sql

from tenants.registry.context import enter_business, enter_public
from tenants.registry.models import Tenant
from tenants.registry.postgres.admin import use_admin_login
from tenants.registry.services.scripts import current_script
from tenants.registry.services.servers import prepare_servers

LOCK = 7_201_151_002
RUNNING = (Tenant.State.READY, Tenant.State.SUSPENDED)


class Command(BaseCommand):
    """`manage.py migrate_tenants`: as the administrator, one run at a time."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--public-only", action="store_true", help="Leave the businesses alone.")

    def handle(self, *args: Any, **options: Any) -> None:
        use_admin_login()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        with enter_public():
            migrate_here(options["verbosity"])
            grant_public_tables()
            current_script()
        prepare_servers()
        if not options["public_only"]:
            self._migrate_businesses(options["verbosity"])

    def _migrate_businesses(self, verbosity: int) -> None:
        tenants = list(Tenant.objects.filter(state__in=RUNNING).order_by("created_at"))
        for number, tenant in enumerate(tenants, start=1):
            with enter_business(tenant.as_ref()):
                migrate_here(0)
            if verbosity > 1:
                self.stdout.write(f"{number}/{len(tenants)} {tenant.subdomain}")


def migrate_here(verbosity: int) -> None:
    """Run Django's own migrate in the schema that the connection is in."""
    command = MigrateCommand()
    options = command.create_parser("manage.py", "migrate").parse_args([])
    command.execute(**{**vars(options), "verbosity": verbosity, "interactive": False, "skip_checks": True})


def grant_public_tables() -> None:
    """Let the application's login use the public tables. It owns none of them and can make none."""
    login = sql.Identifier(settings.DATABASE_APP_USER)
    statements = (
        "GRANT USAGE ON SCHEMA public TO {}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",
        "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}",
    )
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(sql.SQL(statement).format(login))
