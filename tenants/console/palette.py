"""The command palette of the console: businesses by name or address, and the console's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.common.palette import MOST_HITS, Group, Hit, matching
from apps.common.views.palette import PaletteView
from tenants.console.selectors import businesses
from tenants.console.views import ConsolePage, menu

if TYPE_CHECKING:
    from collections.abc import Sequence


class ConsolePaletteView(ConsolePage, PaletteView):
    """Staff see every business from outside."""

    template_name = PaletteView.template_name

    def groups(self, words: str) -> Sequence[Group]:
        found = businesses(search=words).order_by("name", "pk")[:MOST_HITS] if words else []
        rows = [
            Hit(one.name, reverse("console_business", args=[one.pk]), icon="building", note=one.host) for one in found
        ]
        pages = matching([Hit(str(tab.label), tab.url, tab.icon) for tab in menu("")], words)
        return [group for group in (Group(_("Businesses"), rows), Group(_("Go to"), pages)) if group.hits]
