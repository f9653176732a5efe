"""How allauth behaves here: nobody signs up by themselves, mail speaks for the business."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import DefaultAccountAdapter

if TYPE_CHECKING:
    from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """Team members come by invitation, owners by the platform's sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
