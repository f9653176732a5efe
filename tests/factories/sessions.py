"""Hours in the calendar."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import factory
from django.utils import timezone

from apps.accounts.roles import Role
from apps.sessions.models import SessionClient, TrainingSession
from apps.sessions.services import tell_clients
from tests.factories.people import UserFactory

if TYPE_CHECKING:
    from apps.clients.models import Client


class SessionFactory(factory.django.DjangoModelFactory[TrainingSession]):
    """A scheduled hour tomorrow at this time, with `clients` in it; each one made lies an hour after the last."""

    class Meta:
        model = TrainingSession
        skip_postgeneration_save = True

    trainer = factory.SubFactory(UserFactory, role=Role.TRAINER)
    starts_at = factory.Sequence(
        lambda number: timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=24 + number)
    )
    ends_at = factory.LazyAttribute(lambda session: session.starts_at + timedelta(hours=1))

    @factory.post_generation  # type: ignore[untyped-decorator] # factory_boy leaves it untyped
    def clients(self: TrainingSession, create: bool, extracted: list[Client] | None, **_options: Any) -> None:  # noqa: FBT001 - factory_boy's hook
        SessionClient.objects.bulk_create(
            SessionClient(session=self, client=client, starts_at=self.starts_at, ends_at=self.ends_at)
            for client in extracted or []
        )
        tell_clients([client.pk for client in extracted or []])
