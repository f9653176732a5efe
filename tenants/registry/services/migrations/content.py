"""Content types and permissions of the models that a migration brings: what Django's post_migrate makes, as SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps as installed
from django.contrib.auth import get_permission_codename
from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.migrations.state import StateApps

type Entry = tuple[
    str, str, str, str
]  # app, model, code name and name of the permission; the last two empty: the type itself
type Content = dict[tuple[str, str, str], Entry]

_TYPES = sql.SQL("INSERT INTO django_content_type (app_label, model) VALUES {} ON CONFLICT DO NOTHING;\n")
_PERMISSIONS = sql.SQL("""INSERT INTO auth_permission (name, content_type_id, codename)
SELECT v.name, t.id, v.codename FROM (VALUES {}) v (app_label, model, codename, name)
JOIN django_content_type t USING (app_label, model) ON CONFLICT DO NOTHING;
""")


def wanted(apps: StateApps) -> Content:
    """Return what should be there for the models of a state."""
    found: Content = {}
    for config in installed.get_app_configs():
        if config.models_module and config.label in apps.app_configs:
            for model in apps.get_app_config(config.label).get_models():
                found |= {entry[:3]: entry for entry in _of(model)}
    return found


def _of(model: Any) -> Iterable[Entry]:
    meta = model._meta  # noqa: SLF001 - Django's documented door to a model's options
    yield meta.app_label, meta.model_name, "", ""
    for action in meta.default_permissions:
        name = f"Can {action} {meta.verbose_name_raw}"
        yield meta.app_label, meta.model_name, get_permission_codename(action, meta), name
    for codename, name in meta.permissions:
        yield meta.app_label, meta.model_name, codename, name


def insert_sql(entries: Iterable[Entry]) -> str:
    """Return the statements that add these where they are missing; empty for none."""
    rows = sorted(entries)
    types = sorted({(app, model) for app, model, _codename, _name in rows})
    permissions = [row for row in rows if row[2]]
    text = _TYPES.format(_values(types)).as_string() if types else ""
    return text + (_PERMISSIONS.format(_values(permissions)).as_string() if permissions else "")


def _values(rows: Iterable[tuple[str, ...]]) -> sql.Composed:
    return sql.SQL(", ").join(
        sql.SQL("({})").format(sql.SQL(", ").join(sql.Literal(str(value)) for value in row)) for row in rows
    )
