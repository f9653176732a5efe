"""Businesses as a whole: list them, write one to an archive, make one from it, move it to another server, remove it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from apps.common.errors import DomainError, InvalidInput, NotFound
from tenants.registry.models import Tenant
from tenants.registry.postgres.admin import MAIN
from tenants.registry.services.archives.dropping import drop_business
from tenants.registry.services.archives.exporting import export_business
from tenants.registry.services.archives.importing import import_business
from tenants.registry.services.archives.moving import abort_move, move_business

if TYPE_CHECKING:
    from argparse import ArgumentParser, _SubParsersAction

SHOWN = ("subdomain", "name", "state", "database", "schema_name", "schema_version")


class Command(BaseCommand):
    """`manage.py tenant list|export|import|move|drop`; with --json one JSON document on the standard output."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        listing = _act(acts, "list", "Every business and where it is.")
        listing.add_argument("--state", choices=Tenant.State.values)
        export = _act(acts, "export", "Write a business to an archive.")
        export.add_argument("subdomain")
        export.add_argument("file", nargs="?", type=Path, help="default: SUBDOMAIN.mecto here")
        export.add_argument("--open", action="store_true", help="add each table as CSV")
        coming = _act(acts, "import", "Make a business from an archive.")
        coming.add_argument("file", type=Path)
        coming.add_argument("--subdomain", required=True)
        coming.add_argument("--name", default="", help="default: the name in the archive")
        coming.add_argument("--database", default=MAIN, help="the Postgres server")
        move = _act(
            acts, "move", "Move a running business to another Postgres server, or finish a move that was killed."
        )
        move.add_argument("subdomain")
        move.add_argument("--to", dest="database", default="", help="the Postgres server")
        move.add_argument("--abort", action="store_true", help="take a move back that was killed before its switch")
        drop = _act(acts, "drop", "Remove a business for good; prints the proof of what was removed.")
        drop.add_argument("subdomain")
        drop.add_argument("--yes", action="store_true", help="do not ask to type the subdomain")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            answer = getattr(self, f"_{options['act']}")(options)
        except (DomainError, DatabaseError, psycopg.Error, OSError) as error:
            code = error.code if isinstance(error, DomainError) else "failed"
            if options["json"]:
                self.stdout.write(json.dumps({"error": {"code": code, "message": _words(error)}}))
                sys.exit(1)
            raise CommandError(_words(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(answer, default=str))
        else:
            self._tell(answer)

    def _list(self, options: dict[str, Any]) -> list[dict[str, Any]]:
        tenants = Tenant.objects.exclude(state=Tenant.State.DROPPED).order_by("subdomain")
        if options["state"]:
            tenants = Tenant.objects.filter(state=options["state"]).order_by("subdomain")
        return [{name: getattr(tenant, name) for name in SHOWN} for tenant in tenants]

    def _export(self, options: dict[str, Any]) -> dict[str, Any]:
        path = options["file"] or Path(f"{options['subdomain']}.mecto")
        tenant = _find(options["subdomain"])
        manifest = export_business(tenant_id=tenant.pk, path=path, open_forms=options["open"], progress=self._progress)
        return {"file": path, "bytes": path.stat().st_size, "rows": manifest.rows, "files": len(manifest.files)}

    def _import(self, options: dict[str, Any]) -> dict[str, Any]:
        given = {name: options[name] for name in ("subdomain", "name", "database")}
        tenant = import_business(path=options["file"], progress=self._progress, **given)
        return {name: getattr(tenant, name) for name in SHOWN}

    def _move(self, options: dict[str, Any]) -> dict[str, Any]:
        tenant = _find(options["subdomain"])
        if options["abort"]:
            return abort_move(tenant_id=tenant.pk)
        return move_business(tenant_id=tenant.pk, to=options["database"], progress=self._progress)

    def _drop(self, options: dict[str, Any]) -> dict[str, Any]:
        tenant = _find(options["subdomain"])
        if not options["yes"]:
            typed = input(f"This removes {tenant.name} for good. Type {tenant.subdomain} to go on: ")
            if typed != tenant.subdomain:
                raise InvalidInput({"subdomain": "Not the same: nothing was removed."})
        return drop_business(tenant_id=tenant.pk)

    def _progress(self, what: str, done: int, total: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{done}/{total} {what}\033[K", ending="")

    def _tell(self, answer: Any) -> None:
        for line in answer if isinstance(answer, list) else [answer]:
            self.stdout.write("  ".join(f"{name}={value}" for name, value in line.items()))


def _act(acts: _SubParsersAction[Any], name: str, text: str) -> ArgumentParser:
    parser: ArgumentParser = acts.add_parser(name, help=text, description=text)
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    return parser


def _find(subdomain: str) -> Tenant:
    tenant: Tenant | None = Tenant.objects.filter(subdomain=subdomain).first()
    if tenant is None:
        raise NotFound(f"There is no business {subdomain!r}.")
    return tenant


def _words(error: Exception) -> str:
    if isinstance(error, InvalidInput):
        return " ".join(f"{name}: {' '.join(texts)}" for name, texts in error.fields.items())
    return str(error)
