"""What the command palette shows; a host says who may ask and what is found there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.views.generic import TemplateView

from apps.common.palette import LONGEST_WORDS, groups_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from apps.common.palette import Group


class PaletteView(TemplateView):
    """The hits for `q` as a partial."""

    template_name = "components/palette_results.html"

    def groups(self, words: str) -> Sequence[Group]:
        return groups_for(self.request, words)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        words = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_WORDS]
        response = self.render_to_response({"groups": self.groups(words), "words": words})
        response["Cache-Control"] = "private, no-store"
        return response
