"""The client list of one business with 100,000 clients, one of twenty."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from tests.benchmarks import clients_in_bulk
from tests.benchmarks.crowd import crowded_business
from tests.benchmarks.pages import measure_pages
from tests.benchmarks.product import change_of, cookie_of, host_of, in_django

if TYPE_CHECKING:
    from tests.benchmarks.measure import Result

CLIENTS = 100_000
LIMIT = 50.0
WARM = 5
FILTERS = {
    "seen within 14 days": "seen_within=14",
    "not seen for 90 days": "unseen_for=90",
    "never came": "came=never",
    "a common goal": "goal=strength",
    "a goal of nobody": "goal=qqxwzy",
    "client since a month": "added_from=2019-05-01&added_to=2019-05-31",
    "has a log-in (nobody)": "log_in=yes",
    "has no e-mail (nobody)": "has_email=no",
    "birthday in May": "birthday=5",
    "three at once": "seen_within=30&goal=pull&birthday=2&ordering=-last_session",
    "at risk by last session": "view=at_risk&ordering=last_session",
}
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
    pages = measure_pages(
        _paths(subdomain),
        headers,
        goal="list",
        limit=LIMIT,
        size=CLIENTS,
        rounds=rounds,
        warm=WARM,
        write=change_of(subdomain),
    )
    return [*pages, *in_django(lambda: clients_in_bulk.measure(subdomain))]


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
    paths |= {f"view {view}": f"/clients/?view={view}" for view in ("active", "inactive", "at_risk", "archived")}
    paths |= {f"filter {name}": f"/clients/?{query}" for name, query in FILTERS.items()}
    paths |= {"everything counted": "/clients/counts/", "at risk, counted": "/clients/counts/?view=at_risk"}
    paths |= {f"by {name}, down": f"/clients/?ordering=-{name}" for name in ORDERINGS}
    paths |= {f"by {name}, up": f"/clients/?ordering={name}" for name in ORDERINGS}
    paths |= {f"search: {name}": f"/clients/?search={quote(text.format(**known))}" for name, text in SEARCHES.items()}
    return paths
