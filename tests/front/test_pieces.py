from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.template import Context, Engine
from django.utils import timezone, translation

from apps.common.templatetags import formats, people, pieces
from apps.common.templatetags.markup import breakable
from apps.common.templatetags.ui import undo_url

if TYPE_CHECKING:
    from collections.abc import Iterator

HOSTILE = '"><script>alert(1)</script>'
NOON = dt.datetime(2026, 11, 24, 10, 30, tzinfo=dt.UTC)


def render(source: str, **context: Any) -> str:
    engine = Engine.get_default()
    return engine.from_string("{% load ui %}" + source).render(Context(context))


@pytest.fixture(autouse=True)
def helsinki() -> Iterator[None]:
    with (
        time_machine.travel(NOON, tick=False),
        timezone.override(ZoneInfo("Europe/Helsinki")),
        translation.override("en-gb"),
    ):
        yield


@pytest.mark.parametrize(
    "source",
    [
        "{% avatar bad %}",
        '{% badge "ok" bad %}',
        "{% button bad href=bad title=bad %}",
        "{% button bad icon_only=True %}",
        "{% section bad count=bad link=bad link_label=bad %}{% endsection %}",
        "{% menu bad %}{% endmenu %}",
        "{% dialog bad bad %}{% enddialog %}",
        "{% drawer bad bad %}{% enddrawer %}",
        '{% alert "warn" title=bad %}{{ bad }}{% endalert %}',
        "{% empty bad title=bad %}{% endempty %}",
        "{% stat bad bad unit=bad delta=bad %}",
        "{% chip bad bad on=True %}",
        "{% search bad value=bad placeholder=bad hx_get=bad %}",
        "{% progress 5 bad %}",
        '{% icon "check" "" bad %}',
        "{% money 100 bad %}",
        "{% confirm_words bad lines yes=bad no=bad %}",
        "{% tabs items bad %}",
        "{% steps lines current=1 %}",
    ],
)
def test_a_hostile_name_stays_text(source: str) -> None:
    item = SimpleNamespace(label=HOSTILE, url=HOSTILE, count=HOSTILE)
    html = render(source, bad=HOSTILE, lines=[HOSTILE], items=[item])
    assert "<script" not in html.lower()
    assert HOSTILE not in html


def test_block_tags_keep_the_markup_they_hold() -> None:
    html = render('{% alert "ok" %}<b>{{ name }}</b>{% endalert %}', name="<i>")
    assert "<b>&lt;i&gt;</b>" in html


def test_a_button_is_a_link_when_it_leads_somewhere() -> None:
    assert render('{% button "Add" href="/clients/new/" kind="primary" %}') == (
        '<a class="button button-primary" href="/clients/new/">Add</a>'
    )
    assert render('{% button "Save" data_dialog_open="x" type="button" %}') == (
        '<button class="button" data-dialog-open="x" type="button">Save</button>'
    )


def test_an_icon_only_button_has_a_name() -> None:
    html = render('{% button "Next week" icon="right" icon_only=True %}')
    assert 'aria-label="Next week"' in html
    assert ">Next week" not in html


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Nora Lindqvist", "NL"),
        ("Ana María de la Cruz", "AC"),
        ("cher", "C"),
        ("  ", "?"),
        ("李 小龙", "李小"),
        ("(Tom) Baker", "TB"),
    ],
)
def test_initials(name: str, initials: str) -> None:
    assert people.initials_of(name) == initials


def test_a_name_keeps_its_tint() -> None:
    assert people.hue_of("Nora Lindqvist") == people.hue_of(" nora lindqvist ") == 2
    assert {people.hue_of(f"Person {number}") for number in range(200)} == set(range(12))


@pytest.mark.parametrize(
    ("day", "text"),
    [
        ((2026, 11, 24), "Today"),
        ((2026, 11, 23), "Yesterday"),
        ((2026, 11, 25), "Tomorrow"),
        ((2026, 11, 26), "Thu 26"),
        ((2026, 11, 12), "Thu 12"),
        ((2026, 9, 1), "Tue 1 Sep"),
        ((2027, 1, 3), "3 Jan 2027"),
    ],
)
def test_days_are_named_as_short_as_is_clear(day: tuple[int, int, int], text: str) -> None:
    assert formats.day_text(dt.date(*day)) == text


def test_a_moment_is_shown_in_the_current_zone() -> None:
    at = dt.datetime(2026, 11, 26, 10, 30, tzinfo=dt.UTC)
    assert pieces.local_time(at) == '<time datetime="2026-11-26T12:30+02:00">Thu 26, 12:30</time>'
    late = dt.datetime(2026, 11, 24, 22, 5, tzinfo=dt.UTC)
    assert pieces.local_time(late) == '<time datetime="2026-11-25T00:05+02:00">Tomorrow, 00:05</time>'
    assert pieces.local_time(late, words=False) == '<time datetime="2026-11-25T00:05+02:00">Wed 25, 00:05</time>'
    assert pieces.day(late) == '<time datetime="2026-11-25T00:05+02:00">Tomorrow</time>'
    assert pieces.clock(at) == '<time datetime="2026-11-26T12:30+02:00">12:30</time>'
    assert pieces.local_time(None) == pieces.day(None) == pieces.clock(None) == ""
    assert pieces.clock(dt.time(0, 0)) == '<time datetime="00:00:00">00:00</time>'


@pytest.mark.parametrize(
    ("minor", "currency", "whole", "text"),
    [
        (214000, "EUR", False, "€2,140.00"),
        (214000, "eur", True, "€2,140"),
        (-150, "USD", False, "\N{MINUS SIGN}$1.50"),
        (2140, "JPY", False, "¥2,140"),
        (12345, "KWD", False, "KWD\N{NO-BREAK SPACE}12.345"),
        (0, "CHF", False, "CHF\N{NO-BREAK SPACE}0.00"),
        (1999, "PLN", False, "19.99\N{NO-BREAK SPACE}zł"),
    ],
)
def test_money(minor: int, currency: str, whole: bool, text: str) -> None:  # noqa: FBT001 a parameter of the table
    assert pieces.money(minor, currency, whole=whole) == text


def test_an_address_breaks_where_people_expect_it() -> None:
    assert breakable("ann.lee@mail.example") == "ann<wbr>.lee@<wbr>mail<wbr>.example"
    assert breakable("<b>@x.example") == "&lt;b&gt;@<wbr>x<wbr>.example"


def test_sparkline_spans_its_box_from_low_to_high() -> None:
    assert 'd="M0.0 27.0L46.0 15.0L92.0 3.0"' in pieces.sparkline([1, 2, 3])
    assert 'd="M0.0 15.0L92.0 15.0"' in pieces.sparkline([4, 4])
    assert 'cx="92.0" cy="15.0"' in pieces.sparkline([7])
    assert pieces.sparkline([]) == ""


@pytest.mark.parametrize(("percent", "share"), [(-4, 0), (52.6, 53), (180, 100)])
def test_bars_stay_between_nothing_and_all(percent: float, share: int) -> None:
    assert f'class="pct-{share}"' in pieces.meter(percent)
    assert f'pct-{share}" role="progressbar" aria-valuenow="{share}"' in pieces.progress(percent, "Done")


@pytest.mark.parametrize(
    ("tags", "url"),
    [
        ("success undo:/sessions/7/restoration/", "/sessions/7/restoration/"),
        ("undo://evil.example/", ""),
        ("undo:https://evil.example/", ""),
        ("undo:/\\evil.example/", ""),
        ("success", ""),
        ("", ""),
    ],
)
def test_undo_stays_on_this_host(tags: str, url: str) -> None:
    assert undo_url(tags) == url
