"""The acts of the clients' own room: each calls the service that does it to one client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.accounts.permissions import Permission
from apps.clients.models import Client
from apps.clients.selectors import trainers
from apps.clients.services.bulk.kinds import ActKind, register_act
from apps.clients.services.clients import archive_client, restore_client, update_client
from apps.clients.services.finding import find_client
from apps.clients.services.tags.assigning import tag_client
from apps.clients.tags import live_tags
from apps.common.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from apps.accounts.models import User
    from apps.clients.services.bulk.kinds import Options
    from apps.clients.services.fields import ClientFields

NOBODY = "none"


def _archive(client_id: UUID, by: User, _options: Options) -> tuple[Client, dict[str, Any]] | None:
    if find_client(client_id, by).is_archived:
        return None
    return archive_client(client_id=client_id, by=by), {}


def _unarchive(client_id: UUID, by: User, _before: Mapping[str, Any], version: int) -> Client:
    return restore_client(client_id=client_id, by=by, expected_version=version)


def _restore(client_id: UUID, by: User, _options: Options) -> tuple[Client, dict[str, Any]] | None:
    if not find_client(client_id, by).is_archived:
        return None
    return restore_client(client_id=client_id, by=by), {}


def _rearchive(client_id: UUID, by: User, _before: Mapping[str, Any], version: int) -> Client:
    return archive_client(client_id=client_id, by=by, expected_version=version)


def _set_status(client_id: UUID, by: User, options: Options) -> tuple[Client, dict[str, Any]] | None:
    before = find_client(client_id, by, lock=True)
    if before.status == options["status"]:
        return None
    return update_client(client_id=client_id, by=by, status=options["status"]), {"status": before.status}


def _reset_status(client_id: UUID, by: User, before: Mapping[str, Any], version: int) -> Client:
    return update_client(client_id=client_id, by=by, expected_version=version, status=before["status"])


def _assign(client_id: UUID, by: User, options: Options) -> tuple[Client, dict[str, Any]] | None:
    before = find_client(client_id, by, lock=True)
    wanted = None if options["trainer"] == NOBODY else UUID(options["trainer"])
    if before.trainer_id == wanted:
        return None
    fields: ClientFields = {"trainer": wanted}
    if wanted is None:  # nobody trains them, so nobody besides either
        fields["assistants"] = []
    client = update_client(client_id=client_id, by=by, **fields)
    assistants = [str(one) for one in before.assistants]
    return client, {"trainer": str(before.trainer_id) if before.trainer_id else None, "assistants": assistants}


def _reassign(client_id: UUID, by: User, before: Mapping[str, Any], version: int) -> Client:
    fields: ClientFields = {name: before[name] for name in ("trainer", "assistants") if name in before}  # type: ignore[assignment] # an act of an earlier release kept no assistants
    return update_client(client_id=client_id, by=by, expected_version=version, **fields)


def _tag(client_id: UUID, by: User, options: Options) -> tuple[Client, dict[str, Any]] | None:
    return _retag(client_id, by, add=[UUID(options["add_tag"])])


def _untag(client_id: UUID, by: User, options: Options) -> tuple[Client, dict[str, Any]] | None:
    return _retag(client_id, by, remove=[UUID(options["remove_tag"])])


def _retag(client_id: UUID, by: User, **change: list[UUID]) -> tuple[Client, dict[str, Any]] | None:
    before = find_client(client_id, by, lock=True)
    client = tag_client(client_id=client_id, by=by, **change)
    if client.version == before.version:
        return None
    return client, {"tags": [str(one) for one in before.tags]}


def _reset_tags(client_id: UUID, by: User, before: Mapping[str, Any], version: int) -> Client:
    tags = [UUID(one) for one in before["tags"]]
    return update_client(client_id=client_id, by=by, expected_version=version, tags=tags)


def _tags() -> list[tuple[str, str]]:
    return [(str(tag.pk), tag.name) for tag in live_tags()]


def _statuses() -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in Client.Status.choices]


def _trainers() -> list[tuple[str, str]]:
    return [*((str(one.pk), one.full_name) for one in trainers()), (NOBODY, _("Nobody"))]


def _check_status(given: Options) -> dict[str, Any]:
    if given.get("status") not in Client.Status.values:
        raise InvalidInput({"status": _("Choose a status.")})
    return {"status": given["status"]}


def _check_trainer(given: Options) -> dict[str, Any]:
    if given.get("trainer") not in dict(_trainers()):
        raise InvalidInput({"trainer": _("Choose somebody of the team who trains.")})
    return {"trainer": given["trainer"]}


def _check_tag(name: str) -> Callable[[Options], dict[str, Any]]:
    def check(given: Options) -> dict[str, Any]:
        if given.get(name) not in dict(_tags()):
            raise InvalidInput({name: _("Choose a tag.")})
        return {name: given[name]}

    return check


for kind in (
    ActKind(
        name="add_tag",
        label=gettext_lazy("Add tag"),
        icon="tag",
        permission=Permission.CLIENTS_EDIT,
        do=_tag,
        undo=_reset_tags,
        check=_check_tag("add_tag"),
        choices=_tags,
        question=lambda n: ngettext("Tag %(n)d client?", "Tag %(n)d clients?", n) % {"n": n},
        done=lambda n: ngettext("%(n)d client is tagged.", "%(n)d clients are tagged.", n) % {"n": n},
        consequences=(gettext_lazy("Their other tags stay. Archived clients are left out."),),
        order=12,
    ),
    ActKind(
        name="remove_tag",
        label=gettext_lazy("Remove tag"),
        icon="tag",
        permission=Permission.CLIENTS_EDIT,
        do=_untag,
        undo=_reset_tags,
        check=_check_tag("remove_tag"),
        choices=_tags,
        question=lambda n: ngettext("Take a tag off %(n)d client?", "Take a tag off %(n)d clients?", n) % {"n": n},
        done=lambda n: ngettext("%(n)d client lost the tag.", "%(n)d clients lost the tag.", n) % {"n": n},
        consequences=(gettext_lazy("Their other tags stay. Archived clients are left out."),),
        order=13,
    ),
    ActKind(
        name="archive",
        label=gettext_lazy("Archive"),
        icon="archive",
        permission=Permission.CLIENTS_ARCHIVE,
        do=_archive,
        undo=_unarchive,
        question=lambda n: ngettext("Archive %(n)d client?", "Archive %(n)d clients?", n) % {"n": n},
        done=lambda n: ngettext("%(n)d client is archived.", "%(n)d clients are archived.", n) % {"n": n},
        consequences=(
            gettext_lazy("Their booked sessions are cancelled, or go on without them."),
            gettext_lazy("They leave the lists and the search, and can no longer sign in; nothing is deleted."),
            gettext_lazy("Undo brings the clients back, but not their cancelled sessions and log-ins."),
        ),
        order=40,
    ),
    ActKind(
        name="restore",
        label=gettext_lazy("Restore"),
        icon="refresh",
        permission=Permission.CLIENTS_ARCHIVE,
        do=_restore,
        undo=_rearchive,
        question=lambda n: ngettext("Restore %(n)d client?", "Restore %(n)d clients?", n) % {"n": n},
        done=lambda n: ngettext("%(n)d client is back.", "%(n)d clients are back.", n) % {"n": n},
        consequences=(gettext_lazy("They stand in the lists again. One whose e-mail is somebody else’s by now stays archived."),),
        order=50,
    ),
    ActKind(
        name="status",
        label=gettext_lazy("Set status"),
        icon="pause",
        permission=Permission.CLIENTS_EDIT,
        do=_set_status,
        undo=_reset_status,
        check=_check_status,
        choices=_statuses,
        question=lambda n: ngettext("Set the status of %(n)d client?", "Set the status of %(n)d clients?", n) % {"n": n},
        done=lambda n: ngettext("%(n)d client has another status.", "%(n)d clients have another status.", n) % {"n": n},
        consequences=(gettext_lazy("Their sessions stay as they are. Archived clients are left out."),),
        order=20,
    ),
    ActKind(
        name="trainer",
        label=gettext_lazy("Assign trainer"),
        icon="person",
        permission=Permission.CLIENTS_EDIT,
        do=_assign,
        undo=_reassign,
        check=_check_trainer,
        choices=_trainers,
        question=lambda n: ngettext("Assign a trainer to %(n)d client?", "Assign a trainer to %(n)d clients?", n) % {"n": n},
        done=lambda n: ngettext("%(n)d client has another trainer.", "%(n)d clients have another trainer.", n) % {"n": n},
        consequences=(
            gettext_lazy("Booked sessions stay with the trainer they were booked with. Archived clients are left out."),
            gettext_lazy("With “Nobody”, those who also train them go as well; Undo brings them back."),
        ),
        order=10,
    ),
):  # fmt: skip
    register_act(kind)
