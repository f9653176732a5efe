"""The index behind the typo-tolerant search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Index

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.models import Model


class TrigramIndex(Index):
    """A GIN index over trigrams.

    Django's own GinIndex asks for `django.contrib.postgres` among the apps, which looks up types on every new
    connection; nothing else here needs them.
    """

    suffix = "trgm"

    def __init__(self, *, fields: list[str], name: str) -> None:
        super().__init__(fields=fields, name=name, opclasses=["extensions.gin_trgm_ops"] * len(fields))

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path = f"{type(self).__module__}.{type(self).__qualname__}"
        return path, (), {"fields": list(self.fields), "name": self.name}

    def create_sql(
        self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor, using: str = "", **kwargs: Any
    ) -> Any:
        return super().create_sql(model, schema_editor, using=" USING gin", **kwargs)
