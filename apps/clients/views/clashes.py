"""Two people edited one client: the second sees, for each field that both touched, theirs and own, and chooses.

The page carries the newer values as what the fields were, so that what is chosen is saved on top of the newest
version, and a third person who is faster again is seen in the same way.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from apps.clients.custom_forms import part_words
from apps.clients.views.choosing import PREFIX, Choice, Option
from apps.clients.wording import in_words

if TYPE_CHECKING:
    from django.http import QueryDict

    from apps.clients.forms import ClientForm, OwnForm

    type Form = ClientForm | OwnForm

THEIRS, MINE = "theirs", "mine"


@dataclass(slots=True)
class Clash:
    """`data` is the form as it is shown now; `both` are the fields that two people changed to different values."""

    theirs: dict[str, str]
    data: dict[str, Any]
    both: list[str]
    taken: list[str] = field(default_factory=list)

    def context(self, form: Form) -> dict[str, Any]:
        """Return what the page needs beside the form."""
        return {"stale": True, "choices": self._choices(form), "taken": self.taken}

    def _choices(self, form: Form) -> list[Choice]:
        """Return what is to be chosen, own words first chosen; the fields' inputs carry the own words unseen."""
        values = {name: [self.theirs[name], str(self.data[name])] for name in self.both}
        words = in_words({name: pair for name, pair in values.items() if name not in _AS_TYPED}) | {
            name: values[name] for name in _AS_TYPED if name in values
        }
        words |= {name: parts for name, pair in values.items() if (parts := part_words(form.fields[name], pair))}
        for name in self.both:
            form.fields[name].widget = form.fields[name].hidden_widget()
        return [_choice(str(form.fields[name].label), name, words[name]) for name in self.both]


_AS_TYPED = frozenset({"phone", "emergency_phone", "tags", "country", "date_of_birth", "member_since"})
"""Fields whose input may be anything yet: shown as it was typed."""


def clash_of(form: Form, theirs: dict[str, str]) -> Clash:
    """Compare what the person saw, what they changed it to, and what is there now."""
    mine = form.changed()
    now = {name: value for name, value in theirs.items() if name in form.fields}
    moved = [name for name in form.fields if was(form, name) != now[name]]
    data = {**now, **mine, **{f"initial-{name}": value for name, value in now.items()}}
    return Clash(
        theirs=now,
        data=data,
        both=[name for name in moved if name in mine and str(mine[name]) != now[name]],
        taken=[str(form.fields[name].label) for name in moved if name not in mine],
    )


def was(form: Form, name: str) -> str:
    """Return what the field was when the person opened the form."""
    return str(form.data.get(form.add_initial_prefix(name), "")).replace("\r\n", "\n")


def with_choices(data: QueryDict) -> QueryDict:
    """Return what was sent with the fields of the others' choice as the others have them."""
    chosen = data.copy()
    for key, value in data.items():
        if key.startswith(PREFIX) and value == THEIRS:
            name = key.removeprefix(PREFIX)
            chosen[name] = data.get(f"initial-{name}", "")
    return chosen


def _choice(label: str, name: str, words: list[str]) -> Choice:
    theirs, mine = words
    return Choice(
        name, label, [Option(MINE, _("Yours"), mine, is_chosen=True), Option(THEIRS, _("Theirs, there now"), theirs)]
    )
