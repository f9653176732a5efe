"""The demo: one business with a year behind it, a small rival, and one of the platform's staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from apps.accounts.models import User
from apps.accounts.roles import Role
from seeds.demo.booking import open_booking
from seeds.demo.care import add_care
from seeds.demo.clients import add_clients, link_log_ins
from seeds.demo.intakes import add_intakes
from seeds.demo.measuring import add_measurements
from seeds.demo.messages import add_messages
from seeds.demo.notes import add_notes
from seeds.demo.organising import organise
from seeds.demo.portraits import give_photos
from seeds.demo.sessions import add_year_of_sessions
from seeds.demo.training import add_training
from tenants.registry.context import enter_public
from tenants.registry.models import Tenant
from tenants.registry.services.provisioning import build_business, request_business

if TYPE_CHECKING:
    from collections.abc import Callable

PASSWORD = "mecto-demo-1"  # noqa: S105 - the published demo password; `seeds` is not installed in production
TEAM = (
    ("owner@demo.example", "Nora Lindqvist", Role.OWNER),
    ("trainer@demo.example", "Sam Okoye", Role.TRAINER),
    ("desk@demo.example", "Priya Shah", Role.FRONT_DESK),
    ("client@demo.example", "Marcus Adeyemi", Role.CLIENT),
)
RIVALS = (("owner@rival.example", "Rui Tavares", Role.OWNER),)
RIVAL_BRAND = (285, 0.16)  # far from the product's own, so that a page which forgets the brand stands out
STAFF = ("staff@mecto.example", "Dana Platt", Role.STAFF)


def load_demo() -> None:
    """Make what is missing; what exists stays as people left it."""
    password_hash = make_password(PASSWORD)
    with enter_public():
        if not User.objects.filter(email=STAFF[0]).exists():
            _add_person(*STAFF, password_hash)
        _ensure("demo", "Northside Strength", lambda: _furnish(TEAM, password_hash, clients=40, sessions=1500))
        _ensure(
            *("rival", "Harbour Fitness", lambda: _furnish(RIVALS, password_hash, clients=6, sessions=60)),
            brand=RIVAL_BRAND,
        )


def _ensure(subdomain: str, name: str, furnish: Callable[[], None], *, brand: tuple[int, float] | None = None) -> None:
    tenant = Tenant.objects.filter(subdomain=subdomain).first()
    if tenant is None:
        tenant = request_business(
            name=name, subdomain=subdomain, country="GB", currency="GBP", time_zone="Europe/London"
        )
        if brand:
            hue, chroma = brand
            Tenant.objects.filter(pk=tenant.pk).update(brand_hue=hue, brand_chroma=chroma, brand_version=2)
    if tenant.state not in {Tenant.State.READY, Tenant.State.SUSPENDED}:
        build_business(tenant_id=tenant.pk, furnish=lambda _: furnish())


def _furnish(team: tuple[tuple[str, str, Role], ...], password_hash: str, *, clients: int, sessions: int) -> None:
    people = [_add_person(*person, password_hash) for person in team]
    trainers = [person for person in people if person.is_coach]
    book = add_clients(trainers=trainers, count=clients)
    organise(book, trainers)
    link_log_ins(book, [person for person in people if person.role == Role.CLIENT])
    add_intakes(clients=book, by=people[0])
    add_measurements(book)
    give_photos(book, people)
    add_year_of_sessions(clients=book, trainers=trainers, count=sessions)
    add_notes(clients=book, team=[person for person in people if person.is_team])
    add_messages(clients=book, owner=people[0])
    add_training(clients=book, team=[person for person in people if person.is_team])
    add_care(clients=book, owner=people[0], trainer=trainers[-1])
    open_booking(owner=people[0], trainers=trainers)


def _add_person(email: str, full_name: str, role: Role, password_hash: str) -> User:
    user = User.objects.create(email=email, full_name=full_name, role=role, password=password_hash)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    return user
