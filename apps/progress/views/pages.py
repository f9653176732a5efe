"""A client's progress: charts, the panel on the profile and on the client's home, and every entry."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.views.generic import TemplateView

from apps.common.pagination import keyset
from apps.progress.metrics import METRICS, unit_for, value_words
from apps.progress.models import Measurement, Source
from apps.progress.selectors import series_of, weight_goal
from apps.progress.shown import RANGES, SOURCES, asked_range, frames, shown
from apps.progress.views.base import OfClient, OfDependant, Own

PAGE, MOST_TILES = 50, 4


class ProgressView(OfClient, TemplateView):
    """`?range=` 3m, 1y or all."""

    template_name = "progress/page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        name = asked_range(self.request.GET.get("range", ""))
        metrics = shown(series_of(self.client.pk), self.units, weight_goal(self.client.pk))
        ranges = [{"label": RANGES[one][0], "url": f"?range={one}", "current": one == name} for one in RANGES]
        return super().get_context_data(metrics=metrics, frames=frames(metrics, name), ranges=ranges, **kwargs)


class OwnProgressView(Own, ProgressView):
    """A client's own."""


class DependantProgressView(OfDependant, ProgressView):
    """A minor's, for the guardian."""


class PanelView(OfClient, TemplateView):
    """The latest values: always as high, so that nothing under it moves."""

    template_name = "progress/panel.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        metrics = shown(series_of(self.client.pk), self.units, weight_goal(self.client.pk))
        return super().get_context_data(metrics=metrics, tiles=metrics[:MOST_TILES], **kwargs)


class OwnPanelView(Own, PanelView):
    """On a client's own home, with a line where nothing stands under it: not on a phone."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"frame": next(iter(frames(context["metrics"], "all")), None)}


class DependantPanelView(OfDependant, PanelView):
    """On a minor's page."""


class ListView(OfClient, TemplateView):
    """Every entry, newest first; `?metric=` narrows."""

    template_name = "progress/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        metric = self.request.GET.get("metric", "")
        rows = Measurement.objects.filter(client=self.client.pk).select_related("by")
        page = keyset(
            rows.filter(metric=metric) if metric in METRICS else rows,
            ordering=("-taken_on", "-id"),
            cursor=self.request.GET.get("cursor", ""),
            size=PAGE,
        )
        return super().get_context_data(
            lines=[self._line(row) for row in page.rows],
            metric=metric if metric in METRICS else "",
            label=METRICS[metric].label if metric in METRICS else "",
            older=_further(page.next, metric),
            newer=_further(page.previous, metric),
            **kwargs,
        )

    def _line(self, row: Measurement) -> dict[str, Any]:
        return {
            "row": row,
            "label": METRICS[row.metric].label,
            "words": value_words(row.value, row.diastolic, unit_for(row.metric, self.units)),
            "source": SOURCES[Source(row.source)],
            "may_edit": row.metric in self.metrics and (self.person.is_team or row.source == Source.CLIENT),
        }


class OwnListView(Own, ListView):
    """A client's own."""


class DependantListView(OfDependant, ListView):
    """A minor's, for the guardian."""


def _further(cursor: str, metric: str) -> str:
    return f"?{urlencode({'metric': metric, 'cursor': cursor})}" if cursor else ""
