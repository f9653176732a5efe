"""Writing measurements down, correcting and deleting them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.access import PermissionRequired
from apps.accounts.permissions import Permission
from apps.common.errors import DomainError, InvalidInput, NotFound, StaleVersion
from apps.common.views.forms import ServiceFormMixin, add_refusal
from apps.progress.forms import LOWER_FIELD, CorrectionForm, RecordForm
from apps.progress.metrics import METRICS, number_in, unit_for, units_of, value_words
from apps.progress.models import MeasurementChange
from apps.progress.selectors import changes_of, measurements_kept_by, series_of
from apps.progress.services import (
    MeasuredAlready,
    change_measurement,
    delete_measurement,
    record_measurements,
    restore_measurement,
)
from apps.progress.views.base import OfClient, Own

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from apps.progress.models import Measurement

CONFLICT, LONGEST_VERSION = 409, 9


class RecordView(OfClient, ServiceFormMixin):
    """Several metrics of one day. A day that has another value already asks before it replaces."""

    template_name = "progress/record.html"

    def get_form(self, form_class: Any = None) -> RecordForm:
        data = self.request.POST if self.request.method in {"POST", "PUT"} else None
        latest = {one.metric: one.latest.value for one in series_of(self.client.pk)}
        return RecordForm(data, metrics=self.metrics, units=self.units, latest=latest)

    def perform(self, form: RecordForm) -> HttpResponse:
        readings = form.readings()
        try:
            saved = record_measurements(
                client_id=self.client.pk, by=self.person, readings=readings, replace=form.cleaned_data["replace"]
            )
        except MeasuredAlready as clash:
            for one in clash.existing:
                there = value_words(one.value, one.diastolic, unit_for(one.metric, self.units))
                form.add_error(one.metric, _("%(value)s is written down for this day.") % {"value": there})
            return self.render_to_response(self.get_context_data(form=form, asks_replace=True), status=CONFLICT)
        except InvalidInput as error:
            raise _by_field(error, [one.metric for one in readings]) from error
        text = ngettext("%(count)d value saved.", "%(count)d values saved.", len(saved)) % {"count": len(saved)}
        messages.success(self.request, text)
        return redirect(self.urls["page"])


class OwnRecordView(Own, RecordView):
    """A client's own, as far as the business lets them."""


class OfMeasurement(PermissionRequired):
    permission = Permission.MEASUREMENTS_VIEW
    write_permission = Permission.MEASUREMENTS_EDIT

    @cached_property
    def measurement(self) -> Measurement:
        rows = measurements_kept_by(self.person).select_related("client", "by")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @property
    def version(self) -> int:
        """Return the version that the form was made from; 0, which no row has, when it cannot be read."""
        text = self.request.POST.get("version", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_VERSION else 0

    def back_to(self, client_id: UUID) -> str:
        return reverse("client_progress", args=[client_id]) if self.person.is_team else reverse("own_progress")


class MeasurementView(OfMeasurement, ServiceFormMixin):
    """One measurement, with what it was before."""

    template_name = "progress/measurement.html"

    def get_form(self, form_class: Any = None) -> CorrectionForm:
        one, units = self.measurement, units_of(self.person)
        unit = unit_for(one.metric, units)
        initial = {
            "value": f"{number_in(one.value, unit):f}",
            "diastolic": one.diastolic,
            "taken_on": one.taken_on,
            "note": one.note,
        }
        data = self.request.POST if self.request.method in {"POST", "PUT"} else None
        return CorrectionForm(data, initial=initial, measurement=one, units=units)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        unit = context["form"].unit
        return context | {
            "measurement": self.measurement,
            "label": METRICS[self.measurement.metric].label,
            "back": self.back_to(self.measurement.client_id),
            "earlier": [_earlier(change, unit) for change in changes_of(self.measurement)[:20] if change.before],
        }

    def perform(self, form: CorrectionForm) -> HttpResponse:
        try:
            one = change_measurement(
                measurement_id=self.measurement.pk, by=self.person, expected_version=self.version, **form.values()
            )
        except StaleVersion as error:
            del self.measurement
            add_refusal(form, error)
            return self.render_to_response(self.get_context_data(form=form), status=CONFLICT)
        messages.success(self.request, _("Saved."))
        return redirect(self.back_to(one.client_id))


class DeleteView(OfMeasurement):
    """Delete one; the toast takes it back."""

    permission = Permission.MEASUREMENTS_EDIT

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        client_id = self.measurement.client_id
        try:
            change = delete_measurement(measurement_id=pk, by=self.person, expected_version=self.version)
        except DomainError as error:
            messages.error(request, error.message)
            return redirect("measurement", pk)
        undo = reverse("measurement_restoration", args=[change.pk])
        messages.success(request, _("The measurement is deleted."), extra_tags=f"undo:{undo}")
        return redirect(self.back_to(client_id))


class RestoreView(OfMeasurement):
    """Take a deletion back."""

    permission = Permission.MEASUREMENTS_EDIT

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        try:
            one = restore_measurement(change_id=pk, by=self.person)
        except NotFound:  # there is no page to say it on
            raise
        except DomainError as error:
            messages.error(request, error.message)
            client_id = MeasurementChange.objects.values_list("client", flat=True).get(pk=pk)
            return redirect(self.back_to(client_id))
        messages.success(request, _("The measurement is back."))
        return redirect(self.back_to(one.client_id))


def _by_field(error: InvalidInput, metrics: list[str]) -> InvalidInput:
    """Say what is wrong with a reading at its metric, and what is wrong with the day or the note there, once."""
    fields: dict[str, list[str]] = {}
    for name, texts in error.fields.items():
        number, _dot, part = name.partition(".")
        own = {"metric": "", "value": "", "diastolic": LOWER_FIELD}
        fields[(f"{metrics[int(number)]}{own[part]}" if part in own else part) or name] = texts
    return InvalidInput(fields)


def _earlier(change: MeasurementChange, unit: str) -> dict[str, Any]:
    was = change.before or {}
    return {
        "words": value_words(was["value"], was.get("diastolic"), unit),
        "note": was["note"],
        "at": change.created_at,
        "by": change.by,
    }
