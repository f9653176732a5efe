"""People with a log-in."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import factory
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.common.business import current_or_none

if TYPE_CHECKING:
    from apps.common.business import BusinessRef

PASSWORD = "a-long-enough-password-7"


@cache
def password_hash() -> str:
    """Hash the password once a process: Argon2 is slow on purpose."""
    return make_password(PASSWORD)


_homes: WeakKeyDictionary[User, BusinessRef | None] = WeakKeyDictionary()


def home_of(user: User) -> BusinessRef | None:
    """Return the business in which a person was made; None for platform staff."""
    return _homes.get(user, current_or_none())


class UserFactory(factory.django.DjangoModelFactory[User]):
    """A person with a confirmed address whose password is PASSWORD."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    full_name = factory.Faker("name")
    email = factory.Sequence(lambda number: f"person{number}@gym.example")
    role = Role.TRAINER
    password = factory.LazyFunction(password_hash)

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        user: User = super()._create(model_class, *args, **kwargs)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        _homes[user] = current_or_none()
        return user
