"""What an event is: a frozen dataclass of ids and primitives with a stable, versioned name."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar


@dataclass(frozen=True, kw_only=True)
class Event:
    """Base of every event. Subclasses set `name` and `version`; names are never reused or renamed.

    Timelines show `icon` and `sentence()`; who did it and when stand beside them.
    """

    name: ClassVar[str]
    version: ClassVar[int] = 1
    icon: ClassVar[str] = "info"

    def payload(self) -> dict[str, Any]:
        """Return the fields as JSON-ready values."""
        return asdict(self)

    def sentence(self) -> str:
        """Return what happened in a few translated words; the stable name where an event has none."""
        return self.name

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> Event:
        """Rebuild an event that an older version of this class may have written: unknown fields are dropped."""
        known = {item.name for item in fields(cls)}
        return cls(**{name: value for name, value in payload.items() if name in known})
