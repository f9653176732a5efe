"""The threads that take many schemas along, and what else lives in the process."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError

from tenants.registry.services.migrations.crew import Crew
from tenants.registry.services.migrations.walking import Walker
from tenants.registry.services.scripts import fingerprint
from tests.tenants.migrations.conftest import migrate, rows, version_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.tenants.migrations.conftest import History, Open

NOTE = 'migrations.CreateModel("Note", [("id", models.BigAutoField(primary_key=True)), ("text", models.TextField())])'
HELD = threading.Lock()
FILL = f"""
from {__name__} import HELD
from django.contrib.contenttypes.models import ContentType
def fill(apps, schema_editor):
    with HELD:
        kind = ContentType.objects.get_for_model(apps.get_model("insights", "Note"), for_concrete_model=False)
        apps.get_model("insights", "Note").objects.create(text=str(kind.pk))
"""
RUN = "migrations.RunPython(fill)"


def test_a_lock_that_another_thread_holds_is_waited_for(
    history: History, businesses: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A forked worker would have a copy of the lock that nobody opens."""
    history.add(NOTE)
    both = businesses(2)
    history.add(RUN, before=FILL)
    work = Crew.work
    taken, over = threading.Event(), threading.Event()

    def hold() -> None:
        with HELD:
            taken.set()
            over.wait(0.5)

    def work_beside(crew: Crew, portions: Any) -> Iterator[Any]:
        threading.Thread(target=hold).start()
        taken.wait()
        yield from work(crew, portions)

    monkeypatch.setattr(Crew, "work", work_beside)
    migrate(jobs=2)
    assert [version_of(tenant) for tenant in both] == [fingerprint()] * 2


def test_code_of_many_schemas_at_once_never_meets_the_ids_of_another(history: History, businesses: Open) -> None:
    """Content types are remembered for the whole process; each business has its own numbers for them."""
    many = businesses(6)
    for number, tenant in enumerate(many):
        sequence = "pg_get_serial_sequence('django_content_type', 'id')"
        rows(tenant.schema_name, f"SELECT setval({sequence}, {1000 * (number + 1)})")
    history.add(NOTE)
    migrate()
    history.add(RUN, before=FILL)
    migrate(jobs=6)
    for tenant in many:
        found = rows(
            tenant.schema_name,
            "SELECT text, t.id::text FROM insights_note, django_content_type t WHERE t.model = 'note'",
        )
        assert [kept == real for kept, real in found] == [True], found


def test_what_breaks_in_a_thread_is_told_and_the_others_go_on(
    history: History, businesses: Open, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = businesses(2)
    history.add(NOTE)
    walk = Walker.walk

    def breaks_once(walker: Walker, path: Any, candidates: Any) -> Any:
        if any(row.subdomain == "aaa-gym" for row in candidates):
            raise KeyError("a bug")
        return walk(walker, path, candidates)

    monkeypatch.setattr(Walker, "walk", breaks_once)
    with pytest.raises(CommandError, match="1 not migrated"):
        migrate(jobs=2)
    assert "aaa-gym: failed: KeyError: run again" in capsys.readouterr().err
    assert [version_of(tenant) == fingerprint() for tenant in (first, second)] == [False, True]
