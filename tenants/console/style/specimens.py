"""What the style page shows: its parts, and the made-up people and numbers on it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.utils.http import urlencode

from apps.common.colours import brand_of
from apps.common.templatetags.sprite import shapes
from tenants.console.style.forms import DEFAULT_COLOR, WRONG, Picker, Specimens

NOON = dt.datetime(2025, 11, 24, 12, 0, tzinfo=dt.UTC)
DANGER_HUES = range(11, 42)
RECENT = (1, 4, 3, 5, 4, 6, 7, 8)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the page: an anchor, a title, when to use it, and the template that draws it on a stage."""

    name: str
    title: str
    note: str

    @property
    def template(self) -> str:
        return f"console/style/parts/{self.name}.html"


PARTS = (
    Part("colours", "Colour", "Colour only for meaning: brand is action or selection, the others are state or kind."),
    Part("type", "Type", "Inter, tabular figures for numbers. The number is the largest text of its group."),
    Part("space", "Space, radius, elevation, motion", "A 4 px grid. Page content itself has no shadow."),
    Part("icons", "Icons", "One set: 20 px grid, stroke 1.75. Icon-only buttons have a label."),
    Part("buttons", "Buttons", "One filled action per region. The words are a verb and its object."),
    Part("fields", "Fields", "Label above, help below, the error where help was, in words that say what to do."),
    Part(
        "choices",
        "Choices, numbers, dates, phone",
        "A combobox where there are more than ten; else a select or radio buttons.",
    ),
    Part(
        "files", "Files and photos", "Choose or drop. The picture shows before it is sent; the way shows how far it is."
    ),
    Part(
        "labels",
        "Badge, tag, avatar",
        "A badge is a state, with icon and word. A tag is a word people gave. Never hue alone.",
    ),
    Part("table", "Table", "A row opens, a box selects, a heading sorts. The way back from every state is in place."),
    Part("cards", "Cards", "For things that are looked at before they are opened; otherwise a list."),
    Part("tabs", "Tabs, segments, filters, pages", "Tabs for views, segments for a scale, chips for what is filtered."),
    Part("steps", "Steps", "For a task that takes more than one page; every step can be gone back to."),
    Part(
        "layers",
        "Drawer, dialog, menu, palette",
        "A drawer beside the list, a dialog for a decision, a menu for the rest.",
    ),
    Part("messages", "Alerts and toasts", "A toast tells what was done, with Undo. What failed stands in place."),
    Part("history", "Timeline and lists", "Newest first. Hairlines separate, boxes are rare."),
    Part("numbers", "Stat tiles, meters, progress", "Label above, number, small unit, comparison last."),
    Part("charts", "Chart frame", "A sentence says what the drawing shows; the numbers are one click away."),
    Part("waiting", "Skeletons", "The layout stays; grey bars after 200 ms; no spinner over a second without words."),
    Part("empties", "Empty states", "What will be here, and the way there."),
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a list."""

    full_name: str
    note: str = ""
    tone: str = "ok"
    state: str = "On track"
    adherence: int = 92
    next: str = "Thu 26, 12:30"
    kind: str = "personal"
    photo_url: str = ""


PEOPLE = (
    Person("Marcus Adeyemi", "Lower strength, week 6", kind="online"),
    Person("Priya Raman", "Return to lifting, week 2", "danger", "At risk", 41, "Today, 16:30"),
    Person(
        "Bartholomew Featherstonehaugh-Cholmondeley", "Fat loss, week 12", "warn", "Check-in late", 63, kind="group"
    ),
    Person("نور الهاشمي", "Mobility", "info", "Trial, 6 days", 76, "Wed 25, 10:00"),
)


# The colour tokens of static/src/styles/tokens.css, which the image does not carry; a test compares.
COLOURS = (
    *("brand-50", "brand-100", "brand-200", "brand-300", "brand-600", "brand-700", "brand-800", "brand-900"),
    *("canvas", "surface", "raised", "sunken", "paper", "hover", "press", "line", "line-2", "control", "mark", "spark"),
    *("segment-on", "text", "text-2", "text-3"),
    *("brand", "brand-hover", "on-brand", "brand-text", "brand-soft", "brand-line"),
    *("deep", "deep-2", "on-deep", "on-deep-2", "deep-accent"),
    *(f"{name}{shade}" for name in ("ok", "warn") for shade in ("", "-soft", "-text")),
    *("danger", "danger-solid", "on-danger", "danger-soft", "danger-text", "info", "info-soft", "info-text"),
    *(f"{name}{shade}" for name in ("personal", "group", "online") for shade in ("", "-soft", "-text")),
    *("ink", "on-ink", "on-ink-2", "ink-ok", "scrim", "shade", "edge"),
)


def stage(theme: str) -> dict[str, Any]:
    """Return what the parts need on one stage; ids on it begin with the theme."""
    wrong = Specimens({f"{theme}-wrong-{name}": value for name, value in WRONG.items()}, prefix=f"{theme}-wrong")
    wrong.is_valid()
    off = Specimens(prefix=f"{theme}-off")
    for field in off.fields.values():
        field.disabled = True
    return {
        "theme": theme,
        "form": Specimens(prefix=theme),
        "wrong": wrong,
        "off": off,
        "people": PEOPLE,
        "colours": COLOURS,
        "icons": sorted(shapes()),
        "noon": NOON,
        "earlier": NOON - dt.timedelta(days=3),
        "recent": RECENT,
        "labels": {
            name: f"{title}, {theme}" for name, title in (("views", "Views"), ("scale", "Scale"), ("pages", "Pages"))
        },
        "views": [
            {"label": "All", "url": "#tabs", "count": 48, "current": True},
            *({"label": label, "url": "#tabs", "count": count} for label, count in (("Active", 41), ("At risk", 3))),
        ],
        "scale": [
            SimpleNamespace(label=label, url="#tabs", current=label == "Week") for label in ("Day", "Week", "Month")
        ],
        "step_names": ["File", "Columns", "Check", "Done"],
        "losses": [
            "Priya, Jonas and Daniel lose 2 booked sessions this week.",
            "Programs stop at the current week.",
            "Their data stays.",
        ],
    }


def look(*, color: str = "", theme: str = "", direction: str = "ltr") -> dict[str, Any]:
    """Return what the page's template needs: one stage for the theme, or one for each."""
    hue, chroma = brand_of(color or DEFAULT_COLOR)
    return {
        "parts": PARTS,
        "stages": [stage(name) for name in ([theme] if theme else ["light", "dark"])],
        "direction": direction,
        "picker": Picker(initial={"color": color or DEFAULT_COLOR, "theme": theme, "direction": direction}),
        "brand_query": urlencode({"color": color}) if color else "",
        "hue": hue,
        "chroma": chroma,
        "near_danger": hue in DANGER_HUES,
    }
