"""Making two clients one, and two again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.services.client_merging import hold_invitations
from apps.accounts.services.photos import mirror_photo
from apps.activity.services import publish
from apps.clients import policies
from apps.clients.care_events import ClientMerged, ClientsParted
from apps.clients.changes import latest_change
from apps.clients.models import Client, MergeRecord
from apps.clients.selectors import clients_visible_to
from apps.clients.services.clients import EMAIL_CONSTRAINT, constraint_of, update_client
from apps.clients.services.history import kept_value
from apps.clients.services.log_ins import join_log_ins, part_log_ins
from apps.clients.services.photos import carry_photo, give_photo_back
from apps.clients.wording import label_of
from apps.common import due
from apps.common.errors import Conflict, IllegalTransition, InvalidInput, NotFound

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from apps.accounts.models import User

FINISH = "clients.finish_merge"
NOTES = frozenset({"notes", "health_notes"})
MERGEABLE = frozenset(
    {"first_name", "last_name", "email", "phone", "status", "trainer", "goal", "date_of_birth", "country"}
    | {"emergency_name", "emergency_phone", "emergency_relation", "member_since", *NOTES}
)

type Take = Literal["theirs", "both"]


@dataclass(frozen=True, slots=True)
class Wish:
    """What the one who stays takes over: field → "theirs", or "both" for notes; and whose log-in stays.

    `versions` are those of winner and loser that the person saw; None: whatever they are.
    """

    take: Mapping[str, Take] = field(default_factory=dict)
    log_in: Literal["winner", "loser"] = "winner"
    versions: tuple[int, int] | None = None


PLAIN = Wish()


def merge_clients(*, winner_id: UUID, loser_id: UUID, by: User, wish: Wish = PLAIN) -> MergeRecord:
    """Make `loser` part of `winner`: everything of theirs moves, the rest of them is archived. Merging again does nothing.

    Raises InvalidInput (the same client twice, unknown fields, values that cannot be taken), NotFound, StaleVersion,
    IllegalTransition (the winner is archived), Conflict (one is merged already; a room objects).
    """
    _check_wish(winner_id, loser_id, wish)
    with transaction.atomic():
        winner, loser = _locked(winner_id, loser_id, by)
        if done := _done(winner, loser):
            return done
        _check_mergeable(winner, loser, wish)
        values = _joined(winner, loser) | {name: _taken(name, how, winner, loser) for name, how in wish.take.items()}
        record = MergeRecord(winner=winner, loser=loser, by=by, loser_archived_at=loser.archived_at, fields={})
        record.journal = {
            policy.name: policy.move(loser=loser.pk, winner=winner.pk) for policy in policies.merge_policies()
        }
        record.journal["log_ins"] = join_log_ins(winner, loser, keep=wish.log_in)
        loser.archived_at = loser.archived_at or timezone.now()
        loser.merged_into = winner
        loser.touch()
        loser.save()
        winner.touch()
        winner.save()
        record.journal["photo"] = carry_photo(winner, loser, by=by)
        _show_photos(winner, loser)
        _take_over(record, values, by)
        record.save()
        due.schedule(kind=FINISH, key=str(record.pk), due_at=record.undo_until)
        event = ClientMerged(client_id=str(winner.pk), merged_id=str(loser.pk), merge_id=str(record.pk))
        publish(event, actor=by, client_ids=[winner.pk])
    return record


def undo_merge(*, merge_id: UUID, by: User) -> MergeRecord:
    """Make two of them again: what moved goes back, what came since stays with the winner. Undoing again does nothing.

    Raises NotFound; IllegalTransition after 30 days; Conflict with the reason where later changes forbid it.
    """
    found = MergeRecord.objects.filter(pk=merge_id).first()
    if found is None:
        raise NotFound(_("There is no such merge."))
    with transaction.atomic():
        winner, loser = _locked(found.winner_id, found.loser_id, by)
        record = MergeRecord.objects.select_for_update().get(pk=merge_id)
        if record.undone_at:
            return record
        _check_undoable(record, winner)
        part_log_ins(record.journal["log_ins"], winner, loser)
        winner.touch()
        winner.save()
        give_photo_back(winner, record.journal.get("photo", ""), by=by)  # absent in merges of an earlier release
        _show_photos(winner, loser)
        if record.fields:
            before = {name: pair[0] for name, pair in record.fields.items()}
            update_client(client_id=winner.pk, by=by, **before)
        loser.archived_at, loser.merged_into = record.loser_archived_at, None
        loser.touch()
        _save_back(loser)
        for policy in reversed(policies.merge_policies()):
            policy.put_back(record.journal.get(policy.name, {}), loser=loser.pk, winner=winner.pk)
        record.undone_at, record.undone_by = timezone.now(), by
        record.save()
        due.cancel(kind=FINISH, keys=[str(record.pk)])
        event = ClientsParted(client_id=str(winner.pk), parted_id=str(loser.pk), merge_id=str(record.pk))
        publish(event, actor=by, client_ids=[winner.pk, loser.pk])
    return record


def _locked(winner_id: UUID, loser_id: UUID, by: User) -> tuple[Client, Client]:
    """Lock in one order everywhere: invitations, what rooms hold, then the clients by id."""
    ids = sorted([winner_id, loser_id])
    hold_invitations(ids)
    for policy in policies.merge_policies():
        policy.hold(ids)
    rows = clients_visible_to(by).filter(pk__in=ids).select_for_update(of=("self",)).order_by("pk")
    clients = {client.pk: client for client in rows}
    if len(clients) < len(ids):
        raise NotFound(_("There is no such client."))
    return clients[winner_id], clients[loser_id]


def _check_wish(winner_id: UUID, loser_id: UUID, wish: Wish) -> None:
    if winner_id == loser_id:
        raise InvalidInput({"other": _("Choose another client: this is the same one.")})
    for name, how in wish.take.items():
        if name not in MERGEABLE or (how == "both" and name not in NOTES):
            raise InvalidInput({"take": _("“%(name)s” cannot be taken over like that.") % {"name": name}})


def _done(winner: Client, loser: Client) -> MergeRecord | None:
    if loser.merged_into_id != winner.pk:
        return None
    return MergeRecord.objects.filter(winner=winner, loser=loser, undone_at=None).latest("created_at")


def _check_mergeable(winner: Client, loser: Client, wish: Wish) -> None:
    if wish.versions:
        winner.check_version(wish.versions[0])
        loser.check_version(wish.versions[1])
    for client in (winner, loser):
        if client.merged_into_id:
            raise Conflict(_("%(name)s is part of another client already.") % {"name": client.full_name})
    if winner.is_archived:
        raise IllegalTransition(_("%(name)s is archived: restore first, then merge.") % {"name": winner.full_name})
    for policy in policies.merge_policies():
        policy.check(loser=loser.pk, winner=winner.pk)


def _taken(name: str, how: Take, winner: Client, loser: Client) -> Any:
    theirs = kept_value(loser, name)
    if how == "both":
        return "\n\n".join(part for part in (kept_value(winner, name), theirs) if part)
    return theirs


def _joined(winner: Client, loser: Client) -> dict[str, Any]:
    """Return what the winner gets without being asked: tags, trainers beside the lead, answers that the winner lacks."""
    values: dict[str, Any] = {}
    for name in ("tags", "assistants") if winner.trainer_id else ("tags",):
        have = getattr(winner, name)
        if more := [one for one in getattr(loser, name) if one not in {*have, winner.trainer_id}]:
            values[name] = [*have, *more]
    if answers := {key: value for key, value in loser.custom.items() if winner.custom.get(key) is None}:
        values["custom"] = answers
    return values


def _show_photos(*clients: Client) -> None:
    """Let log-ins that went from one to another show the photo of whose they are now."""
    for client in clients:
        mirror_photo(user_id=client.user_id, photo=client.photo)


def _take_over(record: MergeRecord, values: dict[str, Any], by: User) -> None:
    before = {name: kept_value(record.winner, name, value) for name, value in values.items()}
    updated = update_client(client_id=record.winner_id, by=by, **values)
    after = {name: kept_value(updated, name, value) for name, value in values.items()}
    record.fields = {name: [value, after[name]] for name, value in before.items() if value != after[name]}
    record.change = latest_change(updated) if record.fields else None


def _check_undoable(record: MergeRecord, winner: Client) -> None:
    if not record.may_be_undone:
        raise IllegalTransition(_("A merge can be undone within 30 days."))
    if winner.merged_into_id:
        raise Conflict(_("%(name)s was merged into somebody else since. Undo that first.") % {"name": winner.full_name})
    later = [
        label_of(name) for name, (_before, after) in record.fields.items() if kept_value(winner, name, after) != after
    ]
    if later:
        names = ", ".join(later)
        raise Conflict(_("Changed since the merge: %(names)s. Take those edits back first.") % {"names": names})


def _save_back(loser: Client) -> None:
    """Save the one who returns; somebody else may use their e-mail by now."""
    try:
        with transaction.atomic():
            loser.save()
    except IntegrityError as error:
        if constraint_of(error) != EMAIL_CONSTRAINT:
            raise
        raise Conflict(_("%(email)s belongs to somebody else by now.") % {"email": loser.email}) from error
