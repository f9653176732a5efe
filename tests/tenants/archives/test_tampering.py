"""An archive that anybody may have changed is used as it was written, or refused with a reason; nothing is left behind."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenants.registry.models import Operation
from tenants.registry.services.archives.container import SEAL_LENGTH
from tenants.registry.services.archives.errors import BadArchive
from tenants.registry.services.archives.importing import import_business
from tenants.registry.services.archives.reading import opened
from tests.tenants.test_provisioning import left_of

if TYPE_CHECKING:
    from pathlib import Path

few = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
type Members = dict[str, bytes]
type Change = Callable[[Members], None]


def refused(path: Path, reason: str | None = None) -> None:
    """The file alone is enough to refuse it: a test without a database would fail at the first question to one."""
    with pytest.raises(BadArchive, match=reason):
        import_business(path=path, subdomain="steel-house")


def sealed(path: Path) -> None:
    """Seal a changed archive again, as somebody would who knows how."""
    with zipfile.ZipFile(path, "a") as file:
        file.comment = b"0" * SEAL_LENGTH
    data = path.read_bytes()
    path.write_bytes(data[:-SEAL_LENGTH] + hashlib.sha256(data).hexdigest().encode())


def rewritten(archive: Path, change: Change, **options: Any) -> Path:
    """Write the archive anew with other members, sealed."""
    with zipfile.ZipFile(archive) as file:
        members = {name: file.read(name) for name in file.namelist()}
    change(members)
    path = archive.with_name("changed.mecto")
    with zipfile.ZipFile(path, "w", **options) as file:
        for name, data in members.items():
            file.writestr(name, data)
    sealed(path)
    return path


def in_manifest(change: Callable[[dict[str, Any]], None]) -> Change:
    def act(members: Members) -> None:
        manifest = json.loads(members["manifest.json"])
        change(manifest)
        members["manifest.json"] = json.dumps(manifest).encode()

    return act


@few
@given(data=st.data())
def test_a_flipped_bit_is_refused(found: Path, data: st.DataObject) -> None:
    whole = bytearray(found.read_bytes())
    whole[data.draw(st.integers(0, len(whole) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    changed = found.with_name("flipped.mecto")
    changed.write_bytes(whole)
    refused(changed, "seal does not match")


@few
@given(share=st.floats(0, 0.9999))
def test_an_archive_cut_short_is_refused(found: Path, share: float) -> None:
    whole = found.read_bytes()
    cut = found.with_name("cut.mecto")
    cut.write_bytes(whole[: int(len(whole) * share)])
    refused(cut)


@few
@given(name=st.text(min_size=1, max_size=40), data=st.binary(max_size=100))
def test_a_member_more_is_refused(found: Path, name: str, data: bytes) -> None:
    changed = found.with_name("more.mecto")
    changed.write_bytes(found.read_bytes())
    with zipfile.ZipFile(changed, "a") as file:
        try:
            file.writestr(name, data)
        except UnicodeEncodeError:
            return  # no zip can hold it
    sealed(changed)
    refused(changed)


@few
@given(order=st.randoms(use_true_random=False))
def test_members_in_another_order_are_the_same_archive(found: Path, order: Any) -> None:
    def shuffle(members: Members) -> None:
        items = list(members.items())
        order.shuffle(items)
        members.clear()
        members.update(items)

    with opened(found) as first, opened(rewritten(found, shuffle)) as second:
        assert second.manifest == first.manifest


PATHS = [
    "../../x",
    "/etc/x",
    "files/../../x",
    "files//x",
    "files/./x",
    "files\\..\\x",
    "C:/x",
    "files/",
    "x",
    "files/a\0b",
]


@pytest.mark.parametrize("name", PATHS)
def test_no_path_leads_out(found: Path, name: str) -> None:
    """Also when the manifest says that it belongs there."""

    def add(members: Members) -> None:
        members[name] = b"x"
        content = {"member": name, "bytes": 1, "sha256": hashlib.sha256(b"x").hexdigest()}
        in_manifest(lambda manifest: manifest["files"].append(content))(members)

    refused(rewritten(found, add))


def test_a_link_is_refused(found: Path) -> None:
    changed = found.with_name("link.mecto")
    changed.write_bytes(found.read_bytes())
    with zipfile.ZipFile(changed, "a") as file:
        info = zipfile.ZipInfo("files/link")
        info.external_attr = 0o120777 << 16
        file.writestr(info, "/etc/passwd")
    sealed(changed)
    refused(changed, "not a plain file")


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
def test_a_name_twice_is_refused(found: Path) -> None:
    changed = found.with_name("twice.mecto")
    changed.write_bytes(found.read_bytes())
    with zipfile.ZipFile(changed, "a") as file:
        file.writestr("manifest.json", b"{}")
    sealed(changed)
    refused(changed, "'manifest.json' twice")


def test_a_compressed_archive_is_refused(found: Path) -> None:
    """So that nothing can grow on its way in."""
    refused(rewritten(found, lambda _members: None, compression=zipfile.ZIP_DEFLATED), "compressed")


def clients(manifest: dict[str, Any]) -> dict[str, Any]:
    return next(table for table in manifest["tables"] if table["name"] == "clients_client")


def _unknown_table(members: Members) -> None:
    members["data/evil.copy"] = b""
    content = {"member": "data/evil.copy", "bytes": 0, "sha256": hashlib.sha256(b"").hexdigest()}
    table = {"name": "evil", "columns": [["id", "uuid"]], "rows": 0, "content": content}
    in_manifest(lambda manifest: manifest["tables"].append(table))(members)


def _file_and_folder(members: Members) -> None:
    members["files/photos"] = b"x"
    content = {"member": "files/photos", "bytes": 1, "sha256": hashlib.sha256(b"x").hexdigest()}
    in_manifest(lambda manifest: manifest["files"].append(content))(members)


def _work(members: Members, rows: Any) -> None:
    members["due_work.json"] = json.dumps(rows).encode()
    digest = hashlib.sha256(members["due_work.json"]).hexdigest()
    size = len(members["due_work.json"])
    in_manifest(lambda manifest: manifest["due_work"].update(bytes=size, sha256=digest))(members)


def _garble(members: Members) -> None:
    """Rows that are no rows, with all checksums right."""
    members["data/clients_client.copy"] = b"PGCOPY\n\xff\r\n\0" + b"\0" * 8 + b"\0\x05" + b"\xff" * 30
    data = members["data/clients_client.copy"]
    facts = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    in_manifest(lambda manifest: clients(manifest)["content"].update(facts))(members)


CHANGES: dict[str, tuple[Change, str]] = {
    "format": (in_manifest(lambda m: m.update(format=2)), "format 2; this version of the product reads 1"),
    "product": (in_manifest(lambda m: m.update(product="other")), "not an archive of a business"),
    "no json": (lambda members: members.update({"manifest.json": b"{"}), "not JSON"),
    "no manifest": (lambda members: members.__delitem__("manifest.json"), "no manifest"),
    "key missing": (in_manifest(lambda m: m.__delitem__("tables")), "not complete: 'tables'"),
    "newer": (in_manifest(lambda m: m["migrations"].append(["clients", "0999_later"])), "newer.*clients.0999_later"),
    "gap": (in_manifest(lambda m: m["migrations"].remove(["clients", "0001_initial"])), "without clients.0001_initial"),
    "checksum": (in_manifest(lambda m: clients(m)["content"].update(sha256="0" * 64)), "checksum differs"),
    "size": (in_manifest(lambda m: clients(m)["content"].update(bytes=1)), "not 1"),
    "table missing": (in_manifest(lambda m: m["tables"].remove(clients(m))), "does not name"),
    "work": (
        lambda members: _work(members, [["tenants.x", "1", "2030-01-01T00:00:00+00:00"]]),
        "no work of a business",
    ),
    "file and folder": (_file_and_folder, "'files/photos' as a file and as a folder"),
    "work shape": (lambda members: _work(members, [1]), "not a list of work"),
}
# Seen only once a schema stands to hold them.
UNFIT: dict[str, tuple[Change, str]] = {
    "rows": (in_manifest(lambda m: clients(m).update(rows=4)), "3 rows, not 4"),
    "table unknown": (_unknown_table, "'evil' that no business has"),
    "columns": (in_manifest(lambda m: clients(m)["columns"].pop()), "columns of clients_client"),
    "sequence": (in_manifest(lambda m: m["sequences"].update(evil_seq=[1, True])), "sequence 'evil_seq'"),
    "data": (_garble, "do not fit"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_and_sealed_archive_is_refused(found: Path, name: str) -> None:
    change, reason = CHANGES[name]
    refused(rewritten(found, change), reason)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", UNFIT)
def test_contents_that_do_not_fit_leave_nothing(found: Path, name: str) -> None:
    change, reason = UNFIT[name]
    refused(rewritten(found, change), reason)
    failed = Operation.objects.get()
    assert (failed.phase, failed.tenant.state, left_of(failed.facts["schema_name"])) == ("failed", "dropped", [])
    assert import_business(path=found, subdomain="steel-house").state == "ready"  # the name is free again
