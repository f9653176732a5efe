"""Lists of the API: `{"results", "next", "previous"}` with keyset cursors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from rest_framework.pagination import BasePagination
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from apps.common.errors import InvalidInput
from apps.common.pagination import Page, keyset

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView

MAX_PAGE_SIZE = 200


class KeysetPagination(BasePagination):
    """Takes `cursor`, `page_size` (1 to 200) and `ordering` (one of the view's `ordering_fields`)."""

    page_size = 25
    page: Page[Any]
    base_url: str

    def paginate_queryset(self, queryset: Any, request: Request, view: APIView | None = None) -> list[Any]:
        self.base_url = request.build_absolute_uri()
        ordering = self._ordering(request, view)
        cursor = request.query_params.get("cursor", "")
        self.page = keyset(queryset, ordering=ordering, cursor=cursor, size=self._size(request))
        return self.page.rows

    def get_paginated_response(self, data: Any) -> Response:
        return Response(
            {"results": data, "next": self._link(self.page.next), "previous": self._link(self.page.previous)}
        )

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {
            "type": ["string", "null"],
            "format": "uri",
            "description": "Address of the page that way; null at the end.",
        }
        properties = {"results": schema, "next": link, "previous": link}
        return {"type": "object", "required": list(properties), "properties": properties}

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        fields = list(getattr(view, "ordering_fields", {}))
        choices = fields + [f"-{name}" for name in fields]
        return [
            _parameter("cursor", {"type": "string"}, "Where to go on: taken from `next` or `previous`."),
            _parameter(
                "page_size", {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": self.page_size}, ""
            ),
            _parameter("ordering", {"type": "string", "enum": choices}, "Sort by a field; `-` for descending."),
        ]

    def _link(self, cursor: str) -> str | None:
        return replace_query_param(self.base_url, "cursor", cursor) if cursor else None

    def _size(self, request: Request) -> int:
        text = request.query_params.get("page_size", str(self.page_size))
        if not text.isascii() or not text.isdigit() or not 1 <= int(text[:6]) <= MAX_PAGE_SIZE:
            raise InvalidInput({"page_size": f"A whole number from 1 to {MAX_PAGE_SIZE}."})
        return int(text)

    def _ordering(self, request: Request, view: APIView | None) -> tuple[str, ...]:
        """`ordering_fields` maps public names to tuples of columns; the first is the default."""
        fields = cast("dict[str, tuple[str, ...]]", getattr(view, "ordering_fields", {"id": ("pk",)}))
        default = getattr(view, "default_ordering", next(iter(fields)))
        wanted = request.query_params.get("ordering") or default
        columns = fields.get(wanted.removeprefix("-"))
        if columns is None:
            raise InvalidInput({"ordering": f"One of {', '.join(fields)}, with - for descending."})
        if not wanted.startswith("-"):
            return columns
        return tuple(name.removeprefix("-") if name.startswith("-") else f"-{name}" for name in columns)


def _parameter(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}
