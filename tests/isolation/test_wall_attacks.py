"""Every attack of docs/security/tenancy.md, tried in one business, and who refuses it.

`POSTGRES` and `RIGHT` are tried in a session of the product's login past all of our code: what is refused there needs no code.
`PROTOCOL` and `GUARD` are tried through Django's cursor, which is where SQL that somebody smuggled in would run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from django.conf import settings
from django.db import DatabaseError, ProgrammingError, transaction
from psycopg import errors, sql

from tenants.registry.postgres import guard
from tenants.registry.postgres.admin import as_administrator
from tenants.registry.postgres.typed import connection
from tests.factories import UserFactory
from tests.isolation.attacks import GUARD, POSTGRES, PROTOCOL, RIGHT, SEES_NOTHING, Attack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apps.common.business import BusinessRef

REFUSAL = r"permission denied|does not exist|must be owner|must be superuser|is not allowed"
# Django turns the driver's errors into its own where it knows the method.
REFUSED = (DatabaseError, psycopg.Error)


@pytest.fixture
def past_our_code(business: BusinessRef) -> Iterator[psycopg.Connection[Any]]:
    """Open a session of the product's login, in the business's role, that no code of ours stands before."""
    params = {**connection.get_connection_params(), "cursor_factory": psycopg.ClientCursor}
    with psycopg.connect(**params, autocommit=True) as session:
        session.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(business.schema_name)))
        yield session


def written(attack: Attack, business: BusinessRef, rival: BusinessRef) -> Attack:
    if isinstance(attack, sql.Composed):
        return attack
    text = attack.decode() if isinstance(attack, bytes) else attack
    names = {"own": business.schema_name, "rival": rival.schema_name, "database": connection.settings_dict["NAME"]}
    text = text.format(**names)
    return text.encode() if isinstance(attack, bytes) else text


@pytest.mark.parametrize("attack", POSTGRES)
def test_postgres_refuses(
    attack: str, past_our_code: psycopg.Connection[Any], business: BusinessRef, rival: BusinessRef
) -> None:
    statement = str(written(POSTGRES[attack], business, rival))
    with pytest.raises(psycopg.Error, match=REFUSAL):
        past_our_code.execute(statement.encode())


@pytest.mark.parametrize("attack", RIGHT)
def test_a_right_is_missing(
    attack: str, past_our_code: psycopg.Connection[Any], business: BusinessRef, rival: BusinessRef
) -> None:
    statement = str(written(RIGHT[attack], business, rival))
    with pytest.raises(errors.InsufficientPrivilege):
        past_our_code.execute(statement.encode())


@pytest.mark.parametrize("attack", PROTOCOL)
@pytest.mark.parametrize("place", ["first in the business", "later"])
def test_a_message_holds_one_statement(attack: str, place: str, business: BusinessRef, rival: BusinessRef) -> None:
    if place == "later":
        whoami()
    with pytest.raises(DatabaseError, match="multiple commands"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(str(written(PROTOCOL[attack], business, rival)))
    assert whoami() == (business.schema_name, business.schema_name)


@pytest.mark.parametrize("attack", PROTOCOL)
def test_so_do_the_other_ways_to_send_one(attack: str, business: BusinessRef, rival: BusinessRef) -> None:
    statement = str(written(PROTOCOL[attack], business, rival))
    with pytest.raises(REFUSED), transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(f"{statement} -- %s", [[1], [2]])
    with pytest.raises(REFUSED), transaction.atomic(), connection.cursor() as cursor:
        list(cursor.stream(statement))
    with pytest.raises(REFUSED), transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(statement)
    copy = f"COPY accounts_user (email) TO STDOUT; {statement}"
    with pytest.raises(REFUSED, match="multiple commands"), transaction.atomic(), connection.cursor() as cursor:
        with cursor.copy(copy) as rows:
            list(rows)
    assert whoami() == (business.schema_name, business.schema_name)


@pytest.mark.parametrize("attack", GUARD)
def test_the_guard_refuses(attack: str, business: BusinessRef, rival: BusinessRef) -> None:
    statement = written(GUARD[attack], business, rival)
    with connection.cursor() as cursor:
        for send in (cursor.execute, lambda text: cursor.executemany(text, [[]]), cursor.stream):
            with pytest.raises(REFUSED, match="not sent by the product"):
                send(statement)
        if not str(statement).startswith("COPY"):
            with pytest.raises(guard.StatementRefused):
                cursor.copy(statement)
    with transaction.atomic(), connection.chunked_cursor() as named:
        with pytest.raises(ProgrammingError, match="not sent by the product"):
            named.execute(statement)
    assert whoami() == (business.schema_name, business.schema_name)


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("SELECT 1", "SELECT"),
        ("  \n((select 1) UNION (SELECT 2))", "SELECT"),
        ("WITH a AS (SELECT 1) SELECT * FROM a", "WITH"),
        ("MERGE INTO a USING b ON true WHEN MATCHED THEN DO NOTHING", "MERGE"),
        ("ROLLBACK TO SAVEPOINT a", "ROLLBACK TO SAVEPOINT"),
        ("set  constraints all deferred", "SET CONSTRAINTS"),
        ("SELECTED 1", "SELECTED"),
        ("\u00a0SELECT 1", ""),
        (sql.SQL("SELECT {}").format(sql.Literal("x")), "SELECT"),
        (b"DELETE FROM a", "DELETE"),
    ],
)
def test_how_the_guard_reads(statement: Attack, kind: str) -> None:
    assert guard.kind_of(statement) == kind


@pytest.mark.django_db
@pytest.mark.parametrize(
    "attack", ["SET ROLE t_any", "ALTER ROLE mecto_app SET role = 't_any'", "SELECT 1; SET ROLE t_any"]
)
def test_public_pages_are_guarded_as_well(attack: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)
    assert whoami() == (settings.DATABASE_APP_USER, "public")


@pytest.mark.django_db(transaction=True)
def test_the_administrator_is_not_guarded_and_leaves(business: BusinessRef) -> None:
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE made (id int); DROP TABLE made")
        assert whoami() == (business.schema_name, business.schema_name)
    assert not connection.is_admin
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user, current_user")
        assert cursor.fetchone() == (settings.DATABASE_APP_USER, business.schema_name)


def test_values_are_data(business: BusinessRef) -> None:
    """Bound values never end a literal, whatever is in them."""
    for value in (
        "'; RESET ROLE; --",
        "\\'; RESET ROLE; --",
        "E'\\''; RESET ROLE",
        "$$; RESET ROLE; $$",
        "%s; RESET ROLE",
    ):
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s", [value])
            assert cursor.fetchone() == (value,)
    assert whoami() == (business.schema_name, business.schema_name)


@pytest.mark.parametrize("what", SEES_NOTHING)
def test_sees_nothing_of(what: str, business: BusinessRef, rival: BusinessRef) -> None:
    with connection.cursor() as cursor:
        cursor.execute(str(written(SEES_NOTHING[what], business, rival)))
        assert cursor.fetchone() == (0,)


def test_the_same_statements_work_at_home(past_our_code: psycopg.Connection[Any], business: BusinessRef) -> None:
    """The refusals above are about the wall, not about the statements."""
    UserFactory()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {business.schema_name}.accounts_user")  # noqa: S608 - our own schema's name
        assert cursor.fetchone() == (1,)
        with cursor.copy("COPY accounts_user (email) TO STDOUT") as rows:
            assert b"".join(rows)
    for statement in (
        "TABLE accounts_user",
        "PREPARE a AS SELECT 1",
        "DECLARE a CURSOR WITH HOLD FOR SELECT 1",
        "LISTEN a",
    ):
        past_our_code.execute(statement)
    assert whoami() == (business.schema_name, business.schema_name)


def whoami() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_schema()")
        user, schema = cursor.fetchone()
    return user, schema
