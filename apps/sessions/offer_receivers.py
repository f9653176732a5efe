"""Letters about free places and about waits that came to nothing."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from apps.activity.bus import receives
from apps.clients.services.contacts import record_letter
from apps.common.business import current
from apps.common.letters import Letter, send_letter
from apps.common.links import absolute
from apps.common.templatetags.formats import moment_text
from apps.integrations.errors import PermanentVendorError
from apps.sessions.group_events import WaitingOffered
from apps.sessions.services.offer_links import path_of_offer

if TYPE_CHECKING:
    from apps.activity.models import Activity

logger = logging.getLogger(__name__)


@receives(WaitingOffered)
def mail_offer(event: WaitingOffered, activity: Activity) -> None:
    """Send the link, unless the offer was answered meanwhile or the client has no e-mail: the team sees it then."""
    path, place = path_of_offer(event.waiting_id, event.offer_until)
    if place is None or not place.client.email:
        return
    session = place.session
    when, until = moment_text(session.starts_at, words=False), datetime.fromisoformat(event.offer_until)
    words = {"what": session.title or session.get_kind_display(), "when": when, "business": current().name}
    letter = Letter(
        subject=_("A place is free: %(what)s on %(when)s") % words,
        heading=_("A place is free for you"),
        paragraphs=[
            _("You are next for %(what)s at %(business)s on %(when)s.") % words,
            _("The place is kept for you until %(until)s. After that the next is asked.")
            % {"until": moment_text(until, words=False)},
        ],
        action=_("Take or decline the place"),
        url=absolute(path),
        note=_("Opening the link decides nothing yet. Without an answer you are not booked."),
    )
    try:
        send_letter(letter, to=place.client.email, name=place.client.full_name)
    except PermanentVendorError as error:
        logger.error("Letter refused for good: %s", error)  # noqa: TRY400 - the trace says nothing more
        return
    record_letter(client_id=place.client_id, letter=event.name, subject=letter.subject, by_id=None)
