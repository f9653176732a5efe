"""Which subdomains may be taken: valid, not ours, and not a look-alike of another's."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

from apps.common.errors import InvalidInput
from tenants.registry.models import Tenant

MIN_LENGTH, MAX_LENGTH = 3, 63
_VALID = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\Z")
RESERVED = frozenset(
    [
        "about",
        "account",
        "accounts",
        "admin",
        "api",
        "app",
        "assets",
        "auth",
        "billing",
        "blog",
        "business",
        "cdn",
        "checkout",
        "console",
        "contact",
        "dashboard",
        "demo-site",
        "dev",
        "developer",
        "developers",
        "docs",
        "email",
        "ftp",
        "help",
        "host",
        "hostmaster",
        "imap",
        "info",
        "internal",
        "inbox",
        "invite",
        "legal",
        "localhost",
        "login",
        "logout",
        "mail",
        "mailbox",
        "mecto",
        "mectofitness",
        "media",
        "metrics",
        "mobile",
        "news",
        "ns",
        "ns1",
        "ns2",
        "official",
        "partner",
        "partners",
        "pay",
        "payments",
        "pop",
        "postmaster",
        "preview",
        "privacy",
        "production",
        "public",
        "root",
        "sandbox",
        "security",
        "server",
        "shop",
        "sign-up",
        "signup",
        "smtp",
        "ssl",
        "staff",
        "stage",
        "staging",
        "static",
        "status",
        "store",
        "support",
        "system",
        "team",
        "terms",
        "test",
        "tls",
        "webhooks",
        "webmail",
        "webmaster",
        "white-label",
        "www",
    ]
)
# What the eye takes for the same letter; single ones first, since they can make a pair ("c1ub", "club").
_LOOK_ALIKES = (("-", ""), ("0", "o"), ("1", "l"), ("i", "l"), ("5", "s"), ("rn", "m"), ("vv", "w"), ("cl", "d"))


def normalise(text: str) -> str:
    """Fold case and outer space only: anything else is the person's to correct, with a message."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def skeleton(subdomain: str) -> str:
    """Return what a subdomain looks like: two with one skeleton would be taken for each other."""
    for look, seen in _LOOK_ALIKES:
        subdomain = subdomain.replace(look, seen)
    return subdomain


RESERVED_SKELETONS = frozenset(map(skeleton, RESERVED))


def problem_with(subdomain: str) -> str:
    """Return why a normalised subdomain can't be used, or an empty string. Does not ask the database."""
    rules = (
        (not subdomain, _("Choose an address for your studio.")),
        (
            not subdomain.isascii(),
            _("Only the letters a to z, digits and hyphens. Letters of other alphabets can look alike."),
        ),
        (len(subdomain) < MIN_LENGTH, _("At least %(count)d characters.") % {"count": MIN_LENGTH}),
        (len(subdomain) > MAX_LENGTH, _("At most %(count)d characters.") % {"count": MAX_LENGTH}),
        (
            not _VALID.match(subdomain),
            _("Only a to z, 0 to 9 and hyphens, starting and ending with a letter or digit."),
        ),
        ("--" in subdomain, _("No two hyphens in a row.")),
        (skeleton(subdomain) in RESERVED_SKELETONS, _("%(name)s is reserved.") % {"name": subdomain}),
    )
    return next((message for is_broken, message in rules if is_broken), "")


def check_free(subdomain: str, business_name: str = "") -> None:
    """Raise InvalidInput on `subdomain`, with a free one to take instead, when it is invalid, taken or confusable."""
    problem = problem_with(subdomain)
    if not problem:
        clash = Tenant.objects.filter(skeleton=skeleton(subdomain)).values_list("subdomain", flat=True).first()
        if clash is None:
            return
        problem = taken_message(subdomain, clash, business_name)
    raise InvalidInput({"subdomain": problem})


def taken_message(subdomain: str, clash: str, business_name: str = "") -> str:
    """Say that a name is gone, and which one is free."""
    words = {"name": subdomain, "clash": clash, "free": suggest(subdomain, business_name)}
    if clash == subdomain:
        return _("%(name)s is taken. %(free)s is free.") % words
    return _("%(name)s looks too much like %(clash)s, which is taken. %(free)s is free.") % words


def suggest(subdomain: str, business_name: str = "") -> str:
    """Return a free subdomain near the wanted one."""
    words = re.findall(
        r"[a-z0-9]+", unicodedata.normalize("NFKD", business_name).encode("ascii", "ignore").decode().lower()
    )
    ideas = ["-".join(words), f"{subdomain}-studio", f"{subdomain}-training", f"{subdomain}-fitness"]
    ideas += [f"{subdomain}-{number}" for number in range(2, 50)]
    fitting = [idea for idea in ideas if len(idea) <= MAX_LENGTH and not problem_with(idea)]
    taken = set(Tenant.objects.filter(skeleton__in=map(skeleton, fitting)).values_list("skeleton", flat=True))
    return next((idea for idea in fitting if skeleton(idea) not in taken), f"{subdomain[:50]}-studio-{len(taken)}")
