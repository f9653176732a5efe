from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.contrib.auth import REDIRECT_FIELD_NAME

from apps.accounts.proving import reason_for

if TYPE_CHECKING:
    from django.http import HttpRequest

register = template.Library()


@register.simple_tag
def proving_reason(request: HttpRequest) -> str:
    """Say what the person is on their way to."""
    return reason_for(request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME, ""))
