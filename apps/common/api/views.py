"""Bases of the API's views: permissions by action, ETag and If-Match, rate-limit headers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from rest_framework import mixins, serializers, viewsets
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.common.api.throttling import add_headers
from apps.common.errors import InvalidInput, PreconditionRequired

if TYPE_CHECKING:
    from rest_framework.request import Request

_ETAG = re.compile(r'(?:W/)?"v(\d+)"\Z')


class ApiMixin(APIView):
    """Every view of ours: adds the rate-limit headers."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        refuse_nul(request)
        super().initial(request, *args, **kwargs)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        add_headers(request, response)
        return response


class ResourceViewSet(ApiMixin, mixins.RetrieveModelMixin, mixins.ListModelMixin, viewsets.GenericViewSet[Any]):
    """List and detail of a resource whose writes are services.

    Subclasses give `required_permissions` (action → Permission), `ordering_fields` (public name → columns),
    `get_queryset` from a selector, and write methods that call one service and answer with `self.answer(obj)`.
    """

    required_permissions: ClassVar[dict[str, str]] = {}
    ordering_fields: ClassVar[dict[str, tuple[str, ...]]] = {"created_at": ("id",)}
    lookup_value_converter = "uuid"

    def validated(
        self, serializer_class: type[serializers.BaseSerializer[Any]] | None = None, **options: Any
    ) -> dict[str, Any]:
        """Return the checked body."""
        kind = serializer_class or self.get_serializer_class()
        serializer = kind(data=self.request.data, context=self.get_serializer_context(), **options)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def answer(self, obj: Any, status: int = 200) -> Response:
        """Answer with the resource and its ETag; a GET that has this version already gets 304."""
        serializer_class = getattr(self, "serializer_class", None) or self.get_serializer_class()
        response = Response(serializer_class(obj, context=self.get_serializer_context()).data, status=status)
        set_etag(response, obj)
        if self.request.method in {"GET", "HEAD"} and is_known(self.request, response):
            return Response(status=304, headers={"ETag": response["ETag"]})
        return response

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.answer(self.get_object())

    def if_match(self, *, is_required: bool = False) -> int | None:
        """Return the version the caller means to change."""
        return parse_if_match(self.request, is_required=is_required)


def refuse_nul(request: Request) -> None:
    """Refuse NUL characters in the query: Postgres has none in its texts."""
    for name, values in request.query_params.lists():
        if "\0" in name or any("\0" in value for value in values):
            raise InvalidInput({name.replace("\0", ""): "NUL characters are not accepted."})


def is_known(request: Request, response: Response) -> bool:
    """Say whether If-None-Match names the version that would be answered (weak comparison, RFC 9110)."""
    if "ETag" not in response:
        return False
    known = [tag.strip().removeprefix("W/") for tag in request.headers.get("If-None-Match", "").split(",")]
    return "*" in known or response["ETag"] in known


def set_etag(response: Response, obj: Any) -> None:
    """Write the version of a resource as its ETag."""
    if (version := getattr(obj, "version", None)) is not None:
        response["ETag"] = f'"v{version}"'


def parse_if_match(request: Request, *, is_required: bool = False) -> int | None:
    """Read If-Match. `*` and absence mean any version; absence is refused when required."""
    text = request.headers.get("If-Match", "").strip()
    if not text and is_required:
        raise PreconditionRequired
    if text in {"", "*"}:
        return None
    if not (match := _ETAG.match(text)):
        raise InvalidInput({"If-Match": 'Give the ETag as you received it, for example "v3".'})
    return int(match[1])
