"""Rules of recurrence: what is read, what is refused, and that the moments are those of a second, plain implementation."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.sessions.recurrence import Occurrence, Refused, Rule, Timing, resolve
from apps.sessions.recurrence.expansion import Oddity
from apps.sessions.recurrence.words import words_of_oddity, words_of_rule
from tests.sessions.plain_calendar import NAMES, Event, events_of, reference

PLACES = [folder / "shared/data/calendars/icalendar" for folder in Path(__file__).resolve().parents[2:]]
CALENDARS = next((place for place in PLACES if place.is_dir()), PLACES[1])
LONDON = ZoneInfo("Europe/London")
MOST = 400

# Which rules of the shared calendars are outside, and why.
OUTSIDE = {
    "issue_1081_invalid_rrule_freq.ics": "Sessions repeat daily, weekly or monthly, not invalid_type_causes_error.",
    "issue_157_removes_trailing_semicolon.ics": "Not supported in a rule: BYMONTH.",
    "issue_165_missing_event.ics": "BYDAY names weekdays, like TU or 2TU.",
    "issue_466_convert_tzid_with_slash.ics": "Unknown time zone /Europe/Stockholm.",
    "issue_466_respect_unique_timezone.ics": "Unknown time zone /Europe/CUSTOM.",
    "period_with_timezone.ics": "Not supported in a rule: BYMONTH.",
    "rfc_7265_appendix_example_2_ical.ics": "Not supported beside a rule: RDATE.",
    "rfc_7529.ics": "Not supported in a rule: RSCALE.",
}
WITHIN = {
    "event_with_recurrence.ics": 97,
    "event_with_recurrence_exdates_on_different_lines.ics": 10,
    "issue_1081_event_with_rrule.ics": 10,
    "issue_112_missing_tzinfo_on_exdate.ics": 11,
    "issue_70_rrule_causes_attribute_error.ics": 18,
    "parsing_error.ics": 20,
    "x_location.ics": MOST,
}


def timing(text: str, first: datetime, zone: ZoneInfo, left_out: frozenset[date] = frozenset()) -> Timing:
    return Timing(rule=Rule.parse(text), first=first.date(), clock=first.time(), zone=zone, exceptions=left_out)


def moments(of: Timing, most: int = MOST) -> list[datetime]:
    return [occurrence.starts_at for occurrence in islice(of.occurrences(), most)]


def parts_of(text: str) -> dict[str, str]:
    return dict(part.split("=") for part in text.split(";") if part)


def wall(text: str) -> datetime:
    text = text.removesuffix("Z")
    return datetime.strptime(text, "%Y%m%dT%H%M%S" if "T" in text else "%Y%m%d")  # noqa: DTZ007 - on the wall


def expand(event: Event) -> tuple[list[datetime], list[datetime]]:
    """Return an event's moments by the product and by the reference."""
    (text,) = event.rules
    Rule.parse(text)
    if event.others:
        raise Refused(f"Not supported beside a rule: {', '.join(sorted(event.others))}.")
    try:
        zone = ZoneInfo(event.zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise Refused(f"Unknown time zone {event.zone}.") from unknown
    first = wall(event.start)
    left_out = frozenset(wall(value).date() for value in event.left_out if value)
    wanted = reference(parts_of(text), first, zone, MOST + len(left_out))
    wanted = [at for at in wanted if at.astimezone(zone).date() not in left_out][:MOST]
    return moments(timing(text, first, zone, left_out)), wanted


@pytest.mark.skipif(not CALENDARS.is_dir(), reason="the shared calendars are not beside the project")
def test_the_shared_calendars_agree_or_are_refused() -> None:
    outside: dict[str, str] = {}
    within: dict[str, int] = {}
    for path in sorted(CALENDARS.rglob("*.ics")):
        for event in events_of(path):
            try:
                found, wanted = expand(event)
            except Refused as refused:
                outside.setdefault(path.name, str(refused))
                continue
            assert found == wanted, path.name
            within[path.name] = len(found)
    assert outside == OUTSIDE
    assert within == WITHIN


zones = st.sampled_from(
    [
        "Europe/London",
        "America/New_York",
        "Australia/Lord_Howe",
        "America/Santiago",
        "Africa/Casablanca",
        "Asia/Kolkata",
    ]
)
starts = st.builds(
    datetime.combine,
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45])),
)
nothing: st.SearchStrategy[dict[str, str]] = st.just({})
weekly = st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True).map(
    lambda days: {"BYDAY": ",".join(days)}
)
nth = st.builds("{}{}".format, st.sampled_from([1, 2, 3, 4, 5, -1, -2]), st.sampled_from(NAMES))
monthly: st.SearchStrategy[dict[str, str]] = st.one_of(
    nth.map(lambda text: {"BYDAY": text}),
    st.integers(1, 31).map(lambda day: {"BYMONTHDAY": str(day)}),
    st.just({"BYMONTHDAY": "-1"}),
    nothing,
)
rules = st.one_of(
    st.just({"FREQ": "DAILY"}),
    st.one_of(weekly, nothing).map(lambda parts: {"FREQ": "WEEKLY", **parts}),
    st.tuples(weekly, st.sampled_from(NAMES)).map(lambda pair: {"FREQ": "WEEKLY", **pair[0], "WKST": pair[1]}),
    monthly.map(lambda parts: {"FREQ": "MONTHLY", **parts}),
)
ends: st.SearchStrategy[dict[str, str]] = st.one_of(
    nothing,
    st.integers(1, 30).map(lambda number: {"COUNT": str(number)}),
    st.dates(date(2026, 6, 1), date(2028, 6, 1)).map(lambda day: {"UNTIL": f"{day:%Y%m%d}"}),
)


@settings(max_examples=40, deadline=None)
@given(rule=rules, interval=st.integers(1, 4), end=ends, first=starts, zone=zones.map(ZoneInfo))
def test_every_rule_agrees_with_a_walk_over_the_days(
    rule: dict[str, str], interval: int, end: dict[str, str], first: datetime, zone: ZoneInfo
) -> None:
    parts = {**rule, "INTERVAL": str(interval), **end}
    text = ";".join(f"{name}={value}" for name, value in parts.items())
    # As many as the rarest rule has within the years that the walk goes.
    wanted = reference(parts, first, zone, 9)
    assert moments(timing(text, first, zone), 9) == wanted
    again = Rule.parse(text).text(zone)
    assert moments(timing(again, first, zone), 9) == wanted


@settings(max_examples=25, deadline=None)
@given(first=starts, zone=zones.map(ZoneInfo))
def test_the_clock_on_the_wall_is_kept(first: datetime, zone: ZoneInfo) -> None:
    """Through a year of days; only what the clocks skip is shown later, by as much as they skip."""
    for occurrence in islice(timing("FREQ=DAILY", first, zone).occurrences(), 370):
        shown = occurrence.starts_at.astimezone(zone)
        if occurrence.oddity == Oddity.SKIPPED:
            late = shown.replace(tzinfo=None) - datetime.combine(occurrence.day, first.time())
            assert late in {timedelta(hours=1), timedelta(minutes=30)}
        else:
            assert (shown.date(), shown.time(), shown.fold) == (occurrence.day, first.time(), 0)


def test_times_that_the_clocks_skip_or_repeat_are_said() -> None:
    skipped = resolve(datetime(2027, 3, 28, 1, 30), LONDON)  # noqa: DTZ001 - on the wall
    assert skipped == Occurrence(date(2027, 3, 28), datetime(2027, 3, 28, 1, 30, tzinfo=UTC), Oddity.SKIPPED)
    assert skipped.starts_at.astimezone(LONDON).hour == 2
    twice = resolve(datetime(2027, 10, 31, 1, 30), LONDON)  # noqa: DTZ001 - on the wall
    assert twice == Occurrence(date(2027, 10, 31), datetime(2027, 10, 31, 0, 30, tzinfo=UTC), Oddity.TWICE)
    of = timing("FREQ=WEEKLY", datetime(2027, 3, 28, 1, 30), LONDON)  # noqa: DTZ001 - on the wall
    assert words_of_oddity(twice, of) == "The clocks go back: 01:30 comes twice, the first is meant."


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("FREQ=YEARLY", "Sessions repeat daily, weekly or monthly, not yearly."),
        ("FREQ=HOURLY", "Sessions repeat daily, weekly or monthly, not hourly."),
        ("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1", "Not supported in a rule: BYSETPOS."),
        ("FREQ=WEEKLY;BYHOUR=9,17", "Not supported in a rule: BYHOUR."),
        ("FREQ=WEEKLY;COUNT=3;UNTIL=20270301", "A rule ends after a count or on a day, not both."),
        ("FREQ=WEEKLY;BYDAY=2TU", "A weekly rule has plain weekdays."),
        ("FREQ=MONTHLY;BYDAY=TU", "A monthly rule says which weekday of the month, like 2TU or -1FR."),
        ("FREQ=MONTHLY;BYDAY=1FR;BYMONTHDAY=13", "BYMONTHDAY goes with a monthly rule without BYDAY."),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY is a day from 1 to 31, or from -31 to -1."),
        ("FREQ=DAILY;BYDAY=MO", "A daily rule has no weekdays: make it weekly."),
        ("FREQ=WEEKLY;INTERVAL=0", "INTERVAL is a number from 1 to 366."),
        ("FREQ=WEEKLY;UNTIL=20270231", "UNTIL is no date and no moment."),
        ("INTERVAL=2", "The rule does not say how often (FREQ)."),
        ("every week", "The rule cannot be read at “EVERY WEEK”."),
    ],
)
def test_what_is_outside_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        Rule.parse(text)
    assert str(refused.value) == reason


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("FREQ=DAILY;INTERVAL=3", "Every 3 days"),
        ("FREQ=WEEKLY;BYDAY=TH,TU;UNTIL=20270630", "Every week on Tue, Thu, until 30 Jun 2027"),
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=10", "Every 2 weeks on Mon, 10 times"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "Every month on the last Fri"),
        ("FREQ=MONTHLY;BYMONTHDAY=15,-1", "Every month on the last day, day 15"),
    ],
)
def test_rules_in_words(text: str, words: str) -> None:
    assert words_of_rule(timing(text, datetime(2027, 3, 1, 9), LONDON)) == words  # noqa: DTZ001 - on the wall
