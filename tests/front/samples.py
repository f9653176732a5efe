"""Sample objects for looking at components and layouts without a database."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

from django import forms
from django.utils import timezone

from apps.common.templatetags.sprite import shapes


@dataclass(frozen=True)
class Person:
    """A person as templates see one."""

    full_name: str
    note: str = ""
    tone: str = "ok"
    state: str = "On track"
    adherence: int = 90
    last: str = "Today"
    kind: str = "personal"
    next: str = "Thu 26, 12:30"
    change: str = "0.0"
    spark: list[float] = field(default_factory=list)
    is_authenticated: bool = True

    def get_role_display(self) -> str:
        """Name the role."""
        return "Owner"


ROWS: list[tuple[Any, ...]] = [
    ("Marcus Adeyemi", "Lower strength, week 6", "ok", "On track", 92, "Now", "online", "Thu 26, 12:30", "-4.1"),
    (
        "Priya Raman",
        "Return to lifting, week 2",
        "danger",
        "At risk",
        41,
        "12 Nov",
        "personal",
        "Today, 16:30",
        "+0.3",
    ),
    ("Jonas Weber", "Hypertrophy, week 9", "danger", "At risk", 58, "15 Nov", "", "None booked", "+1.2"),
    ("Ines Carvalho", "First pull-up, week 4", "ok", "On track", 88, "Today", "personal", "Thu 26, 07:00", "-0.6"),
    ("Yuki Tanaka", "Marathon base, week 11", "ok", "On track", 97, "20 Nov", "online", "Today, 14:00", "-1.8"),
    ("Tom Baker", "Powerbuilding, week 3", "ok", "New best", 84, "Today", "personal", "Thu 26, 08:15", "+0.8"),
    (
        "Sofia Marino",
        "Postnatal core, week 5",
        "info",
        "Trial, 6 days",
        76,
        "19 Nov",
        "group",
        "Wed 25, 10:00",
        "-2.2",
    ),
    ("Daniel Okafor", "Fat loss, week 8", "warn", "Check-in late", 63, "17 Nov", "online", "Today, 19:15", "0.0"),
    ("Elif Hassan", "Mobility and strength", "ok", "On track", 90, "21 Nov", "group", "Fri 27, 12:00", "-0.4"),
    ("Rory Nolan", "Off-season rugby, week 2", "ok", "On track", 81, "20 Nov", "group", "Wed 25, 18:00", "+1.9"),
    (
        "Bartholomew Featherstonehaugh-Cholmondeley",
        "Fat loss, week 12",
        "warn",
        "Payment due",
        79,
        "18 Nov",
        "online",
        "Thu 26, 17:30",
        "-6.7",
    ),
]


def clients() -> list[Person]:
    """Eleven people in all states."""
    return [
        replace(Person(*row), spark=[float((index * 7 + place * 5) % 11) for place in range(8)])
        for index, row in enumerate(ROWS)
    ]


class SignUp(forms.Form):
    """The fields of the sign-up page."""

    name = forms.CharField(label="Studio name", widget=forms.TextInput({"autocomplete": "organization"}))
    address = forms.SlugField(label="Your address")
    email = forms.EmailField(widget=forms.EmailInput({"autocomplete": "email"}))
    password = forms.CharField(
        help_text="12 characters or more. A sentence works well.",
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )


class Everything(forms.Form):
    """One field of every kind."""

    name = forms.CharField(help_text="As on the contract.")
    weight = forms.DecimalField(required=False)
    kind = forms.ChoiceField(
        choices=[("personal", "Personal"), ("group", "Group"), ("online", "Online")], widget=forms.RadioSelect
    )
    trainer = forms.ChoiceField(choices=[("n", "Nora Lindqvist"), ("s", "Sam Iyer")])
    day = forms.DateField(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    at = forms.TimeField(widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    days = forms.MultipleChoiceField(
        required=False, choices=[("mo", "Monday"), ("tu", "Tuesday")], widget=forms.CheckboxSelectMultiple
    )
    notes = forms.CharField(required=False, widget=forms.Textarea({"rows": 3}))
    file = forms.FileField(required=False, help_text="CSV up to 10 MB.")
    tell = forms.BooleanField(required=False, label="Tell the client by message", help_text="Sent at once.")
    secret = forms.CharField(widget=forms.HiddenInput, initial="x")


class Timing(forms.Form):
    """A length to choose or to count."""

    length = forms.ChoiceField(choices=[("60", "60 min"), ("custom", "Other")], initial="60", widget=forms.RadioSelect)
    minutes = forms.IntegerField(label="Other length", required=False, min_value=5, max_value=720)


CLOCK: dict[str, Any] = {
    "now": 1_800_000_106,
    "start": 1_799_998_200,
    "end": 1_800_001_800,
    "running": True,
    "hours": "%(hours)d h %(minutes)d min",
    "whole": "%(hours)d h",
    "minutes": "%(minutes)d min",
    "ahead": "left",
    "behind": "over time",
}
"""An hour of which 28 minutes and 14 seconds are left."""


def islands() -> dict[str, Any]:
    """What the pieces that need a script begin with, and where the frame's search leads."""
    return {"search_url": "/clients/", "clock": CLOCK, "timing": Timing()}


LOSSES = [
    "Priya, Jonas and Daniel lose 2 booked sessions this week.",
    "Programs stop at the current week.",
    "Their data stays.",
]


def nav() -> list[SimpleNamespace]:
    """The entries of the menu."""
    return [
        SimpleNamespace(
            label=label,
            url=f"/{label.lower()}/",
            icon=icon,
            count=count,
            hot=hot,
            current=label == "Clients",
            group=group,
            phone=phone,
        )
        for label, icon, count, hot, group, phone in (
            ("Today", "today", 0, False, "main", True),
            ("Calendar", "calendar", 0, False, "main", True),
            ("Clients", "clients", 48, False, "main", True),
            ("Programs", "program", 23, False, "main", False),
            ("Check-ins", "inbox", 5, True, "main", False),
            ("Messages", "message", 2, False, "main", True),
            ("Payments", "card", 0, False, "more", False),
            ("Reports", "report", 0, False, "more", False),
            ("Settings", "settings", 0, False, "more", False),
        )
    ]


def views() -> list[dict[str, Any]]:
    """The saved views of a list."""
    return [
        {"label": label, "url": "#", "count": count, "current": label == "All"}
        for label, count in (
            ("All", 48),
            ("Active", 41),
            ("At risk", 3),
            ("Trial", 3),
            ("No program", 2),
            ("Paused", 4),
        )
    ]


def context() -> dict[str, Any]:
    """What the context processors give, and the objects of the sample pages."""
    now = timezone.now()
    empty, filled = (
        Everything({}, prefix="again"),
        SignUp({"name": "Northside Strength", "address": "northside", "email": "nora@northside", "password": ""}),
    )
    empty.is_valid()
    return {
        "business": SimpleNamespace(name="Northside Strength", brand_version=1),
        "nav": nav(),
        "new_actions": [
            {"label": "Session", "url": "#", "icon": "calendar"},
            {"label": "Client", "url": "#", "icon": "person"},
        ],
        "request": SimpleNamespace(user=Person("Nora Lindqvist"), get_full_path="/"),
        "palette_url": "/palette/",
        "request_id": "7f3c0a12-55d1",
        "csrf_token": "sample",
        "messages": [],
        **islands(),
        "clients": clients(),
        "views": views(),
        "ranges": [
            {"label": "Day", "url": "#"},
            {"label": "Week", "url": "#", "current": True},
            {"label": "Month", "url": "#"},
        ],
        "rising": [1, 4, 3, 5, 4, 6, 7, 8],
        "sign_up": SignUp(
            initial={"name": "Northside Strength", "address": "northside", "email": "nora@northside.example"}
        ),
        "sign_up_wrong": filled,
        "everything": Everything(),
        "everything_wrong": empty,
        "icon_names": sorted(shapes()),
        "step_names": ["File", "Columns", "Check", "Done"],
        "now": now,
        "earlier": now - dt.timedelta(days=3),
        "losses": LOSSES,
    }
