"""Which names may be had."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from apps.common.errors import InvalidInput
from tenants.registry import subdomains
from tenants.registry.models import Tenant

LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{1,61})[a-z0-9]\Z")


@pytest.mark.parametrize("name", ["iron-temple", "abc", "a" * 63, "gym24", "x-9-y"])
def test_good_names(name: str) -> None:
    assert subdomains.problem_with(name) == ""


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "Choose"),
        ("ab", "At least 3"),
        ("a" * 64, "At most 63"),
        ("-abc", "starting and ending"),
        ("abc-", "starting and ending"),
        ("a b c", "Only a to z"),
        ("a_b_c", "Only a to z"),
        ("a.b.c", "Only a to z"),
        ("abc\n", "Only a to z"),
        ("xn--abc", "two hyphens"),
        ("irön", "other alphabets"),
        ("ir\u043en-temple", "other alphabets"),
        ("admin", "reserved"),
        ("console", "reserved"),
        ("www", "reserved"),
        ("ad-min", "reserved"),
        ("adrnin", "reserved"),
        ("mecto-fitness", "reserved"),
        ("l0gin", "reserved"),
    ],
)
def test_bad_names_say_why(name: str, words: str) -> None:
    assert words in subdomains.problem_with(name)


def test_case_and_outer_space_are_forgiven() -> None:
    assert subdomains.normalise("  Iron-Temple ") == "iron-temple"


@pytest.mark.parametrize(
    "other", ["iron-temp1e", "lron-temple", "irontemple", "ir0n-temple", "lrontemp1e", "iron-temple"]
)
@pytest.mark.django_db
def test_look_alikes_of_a_taken_name_are_taken(other: str) -> None:
    Tenant.objects.create(name="Iron Temple", subdomain="iron-temple", skeleton=subdomains.skeleton("iron-temple"))
    with pytest.raises(InvalidInput) as refusal:
        subdomains.check_free(other, "Iron Temple")
    (message,) = refusal.value.fields["subdomain"]
    offered = message.rpartition(". ")[2].removesuffix(" is free.")
    subdomains.check_free(offered)


@given(st.text(max_size=80))
def test_whatever_is_typed_is_a_label_or_has_a_reason(typed: str) -> None:
    name = subdomains.normalise(typed)
    if not subdomains.problem_with(name):
        assert LABEL.match(name)


@example("c1ub")
@example("c-lub")
@given(st.from_regex(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]", fullmatch=True))
def test_a_skeleton_is_its_own_skeleton(name: str) -> None:
    """Folding twice folds no further: two names are look-alikes or they are not."""
    once = subdomains.skeleton(name)
    assert subdomains.skeleton(once) == once
