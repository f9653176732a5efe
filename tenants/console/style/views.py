"""The living style page: every component in every state, in light and dark, with any brand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property

from apps.common.colours import brand_of
from apps.common.views.appearance import brand_css
from tenants.console.style.forms import DEFAULT_COLOR, Picker
from tenants.console.style.specimens import look
from tenants.console.views import ConsolePage

if TYPE_CHECKING:
    from django.http import HttpRequest


class Picking(ConsolePage):
    """A page that is told brand, theme and direction in its address; what makes no sense counts as not told."""

    @cached_property
    def picked(self) -> dict[str, str]:
        picker = Picker(self.request.GET)
        picker.is_valid()
        picked = {name: picker.cleaned_data.get(name, "") for name in picker.fields}
        return {**picked, "direction": picked["direction"] or "ltr"}


class StyleView(Picking):
    """The page. What its forms send is thrown away; it is told in a toast."""

    template_name = "console/style/page.html"
    http_method_names = ["get", "post", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**look(**self.picked), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        messages.success(request, "Hugo moved to Wed 07:30. He got a message.", extra_tags="undo:/style/")
        return redirect("console_style")


class BrandView(Picking):
    """The style sheet of the brand that is tried."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponse(brand_css(*brand_of(self.picked["color"] or DEFAULT_COLOR)), content_type="text/css")
