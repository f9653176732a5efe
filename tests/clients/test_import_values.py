from __future__ import annotations

import csv
import datetime as dt
import io
from contextlib import suppress

import phonenumbers
import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from apps.clients.services.imports.cells import neutralise, restore
from apps.clients.services.imports.columns import field_named
from apps.clients.services.imports.dates import DAY_FIRST, MONTH_FIRST, detect_order, parse_day
from apps.clients.services.imports.tables import DELIMITERS, detect_delimiter, read_table
from apps.clients.services.values.countries import parse_country
from apps.clients.services.values.emails import parse_email
from apps.clients.services.values.phones import parse_phone, readable_phone
from apps.clients.services.values.refusal import Refused

days = st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2026, 1, 1))
printable = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), max_size=12)


@given(day=days)
def test_a_day_is_read_back_however_it_is_written(day: dt.date) -> None:
    assert parse_day(day.isoformat(), order=MONTH_FIRST, country="US") == day
    assert parse_day(f"{day.day:02}.{day.month:02}.{day.year}", order=MONTH_FIRST, country="US") == day
    assert parse_day(f"{day.day}/{day.month}/{day.year}", order=DAY_FIRST, country="US") == day
    assert parse_day(f"{day.month}/{day.day}/{day.year}", order=MONTH_FIRST, country="DE") == day
    assert parse_day(f"{day.year}年{day.month}月{day.day}日", order=DAY_FIRST, country="JP") == day


@given(written=st.lists(days, min_size=1, max_size=30))
def test_the_decision_never_makes_a_day_impossible(written: list[dt.date]) -> None:
    cells = [f"{day.month:02}/{day.day:02}/{day.year}" for day in written]
    order = detect_order(cells)
    if any(day.day > 12 for day in written):
        assert order.order == MONTH_FIRST
        assert [parse_day(cell, order=order.order, country="GB") for cell in cells] == written
    else:
        assert order.month_first == order.day_first == 0


@pytest.mark.parametrize("text", ["30.02.1990", "13/13/1990", "soon", "1990", "00.01.1990", "1990-13-01"])
def test_no_day_is_made_up(text: str) -> None:
    with pytest.raises(Refused):
        parse_day(text, order=DAY_FIRST, country="GB")


@time_machine.travel("2026-11-22")
def test_two_digit_years_are_never_in_the_future() -> None:
    years = {text: parse_day(f"01.02.{text}", order=DAY_FIRST, country="") for text in ("89", "04", "26", "27")}
    assert {text: day.year for text, day in years.items() if day} == {"89": 1989, "04": 2004, "26": 2026, "27": 1927}


@given(
    region=st.sampled_from(["GB", "US", "DE", "FR", "ES", "IT", "SE", "PL", "BR", "JP", "CN", "IN", "EG", "UA", "VN"])
)
def test_a_phone_is_the_same_national_and_international(region: str) -> None:
    number = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
    assert number is not None
    kept = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    for style in (phonenumbers.PhoneNumberFormat.NATIONAL, phonenumbers.PhoneNumberFormat.INTERNATIONAL):
        assert parse_phone(phonenumbers.format_number(number, style), country=region) == kept
    assert parse_phone(readable_phone(kept, country=region), country=region) == kept


@given(text=st.text(max_size=30))
def test_any_text_is_a_phone_or_refused(text: str) -> None:
    with suppress(Refused):
        kept = parse_phone(text, country="GB")
        assert kept is None or (kept.startswith("+") and kept[1:].isascii() and kept[1:].isdigit())


@given(text=st.text(max_size=40))
def test_any_text_is_an_email_or_refused_and_parsing_again_changes_nothing(text: str) -> None:
    with suppress(Refused):
        kept = parse_email(text)
        assert kept is None or parse_email(kept) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (" Anna@Example.COM ", "anna@example.com"),
        ("anna@MÜLLER.de", "anna@müller.de"),
        ("anna@xn--mller-kva.de", "anna@müller.de"),
        ("mailto:a@b.co", "a@b.co"),
        ("", None),
    ],
)
def test_emails_are_kept_in_one_form(text: str, kept: str | None) -> None:
    assert parse_email(text) == kept


@pytest.mark.parametrize("text", ["a b@c.de", "a@@b.de", "@b.de", "a@b", "a@b..de", "a@-b.de", "a" * 250 + "@b.de"])
def test_broken_emails_are_refused(text: str) -> None:
    with pytest.raises(Refused):
        parse_email(text)


@pytest.mark.parametrize(
    ("text", "code"), [("DE", "DE"), ("deutschland", "DE"), ("USA", "US"), ("u.k.", None), ("UK", "GB"), ("", "")]
)
def test_countries_are_known_by_code_and_name(text: str, code: str | None) -> None:
    if code is None:
        with pytest.raises(Refused):
            parse_country(text)
    else:
        assert parse_country(text) == code


@given(cell=st.text(max_size=20))
def test_what_goes_out_is_harmless_and_comes_back_the_same(cell: str) -> None:
    out = neutralise(cell)
    assert not out.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert restore(out) == cell


@given(
    rows=st.lists(st.tuples(printable, printable, printable), min_size=2, max_size=8),
    delimiter=st.sampled_from(sorted(DELIMITERS)),
)
def test_a_table_survives_the_round_trip(rows: list[tuple[str, str, str]], delimiter: str) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow(["Name", "Email", "Notes"])
    writer.writerows([[neutralise(cell) for cell in ("x" + row[0], *row[1:])] for row in rows])

    assert detect_delimiter(out.getvalue()) == delimiter
    table = read_table(out.getvalue(), delimiter)

    assert table.header == ["Name", "Email", "Notes"]
    assert [tuple(cells) for _number, cells in table.rows] == [("x" + row[0], *row[1:]) for row in rows]


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("E-MAIL", "email"),
        ("Prénom", "first_name"),
        ("PRENOM", "first_name"),
        ("Geburtsdatum", "date_of_birth"),
        ("Телефон", "phone"),
        ("phone_number", "phone"),
        ("氏名", "full_name"),
        ("Doğum tarihi", "date_of_birth"),
        ("Favourite colour", ""),
    ],
)
def test_columns_are_known_in_many_languages(name: str, field: str) -> None:
    assert field_named(name) == field
