"""The environment that the product's processes get, and how another command finds the one of a running `up`."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deploy.local.layout import DataDirectory

BASE_DOMAIN = "mecto.localhost"
DEFAULT_PORT = 8000
SERVICES = ("DATABASE_URL", "DATABASE_ADMIN_URL", "REDIS_URL")
TOLD = (*SERVICES, "PORT", "FAKES_URL")


def product_variables(data: DataDirectory, port: int) -> dict[str, str]:
    """Give every process's environment but for the services' addresses; what the user set wins."""
    defaults = {
        "ENVIRONMENT": "local",
        "BASE_DOMAIN": BASE_DOMAIN,
        "SECRET_KEY": data.secret("secret_key"),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONUNBUFFERED": "1",
    }
    # The environment of packages stands: children need not look again.
    fixed = {"PORT": str(port), "DATA_DIR": str(data.root), "MECTO_NO_BOOTSTRAP": "1"}
    return defaults | dict(os.environ) | fixed


def tell_running(data: DataDirectory, environment: dict[str, str]) -> None:
    """Let other commands find the running services."""
    told = {name: environment[name] for name in TOLD if name in environment}
    path = data.root / "running.json"
    path.touch(mode=0o600)
    path.write_text(json.dumps(told), encoding="utf-8")


def read_running(data: DataDirectory) -> dict[str, str]:
    """Find the services that an `up` on this directory told of; empty when it did not (yet)."""
    path = data.root / "running.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def forget_running(data: DataDirectory) -> None:
    """No services run any more."""
    (data.root / "running.json").unlink(missing_ok=True)
