"""The rules of the questionnaire, for any set of answers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from apps.clients.questionnaire import CURRENT, NO, VERSIONS, YES, FollowUp, judge, missing, trimmed

KEYS = [item.key for item in CURRENT.items()]
TEXTS = {item.key for item in CURRENT.items() if isinstance(item, FollowUp) and item.kind == "text"}
ANSWERS = st.dictionaries(st.sampled_from([*KEYS, "unknown"]), st.sampled_from([YES, NO, "", "maybe", "words"]))


@given(ANSWERS)
def test_no_follow_up_outlives_its_question(answers: dict[str, str]) -> None:
    kept = trimmed(CURRENT, answers)
    assert all(kept[parent] == YES for key, parent in CURRENT.parents.items() if key in kept)
    assert set(kept) <= set(KEYS)
    assert all(value in {YES, NO} for key, value in kept.items() if key not in TEXTS)
    assert all(kept[key] == answers[key] for key in kept)


@given(ANSWERS)
def test_a_doctor_is_asked_exactly_when_an_answer_that_counts_says_so(answers: dict[str, str]) -> None:
    counting = {
        item.key
        for item in CURRENT.items()
        if answers.get(item.key) == YES
        and item.key not in TEXTS
        and (item.key not in CURRENT.parents or answers.get(CURRENT.parents[item.key]) == YES)
    }
    outcome = judge(CURRENT, answers)
    assert outcome.needs_clearance == any(CURRENT.by_key[key].asks_doctor for key in counting)
    assert set(outcome.flags) == {key for key in counting if CURRENT.by_key[key].flag is not None}
    assert [key for key in KEYS if key in outcome.flags] == list(outcome.flags)


@given(ANSWERS)
def test_nothing_is_missing_once_it_is_answered(answers: dict[str, str]) -> None:
    complete = dict(answers)
    while gaps := missing(CURRENT, complete):
        assert not set(gaps) & TEXTS
        complete |= dict.fromkeys(gaps, NO)
    assert all(trimmed(CURRENT, complete).get(question.key) in {YES, NO} for question in CURRENT.questions)


@given(ANSWERS)
def test_trimming_and_judging_again_changes_nothing(answers: dict[str, str]) -> None:
    kept = trimmed(CURRENT, answers)
    assert trimmed(CURRENT, kept) == kept
    assert judge(CURRENT, kept) == judge(CURRENT, answers)


def test_a_clean_sheet_is_clear() -> None:
    outcome = judge(CURRENT, {question.key: NO for question in CURRENT.questions})
    assert (outcome.flags, outcome.needs_clearance) == ((), False)


def test_keys_are_unique_and_the_number_is_the_versions() -> None:
    for number, questionnaire in VERSIONS.items():
        keys = [item.key for item in questionnaire.items()]
        assert len(keys) == len(set(keys))
        assert questionnaire.version == number
