"""Letters to clients about one session of theirs, with a file for their calendar."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.booking.ics import invitation
from apps.clients.selectors import contact_of, dependants_of
from apps.common.business import current
from apps.common.letters import Attachment, Letter, send_letter
from apps.common.links import absolute
from apps.common.templatetags.formats import moment_text
from apps.integrations.errors import PermanentVendorError

if TYPE_CHECKING:
    from apps.activity.models import Activity
    from apps.clients.models import Client
    from apps.sessions.models import SessionClient, TrainingSession

logger = logging.getLogger(__name__)


def acted(client: Client, activity: Activity) -> bool:
    """Say whether a client did it themselves, or a guardian of theirs did it for them."""
    if activity.actor_id is None:
        return False
    if client.user_id == activity.actor_id:
        return True
    actor = get_user_model().objects.filter(pk=activity.actor_id, role="client").first()
    return actor is not None and dependants_of(actor).filter(pk=client.pk).exists()


def write(session: TrainingSession, client: Client, subject: str, heading: str, *, is_off: bool = False) -> None:
    """Write to a client, of a minor to the guardian; who has no address, or is archived, gets nothing.

    `is_off`: the client has no place any more, so their calendar strikes it out while the session goes on.
    """
    contact = contact_of(client)
    if not contact.email or client.is_archived:
        return
    with timezone.override(current().zone):
        when = moment_text(session.starts_at, words=False)
    summary = session.title or session.get_kind_display()
    words = {"when": when, "what": summary, "who": session.trainer.full_name, "minutes": session.duration_minutes}
    lines = [_("%(what)s with %(who)s, %(when)s, %(minutes)d min.") % words]
    if contact.client != client:
        lines.insert(0, _("For %(name)s.") % {"name": client.full_name})
    if session.where:
        lines.append(_("Place: %(place)s") % {"place": session.where})
    if session.video_link and session.is_open and not is_off:
        lines.append(_("Video: %(link)s") % {"link": session.video_link})
    letter = Letter(
        subject=subject % words,
        heading=heading,
        paragraphs=lines,
        note=_("The file beside this letter puts it into your calendar, or takes it out."),
        attachment=_file(session, summary, to=contact.email, name=contact.name, is_off=is_off),
    )
    send(letter, to=contact.email, name=contact.name)


def write_question(place: SessionClient, path: str) -> str:
    """Ask a client without a log-in how it was; return the subject, or nothing where nobody can be asked.

    Of a minor the guardian is asked. Who uses the app says it there.
    """
    contact = contact_of(place.client)
    has_app = place.client.user_id or (contact.client and contact.client.user_id)
    if not contact.email or has_app:
        return ""
    with timezone.override(current().zone):
        when = moment_text(place.session.starts_at, words=False)
    words = {"when": when, "who": place.session.trainer.full_name, "name": place.client.full_name}
    lines = [_("Tell %(who)s how the session was: it takes less than a minute.") % words]
    if contact.client != place.client:
        lines.insert(0, _("For %(name)s.") % words)
    letter = Letter(
        subject=_("How was it on %(when)s?") % words,
        heading=_("How was your session?"),
        paragraphs=lines,
        action=_("Say how it was"),
        url=absolute(path),
        note=_("The link works for two weeks. It shows nothing of your record."),
    )
    send(letter, to=contact.email, name=contact.name)
    return letter.subject


def send(letter: Letter, *, to: str, name: str) -> None:
    """Send it. What the vendor will never take is logged and given up; anything else is raised, and tried again."""
    try:
        send_letter(letter, to=to, name=name)
    except PermanentVendorError as error:
        logger.error("Letter refused for good: %s", error)  # noqa: TRY400 - the trace says nothing more


def _file(session: TrainingSession, summary: str, *, to: str, name: str, is_off: bool) -> Attachment:
    is_off = is_off or session.state == "cancelled"
    content = invitation(session, summary=f"{summary}, {session.trainer.full_name}", to=to, name=name, is_off=is_off)
    kind = f"text/calendar; method={'CANCEL' if is_off else 'REQUEST'}; charset=utf-8"
    return Attachment(name="session.ics", content=content, kind=kind)
