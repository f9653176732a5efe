"""The first thing to read in an archive: what it holds, of which business, at which state of the product."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from tenants.registry.services.archives.errors import BadArchive

if TYPE_CHECKING:
    from collections.abc import Callable

FORMAT = 1
PRODUCT = "mectofitness"
# What stays behind, and why.
LEFT_OUT = {
    "django_migrations": "the list of migrations stands in the manifest; an import writes its own",
    "django_session": "log-ins of browsers belong to one address",
    "token_blacklist_outstandingtoken": "log-ins of API clients belong to one address",
    "token_blacklist_blacklistedtoken": "log-ins of API clients belong to one address",
    "api_idempotency_record": "answers kept for a repeated request are worth nothing elsewhere",
}
FACTS = ("name", "subdomain", "time_zone", "currency", "country", "brand_hue", "brand_chroma")


@dataclass(frozen=True, slots=True)
class Content:
    """One member of the archive."""

    member: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class TableContent:
    """The rows of one table, as binary COPY with these columns."""

    name: str
    columns: list[tuple[str, str]]
    rows: int
    content: Content


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Everything that an import checks before it touches anything."""

    created_at: str
    schema_version: str
    migrations: list[tuple[str, str]]
    business: dict[str, Any]
    tables: list[TableContent]
    sequences: dict[str, tuple[int, bool]]
    due_work: Content
    files: list[Content]
    open_forms: list[Content]

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)

    @property
    def contents(self) -> list[Content]:
        """Every member but the manifest itself."""
        return [*(table.content for table in self.tables), self.due_work, *self.files, *self.open_forms]

    def dump(self) -> bytes:
        head = {"product": PRODUCT, "format": FORMAT, "left_out": LEFT_OUT}
        return json.dumps(head | asdict(self), indent=1, ensure_ascii=False).encode() + b"\n"


def parse(text: bytes) -> Manifest:
    """Read a manifest that anybody may have written. Raises BadArchive."""
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadArchive("The manifest is not JSON.") from error
    if not isinstance(raw, dict) or raw.get("product") != PRODUCT:
        raise BadArchive("This is not an archive of a business.")
    if raw.get("format") != FORMAT:
        raise BadArchive(f"The archive has format {raw.get('format')!r}; this version of the product reads {FORMAT}.")
    try:
        return _read(raw)
    except (KeyError, TypeError, ValueError) as error:
        raise BadArchive(f"The manifest is not complete: {error}.") from error


def _read(raw: dict[str, Any]) -> Manifest:
    return Manifest(
        created_at=_text(raw["created_at"]),
        schema_version=_text(raw["schema_version"]),
        migrations=[(_text(app), _text(name)) for app, name in raw["migrations"]],
        business={name: _fact(name, raw["business"][name]) for name in FACTS},
        tables=_list(raw["tables"], _table),
        sequences={
            _text(name): (_number(last), _truth(called)) for name, (last, called) in dict(raw["sequences"]).items()
        },
        due_work=_content(raw["due_work"]),
        files=_list(raw["files"], _content),
        open_forms=_list(raw["open_forms"], _content),
    )


def _list[T](raw: Any, read: Callable[[Any], T]) -> list[T]:
    if not isinstance(raw, list):
        raise TypeError("a list is missing")
    return [read(item) for item in raw]


def _table(raw: Any) -> TableContent:
    columns = [(_text(name), _text(kind)) for name, kind in raw["columns"]]
    return TableContent(_text(raw["name"]), columns, _number(raw["rows"]), _content(raw["content"]))


def _content(raw: Any) -> Content:
    return Content(_text(raw["member"]), _number(raw["bytes"]), _text(raw["sha256"]))


def _fact(name: str, value: Any) -> Any:
    kind: Any = {"brand_hue": int, "brand_chroma": (int, float)}.get(name, str)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError(f"{name} is {value!r}")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError(f"{value!r} is no number")
    return value


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{value!r} is neither true nor false")
    return value
