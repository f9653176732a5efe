"""What a service refuses, said at the field it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.views.generic.edit import FormView

from apps.common.errors import DomainError, InvalidInput

if TYPE_CHECKING:
    from django.forms import BaseForm
    from django.http import HttpResponse

    FormPage = FormView[Any]
else:
    FormPage = FormView  # generic only for the type checker

UNPROCESSABLE, SERVER_ERRORS = 422, 500


def add_refusal(form: BaseForm, error: DomainError) -> None:
    """Put a service's words into the form: at their fields, or on top when they belong to none."""
    if not isinstance(error, InvalidInput):
        form.add_error(None, error.message)
        return
    for field, texts in error.fields.items():
        form.add_error(field if field in form.fields else None, texts)


class ServiceFormMixin(FormPage):
    """A form whose `perform` calls one service. A refusal (4xx) is shown in the form, with status 422."""

    def perform(self, form: Any) -> HttpResponse:
        """Call the service and answer; subclasses give it."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return self.perform(form)
        except DomainError as error:
            if error.status >= SERVER_ERRORS:
                raise
            add_refusal(form, error)
            return self.form_invalid(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = UNPROCESSABLE
        return response
