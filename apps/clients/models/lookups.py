"""Looking into text as the trigram index can."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import CharField
from django.db.models.lookups import IContains

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler


@CharField.register_lookup
class HoldsText(IContains):
    """As `icontains`, but asked with ILIKE: Django's own UPPER(…) LIKE UPPER(…) leaves a trigram index aside."""

    lookup_name = "holds_text"

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        column, column_params = compiler.compile(self.lhs)
        value, value_params = self.process_rhs(compiler, connection)
        return f"{column} ILIKE {value}", (*column_params, *value_params)
