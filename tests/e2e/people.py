"""Businesses made over the API of the running product, for tests that need one and are about something else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.harness.waiting import until

if TYPE_CHECKING:
    from tests.harness.live import Answer, Live

PASSWORD = "lift the heavy things slowly"


@dataclass(frozen=True)
class Machine:
    """Somebody at a business's API."""

    live: Live
    subdomain: str
    token: str = ""

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        return self.live.request(method, self.live.url(self.subdomain, f"/api/v1/{path}"), body, sent)

    def logged_in(self, email: str, password: str = PASSWORD) -> Machine:
        answer = self.call("POST", "token/", {"email": email, "password": password})
        assert answer.status == 200, answer.text
        return Machine(self.live, self.subdomain, answer.json["access"])


def open_business(live: Live, subdomain: str, name: str) -> Machine:
    """Sign up, wait, confirm the address, log in: all over the wire."""
    email = f"owner@{subdomain}.example"
    wish = {
        "business_name": name,
        "subdomain": subdomain,
        "owner_name": "Nora Lind",
        "email": email,
        "password": PASSWORD,
    }
    asked = live.request("POST", live.url(path="/api/v1/signups/"), wish)
    assert asked.status == 201, asked.text
    assert asked.json["subdomain"] == subdomain
    until(lambda: live.request("GET", asked.json["status_url"]).json["status"] == "ready", "the business", 20)
    assert live.request("GET", live.link_to(email, "/accounts/confirm/")).status in {200, 302}
    return Machine(live, subdomain).logged_in(email)
