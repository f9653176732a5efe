"""The client list of one business with 100,000 clients, one of twenty."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from tests.benchmarks.crowd import crowded_business
from tests.benchmarks.pages import measure_pages
from tests.benchmarks.product import cookie_of, host_of, in_django

if TYPE_CHECKING:
    from tests.benchmarks.measure import Result

CLIENTS = 100_000
LIMIT = 50.0
WARM = 5
SEARCHES = {
    "two letters": "ma",
    "three letters": "mar",
    "first and last name": "{first} {last}",
    "a typo in the name": "{first} {typo}",
    "a typo, last name": "{typo}",
    "an e-mail": "{email}",
    "the end of a phone": "{phone}",
    "nobody": "qqxwzy",
}


def measure(size: int) -> list[Result]:
    """Time the list as it is asked for by people."""
    subdomain = in_django(lambda: crowded_business(CLIENTS))
    headers = {"Host": host_of(subdomain), "Cookie": cookie_of(subdomain, f"owner0@{subdomain}.example")}
    rounds = max(20, size // 20)
    return measure_pages(_paths(subdomain), headers, goal="list", limit=LIMIT, size=CLIENTS, rounds=rounds, warm=WARM)


def _paths(subdomain: str) -> dict[str, str]:
    """Return what a person asks of the list: name of the wish → address."""
    from apps.accounts.models import User
    from apps.clients.models import Client
    from apps.clients.selectors import ORDERINGS
    from tenants.registry.context import enter_business
    from tenants.registry.models import Tenant

    with enter_business(Tenant.objects.get(subdomain=subdomain).as_ref()):
        client = Client.objects.order_by("id")[CLIENTS // 2]
        trainer = User.objects.filter(role="trainer").order_by("id")[0]
    known = {
        "first": client.first_name,
        "last": client.last_name,
        "typo": client.last_name[:2] + client.last_name[3:],
        "email": client.email,
        "phone": (client.phone or "")[-6:],
    }
    paths = {"first page": "/clients/", "a trainer's": f"/clients/?trainer={trainer.pk}"}
    paths |= {f"view {view}": f"/clients/?view={view}" for view in ("active", "inactive", "archived")}
    paths |= {f"by {name}, down": f"/clients/?ordering=-{name}" for name in ORDERINGS}
    paths |= {f"by {name}, up": f"/clients/?ordering={name}" for name in ORDERINGS}
    paths |= {f"search: {name}": f"/clients/?search={quote(text.format(**known))}" for name, text in SEARCHES.items()}
    return paths
