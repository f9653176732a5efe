"""Filters of the clients' pages: `{% load clients %}`."""

from __future__ import annotations

from django import template

from apps.clients.services.values.phones import readable_phone
from apps.common.business import current

register = template.Library()


@register.filter
def phone(number: str | None) -> str:
    """Show an E.164 number as people of this business's country write it."""
    return readable_phone(number, country=current().country)
