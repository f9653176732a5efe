"""Filters of the clients' pages: `{% load clients %}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from apps.clients.services.values.amounts import amount_words
from apps.clients.services.values.phones import readable_phone
from apps.common.business import current

if TYPE_CHECKING:
    from apps.clients.models import Goal

register = template.Library()


@register.filter
def phone(number: str | None) -> str:
    """Show an E.164 number as people of this business's country write it."""
    return readable_phone(number, country=current().country)


@register.filter
def target_words(goal: Goal) -> str:
    """Show a goal's number in the unit it was said in; nothing where it has none."""
    return amount_words(goal.target, goal.unit) if goal.target else ""
