"""Filters of the clients' pages: `{% load clients %}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext

from apps.clients.intake_words import withdrawal_words
from apps.clients.models import Client
from apps.clients.note_words import contact_words, follow_up_words, way_icon
from apps.clients.services.values.amounts import amount_words
from apps.clients.services.values.phones import readable_phone
from apps.common.business import current
from apps.common.templatetags.pieces import badge

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from apps.clients.models import Goal
    from apps.clients.views.list_rows import RowPainter

register = template.Library()
register.filter(withdrawal_words)
register.filter(contact_words)
register.filter(follow_up_words)
register.filter(way_icon)


@register.filter
def phone(number: str | None) -> str:
    """Show an E.164 number as people of this business's country write it."""
    return readable_phone(number, country=current().country)


@register.filter
def target_words(goal: Goal) -> str:
    """Show a goal's number in the unit it was said in; nothing where it has none."""
    return amount_words(goal.target, goal.unit) if goal.target else ""


@register.simple_tag
def risk_badge(days: int) -> SafeString:
    """Draw for how long a client at risk has not come: "12 days without a session"; a phone shows the number alone."""
    count = ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    more = gettext("without a session")
    return badge("danger", format_html('{} <span class="desk-words">{}</span>', count, more))


@register.simple_tag
def client_status(status: str, is_archived: bool = False) -> SafeString:  # noqa: FBT001, FBT002 a template gives it by place
    """Draw whether a client is active, inactive or archived."""
    if is_archived:
        return badge("", gettext("Archived"), "archive")
    is_active = status == Client.Status.ACTIVE
    return badge("ok", gettext("Active")) if is_active else badge("", gettext("Inactive"), "pause")


@register.simple_tag
def client_row(paint: RowPainter, client: Client, away: int, answers: list[str], tags: str) -> SafeString:
    """Draw a row of the list's table."""
    return paint.row(client, away, answers, tags)
