"""Bring everything up to date for local use: schemas, and the demo businesses on the first start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from seeds.demo.loading import load_demo

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """`manage.py prepare`: what `manage.py up` runs before it serves."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="Make no demo businesses.")

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate_tenants", verbosity=0)
        if not options["no_demo"]:
            load_demo()
