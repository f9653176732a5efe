"""A short list of ids in a row, and the index that finds the rows by one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models.lookups import Lookup

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.models.sql.compiler import SQLCompiler


class IdsField(models.Field[list[UUID], list[UUID]]):
    """`uuid[]`, empty unless said otherwise. `holds` asks for all of some ids, `touches` for one of them.

    Django's ArrayField asks for `django.contrib.postgres` among the apps, which looks up types on every new
    connection; nothing else here needs them.
    """

    empty_strings_allowed = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"default": list, **options})

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "uuid[]"

    def get_prep_value(self, value: Any) -> list[UUID] | None:
        if value is None or hasattr(value, "as_sql"):
            return value  # type: ignore[no-any-return] # an expression, or nothing
        return [one if isinstance(one, UUID) else UUID(str(one)) for one in value]


class _Compared(Lookup[Any]):
    operator: ClassVar[str]

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} {self.operator} {right}::uuid[]", (*left_params, *right_params)


@IdsField.register_lookup
class Holds(_Compared):
    lookup_name, operator = "holds", "@>"


@IdsField.register_lookup
class Touches(_Compared):
    lookup_name, operator = "touches", "&&"


class IdsIndex(models.Index):
    """A GIN index over the ids. Django's own GinIndex asks for `django.contrib.postgres`, as its ArrayField does."""

    suffix = "gin"

    def create_sql(
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor, using: str = "", **kwargs: Any
    ) -> Any:
        return super().create_sql(model, schema_editor, using=" USING gin", **kwargs)
