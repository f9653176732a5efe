"""A stand-in for SendGrid that refuses what SendGrid refuses and delivers to the local inbox."""

from __future__ import annotations

from apps.integrations.sendgrid.fake.api import FakeSendGrid

__all__ = ["FakeSendGrid"]
