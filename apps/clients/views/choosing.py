"""A choice between values of one field, by radio buttons: after a clash, when taking back, when merging."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "choose-"


@dataclass(frozen=True, slots=True)
class Option:
    """One of the values: `title` says whose or which, `words` what it is."""

    value: str
    title: str
    words: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A field and what it can be."""

    name: str
    label: str
    options: list[Option]
    note: str = ""

    @property
    def input_name(self) -> str:
        return PREFIX + self.name


def chosen(post: Mapping[str, str], name: str) -> str:
    """Return what was chosen for a field; empty when nothing was."""
    return post.get(PREFIX + name, "")
