"""Everything the process is told from outside, typed and checked once, before Django starts.

Each name may also be given as ``NAME_FILE``, the path of a file that holds the value (Docker and Kubernetes secrets).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import cast
from urllib.parse import unquote, urlsplit

from environs import Env, EnvValidationError, FileAwareEnv
from marshmallow import ValidationError
from marshmallow.validate import And, ContainsOnly, Length, OneOf, Range

from config.file_store import FileStore, read_file_store

ROOT = Path(__file__).resolve().parent.parent
VENDORS = {"sendgrid": "https://api.sendgrid.com", "twilio": "https://api.twilio.com"}
FAKE_SENDGRID_KEY = "SG.fake.fake-key"
FAKE_TWILIO_ACCOUNT = "AC" + "0" * 32
LOCAL_SECRET = "local-only-secret-key-that-production-refuses"  # noqa: S105 - refused in production by `problems`
SECRET_LENGTH = 50
SERVER_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")


class UnsafeSettings(Exception):
    """The environment asks for something that must not run; the message lists every reason."""


@dataclass(frozen=True, slots=True)
class DatabaseLogin:
    """One way into Postgres. ``host`` may be a directory that holds a unix socket."""

    name: str
    user: str
    password: str
    host: str
    port: str

    @classmethod
    def parse(cls, url: str) -> DatabaseLogin:
        """Read ``postgresql://user:password@host:port/name`` (``?host=/socket/dir`` for a unix socket)."""
        parts = urlsplit(url)
        query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
        return cls(
            name=unquote(parts.path.lstrip("/")),
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            host=unquote(query.get("host", parts.hostname or "")),
            port=query.get("port", str(parts.port or "")),
        )


@dataclass(frozen=True, slots=True)
class DatabaseServer:
    """One Postgres server that holds businesses, with the product's way in and the administrator's."""

    app: DatabaseLogin
    admin: DatabaseLogin


@dataclass(frozen=True, slots=True)
class Environment:
    """The whole outside world of one process."""

    kind: str
    debug: bool
    base_domain: str
    port: int | None
    secret_key: str
    secret_key_fallbacks: list[str]
    database: DatabaseLogin
    database_admin: DatabaseLogin
    more_databases: dict[str, DatabaseServer]
    new_business_servers: list[str]
    pool_size: int
    database_pool_size: int
    database_backend_max_businesses: int
    redis_url: str
    data_dir: Path
    file_store: FileStore
    trusted_proxies: int
    fakes_url: str
    sendgrid_api_key: str
    sendgrid_base_url: str
    mail_from: str
    twilio_account_sid: str
    twilio_auth_token: str
    twilio_base_url: str
    sentry_dsn: str

    @property
    def database_servers(self) -> dict[str, DatabaseServer]:
        """Every server by the name that a business's row gives; "main" also holds the public tables."""
        return {"main": DatabaseServer(self.database, self.database_admin), **self.more_databases}

    @property
    def is_production(self) -> bool:
        return self.kind == "production"

    def problems(self) -> list[str]:
        """Name every setting that production must not run with; empty means safe."""
        found = {
            "DEBUG is on": self.debug,
            "SECRET_KEY is the local default or too short": (
                self.secret_key == LOCAL_SECRET or len(self.secret_key) < SECRET_LENGTH
            ),
            "FAKES_URL is set: vendors would be fakes": bool(self.fakes_url),
            "SENDGRID_API_KEY is empty: no mail could be sent": not self.sendgrid_api_key,
            "SENDGRID_BASE_URL points away from the vendor": self.sendgrid_base_url != VENDORS["sendgrid"],
            "TWILIO_BASE_URL points away from the vendor": self.twilio_base_url != VENDORS["twilio"],
            "BASE_DOMAIN is a local name": self.base_domain.endswith("localhost"),
            "PORT is set: public addresses would carry it": self.port is not None,
            "DATABASE_URL and DATABASE_ADMIN_URL log in as the same role": (
                self.database.user == self.database_admin.user
            ),
            "DATABASE_SERVERS: the logins must be the same roles as on the first server": any(
                (server.app.user, server.admin.user) != (self.database.user, self.database_admin.user)
                for server in self.more_databases.values()
            ),
            **self.file_store.problems(),
        }
        return [name for name, is_wrong in found.items() if is_wrong]


def read_environment() -> Environment:
    """Read and check the environment. Raises UnsafeSettings with the full list of what is wrong."""
    env = FileAwareEnv(eager=False)
    result = _read(env)
    try:
        env.seal()
    except EnvValidationError as error:
        lines = [
            f"{name}: {' '.join(map(str, reasons))}"
            for name, reasons in cast("dict[str, list[str]]", error.error_messages).items()
        ]
        raise UnsafeSettings("The environment is not usable:\n- " + "\n- ".join(lines)) from error
    if result.is_production and (problems := result.problems()):
        raise UnsafeSettings("Production refuses to start:\n- " + "\n- ".join(problems))
    return result


def _read(env: Env) -> Environment:
    kind = env.str("ENVIRONMENT", "local", validate=OneOf(["local", "test", "production"]))
    fakes_url = env.str("FAKES_URL", "").rstrip("/")

    def needed(name: str, local: str = "") -> str:
        """Read what only production must be given."""
        return (env.str(name) if kind == "production" else env.str(name, local)) or local

    return Environment(
        kind=kind,
        debug=env.bool("DEBUG", False),
        base_domain=env.str("BASE_DOMAIN", "mecto.localhost").lower(),
        port=env.int("PORT", None),
        secret_key=needed("SECRET_KEY", LOCAL_SECRET),
        secret_key_fallbacks=env.list("SECRET_KEY_FALLBACKS", []),
        database=DatabaseLogin.parse(needed("DATABASE_URL")),
        database_admin=DatabaseLogin.parse(needed("DATABASE_ADMIN_URL")),
        more_databases={name: _server(env, name) for name in _names(env)},
        new_business_servers=env.list("NEW_BUSINESS_SERVERS", ["main"], validate=_known_servers(env)),
        pool_size=env.int("POOL_SIZE", 5, validate=Range(min=0)),
        database_pool_size=env.int("DATABASE_POOL_SIZE", 8),
        database_backend_max_businesses=env.int("DATABASE_BACKEND_MAX_BUSINESSES", 200, validate=Range(min=1)),
        redis_url=needed("REDIS_URL"),
        data_dir=Path(env.str("DATA_DIR", str(ROOT / ".local"))),
        file_store=read_file_store(env),
        trusted_proxies=env.int("TRUSTED_PROXIES", 0),
        fakes_url=fakes_url,
        sendgrid_api_key=env.str("SENDGRID_API_KEY", FAKE_SENDGRID_KEY if fakes_url else ""),
        sendgrid_base_url=env.str("SENDGRID_BASE_URL", _vendor(env, "SENDGRID_API_KEY", fakes_url, "sendgrid")),
        mail_from=env.str("MAIL_FROM", "MectoFitness <hello@mecto.example>"),
        twilio_account_sid=env.str("TWILIO_ACCOUNT_SID", FAKE_TWILIO_ACCOUNT if fakes_url else ""),
        twilio_auth_token=env.str("TWILIO_AUTH_TOKEN", "fake" if fakes_url else ""),
        twilio_base_url=env.str("TWILIO_BASE_URL", _vendor(env, "TWILIO_ACCOUNT_SID", fakes_url, "twilio")),
        sentry_dsn=env.str("SENTRY_DSN", ""),
    )


def _names(env: Env) -> list[str]:
    return cast("list[str]", env.list("DATABASE_SERVERS", [], validate=_check_names) or [])


def _check_names(names: list[str]) -> None:
    if wrong := sorted({name for name in names if not SERVER_NAME.fullmatch(name) or name == "main"}):
        message = f"Not names of more servers: {', '.join(map(repr, wrong))}."
        raise ValidationError(message)


def _known_servers(env: Env) -> And:
    """Check that new businesses go to servers that there are, and to one at least."""
    return And(Length(min=1), ContainsOnly(["main", *_names(env)]))


def _server(env: Env, name: str) -> DatabaseServer:
    """Read one more Postgres server: ``DATABASE_SERVERS=east`` asks for ``DATABASE_URL_EAST`` and ``DATABASE_ADMIN_URL_EAST``."""
    suffix = name.upper().replace("-", "_")
    return DatabaseServer(
        app=DatabaseLogin.parse(env.str(f"DATABASE_URL_{suffix}")),
        admin=DatabaseLogin.parse(env.str(f"DATABASE_ADMIN_URL_{suffix}")),
    )


def _vendor(env: Env, key: str, fakes_url: str, name: str) -> str:
    """Pick where a vendor is reached: with a key of its own it is the real one, else the fake where fakes run."""
    return VENDORS[name] if env.str(key, "") or not fakes_url else f"{fakes_url}/{name}"
