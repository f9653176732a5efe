"""Every app has its place, its label, and migrations that people can read and take back."""

from __future__ import annotations

import re
import tomllib
from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import AppConfig, apps
from django.conf import settings
from django.db.migrations import RunPython, RunSQL, SeparateDatabaseAndState
from django.db.migrations.loader import MigrationLoader

from tests.architecture.files import PROJECT, short, text, tracked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.db.migrations import Migration
    from django.db.migrations.operations.base import Operation

OURS = [config for config in apps.get_app_configs() if config.name.split(".")[0] in {"apps", "tenants"}]
MIGRATIONS = [
    migration
    for (label, _), migration in MigrationLoader(None).disk_migrations.items()
    if label in {config.label for config in OURS}
]


@pytest.mark.parametrize("config", OURS, ids=lambda config: config.name)
def test_label_is_set_by_hand(config: AppConfig) -> None:
    assert "label" in vars(type(config)), f"{config.name}: say the label in its AppConfig"


def test_every_room_with_tables_lives_in_a_schema() -> None:
    placed = {*settings.SHARED_APPS, *settings.TENANT_APPS}
    assert [config.name for config in OURS if list(config.get_models()) and config.name not in placed] == []


def test_rooms_live_in_their_house() -> None:
    assert [name for name in settings.TENANT_APPS if name.startswith("tenants.")] == []


def test_every_folder_of_a_house_is_a_room() -> None:
    """import-linter fails for a room without a place; it is asked on every folder, so that none hides from it."""
    config = tomllib.loads(text(PROJECT / "pyproject.toml"))["tool"]["importlinter"]
    contracts = {contract["id"]: contract for contract in config["contracts"]}
    for house in ("apps", "tenants"):
        assert contracts[house]["exhaustive"] is True
        placed = set(re.findall(r"\w+", " ".join(contracts[house]["layers"])))
        folders = {path.relative_to(PROJECT).parts[1] for path in tracked() if is_package(path, house)}
        assert folders <= placed


def is_package(path: Any, house: str) -> bool:
    parts = path.relative_to(PROJECT).parts
    return parts[0] == house and len(parts) == 3 and path.name == "__init__.py"


@pytest.mark.parametrize("migration", MIGRATIONS, ids=str)
def test_migrations_have_names(migration: Migration) -> None:
    assert not re.match(r"\d+_auto_", migration.name)
    assert re.fullmatch(r"\d{4}_[a-z][a-z0-9_]+", migration.name)


@pytest.mark.parametrize("migration", MIGRATIONS, ids=str)
def test_migrations_can_be_taken_back(migration: Migration) -> None:
    assert [operation.describe() for operation in flat(migration.operations) if not operation.reversible] == []


@pytest.mark.parametrize("migration", MIGRATIONS, ids=str)
def test_migrations_stay_in_their_schema(migration: Migration) -> None:
    """Provisioning replays them as recorded SQL: nothing may depend on what another schema holds."""
    app_name = apps.get_app_config(migration.app_label).name
    if app_name not in settings.TENANT_APPS:
        return
    statements = [str(operation.sql) for operation in flat(migration.operations) if isinstance(operation, RunSQL)]
    assert [sql for sql in statements if re.search(r"\bpublic\.", sql)] == []
    assert [operation for operation in flat(migration.operations) if isinstance(operation, RunPython)] == []


def flat(operations: Sequence[Operation]) -> Iterator[Operation]:
    return chain.from_iterable(
        flat(operation.database_operations) if isinstance(operation, SeparateDatabaseAndState) else [operation]
        for operation in operations
    )


def test_no_foreign_key_leaves_a_business() -> None:
    shared_only = {name for name in settings.SHARED_APPS if name not in settings.TENANT_APPS}
    crossing = [
        str(field)
        for model in apps.get_models()
        if apps.get_app_config(model._meta.app_label).name in settings.TENANT_APPS
        for field in model._meta.get_fields()
        if field.many_to_one and apps.get_app_config(field.related_model._meta.app_label).name in shared_only  # type: ignore[union-attr] # a foreign key has one
    ]
    assert crossing == []


def test_no_type_is_left_unchecked_without_a_reason() -> None:
    silent = re.compile(r"#\s*(?:noqa(?!: [A-Z]+\d+(?:, ?[A-Z]+\d+)*,? (?:- )?\w)|type: ignore(?!\[[\w, -]+\] # \S))")
    found = [
        f"{short(path)}:{number}"
        for path in tracked()
        if path.suffix == ".py" and "migrations" not in path.parts
        for number, line in enumerate(text(path).splitlines(), start=1)
        if silent.search(line) and "re.compile" not in line
    ]
    assert found == []
