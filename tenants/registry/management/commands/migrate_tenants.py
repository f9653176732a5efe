"""Bring the public schema and every business's schema to the migrations of this release."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenants.registry.context import enter_public
from tenants.registry.models import Tenant
from tenants.registry.postgres.admin import use_admin_login
from tenants.registry.services.migrations.finding import find
from tenants.registry.services.migrations.lock import AnotherDeploy, DeployLock
from tenants.registry.services.migrations.planning import plan
from tenants.registry.services.migrations.progress import Progress
from tenants.registry.services.migrations.public import migrate_public
from tenants.registry.services.migrations.running import Run
from tenants.registry.services.scripts import current_script, fingerprint
from tenants.registry.services.servers import NotPrepared, prepare_servers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tenants.registry.services.migrations.results import Result


class Command(BaseCommand):
    """`manage.py migrate_tenants`: as the administrator, one run at a time. Exit 1 when a schema was not migrated."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        add("--public-only", action="store_true", help="Leave the businesses alone.")
        add("--tenant", action="append", default=[], metavar="SUBDOMAIN", help="Only this one; may be repeated.")
        add("--plan", action="store_true", help="Say what would be done; touch nothing.")
        add("--verify", action="store_true", help="Also compare every definition of those that need nothing.")
        add("--jobs", type=int, default=os.cpu_count() or 1, help="Threads a server; default: one a core.")
        add("--lock-timeout", type=int, default=1000, metavar="MS", help="Wait so long for a lock, then come back.")
        add("--no-wait", action="store_true", help="Fail instead of waiting for another deploy or a move.")
        add("--json", default="", metavar="FILE", help="Write a report; - is standard output.")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        use_admin_login()
        with enter_public():
            self._check_names(options["tenant"])
            if options["plan"]:
                self._plan(options)
                return
            try:
                results, migrating, away = self._migrate(options)
            except AnotherDeploy as other:
                raise CommandError(f"Not migrating: {other}. Run again.") from other
        times = {"seconds": round(time.monotonic() - started, 3), "migrating_seconds": round(migrating, 3)}
        self._report(results, times, away, options)

    def _check_names(self, names: list[str]) -> None:
        unknown = set(names) - set(Tenant.objects.filter(subdomain__in=names).values_list("subdomain", flat=True))
        if unknown:
            raise CommandError(f"No such business: {', '.join(sorted(unknown))}")

    def _plan(self, options: dict[str, Any]) -> None:
        found = plan(find(other_than=None if options["verify"] else fingerprint(), subdomains=options["tenant"]))
        if options["json"]:
            self._write_json(options["json"], [{"steps": list(steps), "tenants": who} for steps, who in found.items()])
            return
        for steps, who in found.items():
            self.stdout.write(f"{len(who):,} × {', '.join(who[:5])}{' …' if len(who) > 5 else ''}")  # noqa: PLR2004 - enough to recognise them
            self.stdout.write("\n".join(f"    {step}" for step in steps) or "    nothing but its version")
        if not found:
            self.stdout.write("Nothing to do.")

    def _migrate(self, options: dict[str, Any]) -> tuple[list[Result], float, dict[str, str]]:
        quiet = options["verbosity"] == 0
        progress = Progress(sys.stderr, quiet=quiet)
        with DeployLock(wait=not options["no_wait"], tell=self.stderr.write) as lock:
            migrate_public(options["verbosity"])
            version = current_script().fingerprint
            away = _prepare_servers()
            if options["public_only"]:
                return [], 0.0, away
            run = Run(
                version=version,
                lock=lock,
                jobs=max(1, options["jobs"]),
                lock_timeout=options["lock_timeout"],
                verify=options["verify"],
                subdomains=options["tenant"],
                away=away,
                note=progress.note,
            )
            with _asked_to_stop(run):
                return run(), run.seconds, away

    def _report(
        self, results: Sequence[Result], times: dict[str, float], away: dict[str, str], options: dict[str, Any]
    ) -> None:
        bad = [result for result in results if not result.is_good]
        if options["json"]:
            rows = [result.as_json() for result in results]
            self._write_json(options["json"], {**times, "failed": len(bad), "servers_away": away, "tenants": rows})
        elif options["verbosity"] and not options["public_only"]:
            done = sum(bool(result.steps) for result in results)
            self.stdout.write(f"{done:,} migrated, {len(results) - done - len(bad):,} had nothing to do.")
        for result in bad:
            self.stderr.write(f"{result.tenant}: {result.outcome}: {result.error}")
        for server, reason in away.items():
            self.stderr.write(f"server {server}: {reason}")
        if bad or away:
            raise CommandError(f"{len(bad):,} not migrated. They keep serving at the version they have; run again.")

    def _write_json(self, where: str, content: Any) -> None:
        text = json.dumps(content, indent=2) + "\n"
        if where == "-":
            self.stdout.write(text)
        else:
            Path(where).write_text(text, encoding="utf-8")


def _prepare_servers() -> dict[str, str]:
    """Make the other servers ready; return those that cannot be used now, with the reason. The run goes on without them."""
    try:
        prepare_servers()
    except NotPrepared as error:
        return error.reasons
    return {}


@contextmanager
def _asked_to_stop(run: Run) -> Iterator[None]:
    """On Ctrl-C or a pod's end finish what is begun and report; a second time end at once."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, _frame: object) -> None:
        signal.signal(number, before[signal.Signals(number)])
        run.stop()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
