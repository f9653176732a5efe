"""The sign-up form, the live answer about an address, and the page that waits with the person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.views.generic import DetailView, FormView, View

from apps.common.errors import InvalidInput, TooMany
from tenants.registry import subdomains
from tenants.signup.addresses import business_url
from tenants.signup.forms import SignUpForm
from tenants.signup.models import SignUp
from tenants.signup.regions import country_from
from tenants.signup.services.sign_ups import sign_up
from tenants.signup.throttling import count_sign_up

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class SignUpView(FormView[SignUpForm]):
    """One form; whatever the service refuses stands at its field."""

    template_name = "signup/sign_up.html"
    form_class = SignUpForm
    extra_context = {"suffix": f".{settings.BASE_DOMAIN}", "address_url": reverse_lazy("sign_up_address")}

    def form_valid(self, form: SignUpForm) -> HttpResponse:
        country = country_from(self.request.headers.get("Accept-Language", ""))
        try:
            count_sign_up(self.request)
            wish = sign_up(country=country, **form.cleaned_data)
        except InvalidInput as error:
            for field, texts in error.fields.items():
                form.add_error(field if field in form.fields else None, texts)
            return self.form_invalid(form)
        except TooMany as error:
            form.add_error(None, error.message)
            return self.form_invalid(form)
        return redirect("sign_up_status", pk=wish.pk)

    def form_invalid(self, form: SignUpForm) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response


class AddressView(View):
    """Say whether an address is free, while it is typed."""

    def get(self, request: HttpRequest) -> HttpResponse:
        name = subdomains.normalise(request.GET.get("subdomain", ""))
        context: dict[str, Any] = {"name": name, "base_domain": settings.BASE_DOMAIN}
        if name:
            try:
                subdomains.check_free(name, request.GET.get("business_name", ""))
            except InvalidInput as error:
                context["problem"] = error.fields["subdomain"][0]
        return render(request, "signup/_address.html", context)


class StatusView(DetailView[SignUp]):
    """What happens to one's sign-up. The id in the address is random and known only to the person."""

    queryset = SignUp.objects.select_related("tenant")
    context_object_name = "wish"

    def get_template_names(self) -> list[str]:
        return ["signup/_status.html" if self.request.headers.get("HX-Request") else "signup/status.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tenant = self.object.tenant
        address = business_url(tenant.subdomain, is_secure=self.request.is_secure())
        return super().get_context_data(tenant=tenant, address=address, mailbox=bool(settings.FAKES_URL), **kwargs)
