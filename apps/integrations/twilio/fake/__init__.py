"""A stand-in for Twilio that refuses what Twilio refuses and delivers to the local inbox."""

from __future__ import annotations

from apps.integrations.twilio.fake.api import FakeTwilio

__all__ = ["FakeTwilio"]
