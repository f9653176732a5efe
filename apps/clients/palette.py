"""Clients in the command palette."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from apps.clients.selectors import clients_visible_to, present, search_clients
from apps.common.palette import MOST_HITS, Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest

SHORTEST = 2


def find_clients(request: HttpRequest, words: str) -> Iterator[Hit]:
    """Give the clients that the list's own search would find, as far as the person may see them."""
    if len(words) < SHORTEST or not request.user.is_authenticated:
        return
    visible = present(clients_visible_to(request.user))
    for client in search_clients(visible, words).order_by("sort_name", "id")[:MOST_HITS]:
        note = client.goal or client.email or client.phone or ""
        yield Hit(client.full_name, reverse("client", args=[client.pk]), note=note, person=client)
