"""Who looks at which host, and on what screens."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "mecto-demo-1"  # noqa: S105 - the published password of the demo


@dataclass(frozen=True, slots=True)
class Screen:
    """A window: how wide and high, light or dark."""

    width: int
    height: int
    theme: str

    @property
    def name(self) -> str:
        return f"{self.width}-{self.theme}"


@dataclass(frozen=True, slots=True)
class Round:
    """One person's walk through a host, from its front page to whatever its links lead to."""

    name: str
    subdomain: str
    urlconf: str
    email: str
    screens: tuple[Screen, ...]
    starts: tuple[str, ...] = ("/",)


DESK, TABLET, PHONE = (1440, 900), (768, 1024), (360, 740)
ALL = tuple(Screen(*size, theme) for size in (DESK, TABLET, PHONE) for theme in ("light", "dark"))
TWO = (Screen(*DESK, "light"), Screen(*PHONE, "dark"))
ROUNDS = (
    Round("site", "", "config.urls.public", "", ALL, starts=("/", "/signup/", "/sign-in/")),
    Round("owner", "demo", "config.urls.business", "owner@demo.example", ALL),
    Round("brand", "rival", "config.urls.business", "owner@rival.example", TWO),
    Round("client", "demo", "config.urls.business", "client@demo.example", TWO),
    Round("visitor", "rival", "config.urls.business", "", TWO, starts=("/accounts/login/",)),
    Round("console", "console", "config.urls.console", "staff@mecto.example", ALL),
)
