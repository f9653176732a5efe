"""Which operations come down to the same SQL in every schema that looks the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.operations import AddConstraintNotValid, ValidateConstraint
from django.db import connection, router
from django.db.migrations import operations as known
from django.db.models import NOT_PROVIDED
from django.utils import timezone

if TYPE_CHECKING:
    from django.db.migrations import Migration
    from django.db.migrations.operations.base import Operation

PURE = {
    known.CreateModel, known.DeleteModel, known.RenameModel, known.AlterModelTable, known.AlterModelTableComment,
    known.AlterModelOptions, known.AlterModelManagers, known.AlterUniqueTogether, known.AlterIndexTogether,
    known.AlterOrderWithRespectTo, known.AddField, known.RemoveField, known.AlterField, known.RenameField,
    known.AddIndex, known.RemoveIndex, known.RenameIndex, known.AddConstraint, known.RemoveConstraint,
    known.AlterConstraint, known.RunSQL, AddConstraintNotValid, ValidateConstraint,
}  # fmt: skip
# Called once for all schemas these say the same as called in each; any other function may draw a secret.
SAME_EVERYWHERE = (dict, list, set, tuple, str, timezone.now)


def is_pure(migration: Migration) -> bool:
    """Tell whether the SQL recorded in one schema may be sent to the others.

    Python code may look at rows, an unknown operation may do anything, and what must run outside a transaction cannot
    share a message: those are run by Django in each schema.
    """
    return migration.atomic and all(_is_pure(operation, migration.app_label) for operation in migration.operations)


def _is_pure(operation: Operation, app_label: str) -> bool:
    if type(operation) is known.SeparateDatabaseAndState:
        return all(_is_pure(inner, app_label) for inner in operation.database_operations)
    if type(operation) is known.RunPython:
        # Django skips the code of an app that has no place in this schema.
        return not router.allow_migrate(connection.alias, app_label, **operation.hints)
    return type(operation) in PURE and _default_is_same(getattr(operation, "field", None))


def _default_is_same(field: Any) -> bool:
    default = getattr(field, "default", None)
    return not callable(default) or default is NOT_PROVIDED or default in SAME_EVERYWHERE
