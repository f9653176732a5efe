"""The Postgres servers that hold businesses: list them, make a new one ready."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenants.registry.postgres.admin import use_admin_login
from tenants.registry.selectors import ServerNumbers, server_numbers
from tenants.registry.services.servers import NotPrepared, other_servers, prepare_servers

if TYPE_CHECKING:
    from collections.abc import Iterable


class Command(BaseCommand):
    """`manage.py tenant_server list` and `manage.py tenant_server prepare [NAME …]`."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("list", help="Servers, whether they answer, and how many businesses stand on each.")
        prepare = acts.add_parser("prepare", help="Make servers ready for businesses; again is fine.")
        prepare.add_argument("names", nargs="*", metavar="NAME", help="Servers of DATABASE_SERVERS; all when left out.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["act"] == "list":
            self.stdout.write("\n".join(_lines(server_numbers())))
            return
        self._prepare(options["names"] or other_servers())

    def _prepare(self, names: list[str]) -> None:
        if unknown := sorted(set(names) - set(other_servers())):
            message = f"DATABASE_SERVERS does not name {', '.join(unknown)}."
            raise CommandError(message)
        use_admin_login()
        try:
            for name in prepare_servers(names):
                self.stdout.write(f"{name} is ready")
        except NotPrepared as error:
            raise CommandError(str(error)) from error


def _lines(servers: Iterable[ServerNumbers]) -> list[str]:
    form = "{:<16} {:<8} {:<12} {:>10}"
    rows = [form.format("server", "state", "new ones", "businesses")]
    for server in servers:
        state, accepts = "answers" if server.answers else "away", "accepted" if server.accepts_new else "closed"
        rows.append(form.format(server.name, state, accepts, server.businesses))
    return rows
