"""The rows of the client list are strings of ours: whatever people wrote stays words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.factories.clients import ClientFactory

if TYPE_CHECKING:
    from apps.accounts.models import User
    from tests.harness.people import ClientFor

HOSTILE = '"><script>alert(1)</script>'
SAFE = "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"


def test_what_people_wrote_is_escaped_in_every_cell(owner: User, client_for: ClientFor) -> None:
    owner.full_name = f"Nora {HOSTILE}"
    owner.save()
    client = ClientFactory(first_name=HOSTILE, last_name="Ek", goal=HOSTILE, phone="+447400122601", trainer=owner)
    page = client_for(owner).get("/clients/").text
    row = page[page.index("<tbody>") : page.index("</tbody>")]
    assert "<script" not in row
    assert f'aria-label="{SAFE} Ek"' in row
    assert f'href="/clients/{client.pk}/" data-row-link' in row
    assert f'<span class="person-name truncate block" dir="auto">{SAFE} Ek</span>' in row
    assert f'<span class="person-note truncate block" dir="auto">{SAFE}</span>' in row
    assert f'<td class="cell-wide">Nora {SAFE}</td>' in row
    assert '<td class="number cell-wide">07400 122601</td>' in row


def test_what_is_not_there_is_said(owner: User, client_for: ClientFor) -> None:
    ClientFactory(first_name="Anna", goal="", email="anna@x.example", phone=None, trainer=None)
    page = client_for(owner).get("/clients/").text
    row = page[page.index("<tbody>") : page.index("</tbody>")]
    assert re.findall(r'<span class="faint">([^<]+)</span>', row) == ["Never", "None booked", "None", "Nobody yet"]
    assert '<span class="person-note truncate block" dir="auto">anna@x.example</span>' in row


def test_all_forms_of_a_page_carry_one_token(owner: User, client_for: ClientFor) -> None:
    browser = client_for(owner)
    tokens = [re.findall(r'csrfmiddlewaretoken" value="(\w{64})"', browser.get("/clients/").text) for _ in range(2)]
    assert [len(set(found)) for found in tokens] == [1, 1]
    assert len(tokens[0]) > 2
    assert tokens[0][0] != tokens[1][0]
