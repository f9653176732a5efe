from __future__ import annotations

import io
import os
import signal
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from deploy.local import postgres as embedded
from deploy.local.child import NOBODY
from deploy.local.console import Console, Refusal
from deploy.local.layout import DataDirectory
from deploy.local.postgres import ADMIN, APP, Postgres
from deploy.local.services import Services
from deploy.local.supervisor import Supervisor
from tests.local.test_supervisor import watch_until

if TYPE_CHECKING:
    from collections.abc import Iterator


pytestmark = pytest.mark.enable_socket


@contextmanager
def running(root: Path, *, durable: bool = False) -> Iterator[tuple[Supervisor, dict[str, str]]]:
    data = DataDirectory(root)
    data.prepare()
    supervisor = Supervisor(data, Console(io.StringIO()))
    with pytest.MonkeyPatch.context() as outside, supervisor.stopping():
        outside.delenv("DATABASE_URL", raising=False)
        outside.delenv("REDIS_URL", raising=False)
        yield supervisor, Services(data=data, durable=durable).start(supervisor)


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with running(tmp_path_factory.mktemp("services") / "data") as (_, found):
        yield found


@pytest.fixture
def app(addresses: dict[str, str]) -> Iterator[psycopg.Connection]:
    with psycopg.connect(addresses["DATABASE_URL"], autocommit=True) as connection:
        yield connection


@pytest.fixture
def admin(addresses: dict[str, str]) -> Iterator[psycopg.Connection]:
    with psycopg.connect(addresses["DATABASE_ADMIN_URL"], autocommit=True) as connection:
        yield connection


def value(connection: psycopg.Connection, query: str) -> object:
    row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return row[0]


RIGHTS = "SELECT (rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolinherit)::text FROM pg_roles WHERE rolname = "


def test_the_product_logs_in_with_no_rights_of_its_own(app: psycopg.Connection) -> None:
    assert value(app, "SELECT current_user") == APP
    assert value(app, f"{RIGHTS}current_user") == "(f,f,f,f,f)"


def test_the_admin_makes_roles_but_is_no_superuser(admin: psycopg.Connection) -> None:
    assert value(admin, "SELECT current_user") == ADMIN
    assert value(admin, f"{RIGHTS}current_user") == "(f,t,t,f,t)"


@pytest.mark.parametrize(
    "forbidden",
    [
        "CREATE TABLE public.mine (id int)",
        "CREATE SCHEMA mine",
        "CREATE TEMPORARY TABLE mine (id int)",
        "CREATE TABLE extensions.mine (id int)",
        "SELECT set_config('role', 'mecto_admin', false)",
        "SET ROLE mecto_admin",
    ],
)
def test_the_product_may_not(app: psycopg.Connection, forbidden: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(forbidden.encode())


def test_the_admins_tables_are_usable_by_the_product_alone(app: psycopg.Connection, admin: psycopg.Connection) -> None:
    admin.execute("CREATE TABLE public.shared (id int GENERATED ALWAYS AS IDENTITY, note text)")
    app.execute("INSERT INTO public.shared (note) VALUES ('seen')")
    admin.execute("CREATE ROLE t_000000000001 NOLOGIN; GRANT t_000000000001 TO mecto_app WITH INHERIT FALSE, SET TRUE")
    app.execute("SET ROLE t_000000000001")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("SELECT note FROM public.shared")


def test_the_admin_makes_a_schema_for_a_role_it_made(admin: psycopg.Connection) -> None:
    admin.execute("CREATE ROLE t_000000000002 NOLOGIN; CREATE SCHEMA t_000000000002 AUTHORIZATION t_000000000002")
    assert value(admin, "SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = 't_000000000002'") == (
        "t_000000000002"
    )


def test_extensions_stand_in_their_own_schema(app: psycopg.Connection) -> None:
    found = value(
        app,
        "SELECT string_agg(extname, ' ' ORDER BY extname) FROM pg_extension WHERE extnamespace = 'extensions'::regnamespace",
    )
    assert found == "btree_gist citext pg_trgm unaccent"
    assert value(app, "SELECT 'É'::extensions.citext OPERATOR(extensions.=) 'é'") is True


def test_text_sorts_the_same_on_every_machine(app: psycopg.Connection) -> None:
    assert value(
        app, "SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = current_database()"
    ) == ("bC.UTF-8")


def test_nothing_listens_on_the_network(app: psycopg.Connection) -> None:
    assert value(app, "SHOW listen_addresses") == ""


def test_a_wrong_password_is_refused(addresses: dict[str, str]) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(addresses["DATABASE_ADMIN_URL"], password="guessed")


def test_a_killed_server_comes_back_with_its_data(tmp_path: Path) -> None:
    with running(tmp_path / "data", durable=True) as (supervisor, addresses):
        with psycopg.connect(addresses["DATABASE_ADMIN_URL"]) as connection:
            connection.execute("CREATE TABLE public.kept (id int)")
        first = supervisor.processes["postgres"]
        os.kill(first.pid, signal.SIGKILL)
        postgres = Postgres(data=supervisor.data)
        watch_until(
            supervisor, lambda: supervisor.processes.get("postgres", first) is not first and postgres.is_ready()
        )
        with psycopg.connect(addresses["DATABASE_URL"]) as connection:
            assert value(connection, "SELECT to_regclass('public.kept') IS NOT NULL") is True


def test_two_copies_run_side_by_side_however_deep_they_lie(tmp_path: Path) -> None:
    deep = tmp_path / "a-checkout-in-a-rather-deep-folder" / ("d" * 80) / "data"
    deep.parent.mkdir(parents=True)
    with running(tmp_path / "data") as (_, one), running(deep) as (supervisor, two):
        assert one["DATABASE_URL"] != two["DATABASE_URL"]
        assert one["REDIS_URL"] != two["REDIS_URL"]
        for each in (one, two):
            with psycopg.connect(each["DATABASE_URL"]) as connection:
                assert value(connection, "SELECT 1") == 1
        assert not supervisor.data.sockets.is_relative_to(supervisor.data.root)
    assert not supervisor.data.sockets.exists()


def test_a_pid_that_now_belongs_to_another_program_is_forgotten(data: DataDirectory) -> None:
    data.postgres.mkdir()
    pid_file = data.postgres / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n", encoding="utf-8")
    Postgres(data=data).drop_stale_pid()
    assert not pid_file.exists()


def test_a_cluster_of_another_version_is_refused(data: DataDirectory) -> None:
    data.make_sockets()
    data.postgres.mkdir()
    (data.postgres / "PG_VERSION").write_text("17\n", encoding="ascii")
    with pytest.raises(Refusal, match="written by Postgres 17"):
        Postgres(data=data).initialise()


def test_a_half_made_cluster_is_made_again(data: DataDirectory) -> None:
    data.make_sockets()
    draft = data.root / "postgres.new"
    draft.mkdir()
    (draft / "PG_VERSION").write_text("18\n", encoding="ascii")
    Postgres(data=data, durable=False).initialise()
    assert (data.postgres / "global" / "pg_control").exists()
    assert not draft.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")
def test_root_becomes_nobody_where_namespaces_are_forbidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "IDENTITIES_OF_ROOT", ("nobody",))
    # pytest's own folder is closed to others.
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        with running(Path(folder) / "data") as (supervisor, addresses):
            with psycopg.connect(addresses["DATABASE_URL"]) as connection:
                assert value(connection, "SELECT 1") == 1
            assert supervisor.data.postgres.stat().st_uid == NOBODY
