"""The proxy's question before it asks for a certificate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:
    from apps.common.business import BusinessRef


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("domain", "status"),
    [
        ("mecto.localhost", 200),
        ("console.mecto.localhost", 200),
        ("rival-gym.mecto.localhost", 200),
        ("RIVAL-GYM.mecto.localhost.", 200),
        ("nobody.mecto.localhost", 404),
        ("rival-gym.mecto.localhost.evil.example", 404),
        ("", 404),
    ],
)
def test_only_names_we_answer_to(rival: BusinessRef, domain: str, status: int) -> None:
    answer = Client().get("/_tls/allowed", {"domain": domain}, headers={"host": "web:8000"})
    assert answer.status_code == status


def test_visitors_cannot_ask() -> None:
    answer = Client().get("/_tls/allowed", {"domain": "mecto.localhost"}, headers={"x-forwarded-for": "203.0.113.9"})
    assert answer.status_code == 404
