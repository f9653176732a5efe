"""Rows for tests. A factory writes into the business that the test is in."""

from __future__ import annotations

from tests.factories.people import PASSWORD, UserFactory, home_of

__all__ = ["PASSWORD", "UserFactory", "home_of"]
