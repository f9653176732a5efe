"""Rows of this room that hang on a client, whoever added their model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from apps.clients.models import Client

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Field, Model, QuerySet


@dataclass(frozen=True, slots=True)
class Hanging:
    """A model and its column that names the client."""

    model: type[Model]
    table: str
    column: str

    def rows(self) -> QuerySet[Any]:
        return self.model._default_manager.all()  # noqa: SLF001 - Django's name for it


def hanging_on_clients(*, besides: tuple[type[Model], ...] = ()) -> Iterator[Hanging]:
    """Yield each model of this room that points at a client, but those `besides`, and clients themselves."""
    for relation in Client._meta.related_objects:  # noqa: SLF001 - Django's name for it
        model: Any = relation.related_model
        options = model._meta  # noqa: SLF001 - the same
        if options.app_label == "clients" and model not in {Client, *besides}:
            yield Hanging(model, options.db_table, relation.field.attname)


def fields_of_clients() -> list[Field[Any, Any]]:
    """Return the columns of a client as fields."""
    return list(Client._meta.concrete_fields)  # noqa: SLF001 - the same
