"""The description for machines, and the same for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.generic import TemplateView
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from apps.api.documentation.outline import outline
from apps.api.documentation.schema import description
from apps.common.api.views import ApiMixin

if TYPE_CHECKING:
    from django.http import HttpRequest
    from rest_framework.request import Request


def urls_of(request: HttpRequest) -> str | None:
    """Return the set of URLs of the request's host; None is the business's."""
    return getattr(request, "urlconf", None)


class OpenApiJsonRenderer(JSONRenderer):
    """The same JSON under OpenAPI's own media type."""

    media_type = "application/vnd.oai.openapi+json"


@method_decorator(cache_control(max_age=300), name="dispatch")
@extend_schema(exclude=True)
class SchemaView(ApiMixin):
    """OpenAPI 3.1: JSON, or YAML for who asks for `application/vnd.oai.openapi`."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    renderer_classes = (JSONRenderer, OpenApiJsonRenderer, OpenApiYamlRenderer)
    is_open = True

    def get(self, request: Request) -> Response:
        return Response(description(urls_of(request._request)))  # noqa: SLF001 - the host's URLs stand on Django's request


class DocsView(TemplateView):
    """The reference page, drawn from the description."""

    template_name = "api/docs.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        document = description(urls_of(self.request))
        host = f"{self.request.scheme}://{self.request.get_host()}"
        return super().get_context_data(
            groups=outline(document, host), info=document["info"], version=document["openapi"], **kwargs
        )
