"""The client list of one business with 100,000 clients, one of twenty."""

from __future__ import annotations

from urllib.parse import quote

from deploy.local import ports
from tests.benchmarks.crowd import crowded_business
from tests.benchmarks.measure import Result, percentile
from tests.benchmarks.product import cookie_of, fetch, host_of, in_django, web

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
    """Time whole answers over loopback, one worker, each beside the same server's health page."""
    subdomain = in_django(lambda: crowded_business(CLIENTS))
    headers = {"Host": host_of(subdomain), "Cookie": cookie_of(subdomain, f"owner0@{subdomain}.example")}
    paths = _paths(subdomain)
    rounds = max(20, size // 20)
    times: dict[str, list[float]] = {name: [] for name in [*paths, "health"]}
    with web(ports.pick_inner(1)) as connection:
        for number in range(rounds + WARM):
            for name, path in {**paths, "health": "/healthz"}.items():
                took = fetch(connection, path, headers)
                if number >= WARM:
                    times[name].append(took)
    return [
        Result(
            goal="list",
            name=f"{name} p95",
            value=percentile(times[name], 0.95),
            unit="ms",
            baseline=f"p50 {percentile(times[name], 0.5):.1f} ms; health page p95 {percentile(times['health'], 0.95):.1f} ms",
            limit=LIMIT,
            size=CLIENTS,
            rounds=rounds,
        )
        for name in paths
    ]


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
