"""People that the business trains."""

from __future__ import annotations

from typing import Any

import factory

from apps.clients.models import Client


class ClientFactory(factory.django.DjangoModelFactory[Client]):
    """An active client with an e-mail address of their own."""

    class Meta:
        model = Client

    first_name = factory.Faker("first_name")
    last_name = factory.Faker("last_name")
    email = factory.Sequence(lambda number: f"client{number}@mail.example")
    phone = factory.Sequence(lambda number: f"+4479460{number % 100_000:05}")

    @classmethod
    def _create(cls, model_class: type[Client], *_args: Any, **kwargs: Any) -> Client:
        client = model_class(**kwargs)
        client.index_text()
        client.save()
        return client
