"""A schema name that would need quoting is refused before any SQL is made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tenants.registry.postgres.admin import admin_session
from tenants.registry.postgres.scope import UnsafeSchemaName
from tenants.registry.services.schemas import build_schema, create_schema, drop_schema, replay

if TYPE_CHECKING:
    from collections.abc import Callable

    from apps.common.business import BusinessRef

HOSTILE = (
    *("", " ", "T_UPPER", "t-dash", "t x", "t.x", "1t", 't"x', "t'x", "t;x", "t--", "t/*", "tä", "t\0", "t\n", "pg_\\"),
    'x"; DROP SCHEMA public CASCADE; --',
    "x; RESET ROLE; SELECT 1",
    "x, public",
    "t" * 64,
    *("t_A", "t_ x", 't_"', "t_'", "t_;x", "t_x.y", "t_\0", "t_x\n", "t_ä", "t_" + "x" * 62),
    't_x"; DROP SCHEMA public CASCADE; --',
)


def build(name: str) -> None:
    with admin_session() as session:
        build_schema(session, name, "SELECT 1;")


def replay_nothing(name: str) -> None:
    replay(name, "SELECT 1;")


def everything() -> list[tuple[str]]:
    """Return all schemas, and the roles but for businesses': those are the whole server's, where other tests work too."""
    with admin_session() as session:
        return session.execute(r"""
            SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_(toast_)?temp'
            UNION ALL SELECT rolname FROM pg_roles WHERE rolname !~ '^t_[0-9a-z_]+$' ORDER BY 1""").fetchall()


@pytest.mark.parametrize("act", [create_schema, build, replay_nothing, drop_schema])
@pytest.mark.django_db(transaction=True)
def test_a_hostile_name_is_refused_and_nothing_is_touched(act: Callable[[str], None], business: BusinessRef) -> None:
    before = everything()
    for name in HOSTILE:
        with pytest.raises(UnsafeSchemaName):
            act(name)
    assert everything() == before
    assert (business.schema_name,) in before


@pytest.mark.parametrize("name", ["public", "extensions", "pg_catalog", "information_schema", "mecto_app"])
@pytest.mark.parametrize("act", [create_schema, build, drop_schema])
@pytest.mark.django_db(transaction=True)
def test_the_names_of_others_are_refused(act: Callable[[str], None], name: str) -> None:
    before = everything()
    with pytest.raises(UnsafeSchemaName):
        act(name)
    assert everything() == before
