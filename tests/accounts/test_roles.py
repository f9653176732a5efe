"""What each role may do, said to people: the page and the docs follow the one table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.urls import reverse

from apps.accounts.permissions import PERMISSIONS, WORDS, Permission
from apps.accounts.selectors import acts_of_a_business

if TYPE_CHECKING:
    from apps.accounts.models import User
    from tests.harness.people import ClientFor

DOCS = Path(__file__).parents[2] / "docs" / "user" / "roles.md"


def markdown() -> str:
    acts = acts_of_a_business()
    roles = [str(role.label) for role, _may in acts[0].may]
    lines = [f"| {' | '.join(['may', *roles])} |", "|---" * (len(roles) + 1) + "|"]
    lines += [f"| {' | '.join([act.words, *('yes' if may else '' for _role, may in act.may)])} |" for act in acts]
    return "\n".join(lines)


def test_every_act_has_words() -> None:
    assert set(WORDS) == set(PERMISSIONS) == set(Permission)


def test_the_docs_say_what_the_table_says() -> None:
    assert markdown() in DOCS.read_text(encoding="utf-8")


def test_the_page(client_for: ClientFor, owner: User, trainer: User) -> None:
    page = client_for(owner).get(reverse("team_roles")).content.decode()
    lines = {act.words: act.who for act in acts_of_a_business()}
    assert lines["Invite people to the team"] == "Owner, Manager"
    assert lines["Start and complete sessions, log what was done, write notes"] == "Owner, Manager, Trainer"
    assert all(words in page and who in page for words, who in lines.items())
    assert "Close and open a business" not in page
    assert client_for(trainer).get(reverse("team_roles")).status_code == 403
