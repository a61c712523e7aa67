from typing import Any

import pytest

from quizapp.settings import NO_LIMIT, SETTINGS


@pytest.mark.parametrize(
    ("name", "value", "by", "moved"),
    [
        ("new_per_day", 10, 1, 11),
        ("new_per_day", 0, -1, 0),
        ("new_per_day", 9999, 1, 9999),
        ("reviews_per_day", NO_LIMIT, -1, 9990),
        ("reviews_per_day", 9990, 1, NO_LIMIT),
        ("reviews_per_day", 15, -1, 10),
        ("reviews_per_day", 15, 1, 20),
        ("desired_retention", 0.9, 1, 0.91),
        ("desired_retention", 0.97, 1, 0.97),
        ("desired_retention", 0.70, -1, 0.70),
        ("rollover_hour", 23, 1, 23),
        ("time_zone", "UTC", 1, "UTC"),
        ("editor", "code", -1, "code"),
        ("minutes_per_day", 20, 1, 25),
        ("interview_date", "", 1, ""),
        ("interview_date", "2027-02-28", 1, "2027-03-01"),
        ("interview_date", "2027-01-01", -1, "2026-12-31"),
        ("interview_date", "9999-12-31", 1, "9999-12-31"),
    ],
)
def test_left_and_right_stay_within_what_is_allowed(name: str, value: Any, by: int, moved: Any) -> None:
    assert SETTINGS[name].kind.moved(value, by) == moved


@pytest.mark.parametrize("name", ["new_per_day", "reviews_per_day", "desired_retention", "rollover_hour", "time_limit", "leech_lapses"])
def test_no_number_of_steps_leads_to_a_value_that_is_not_accepted(name: str) -> None:
    setting = SETTINGS[name]
    for by in (1, -1):
        value = setting.default
        for _ in range(1200):
            value = setting.kind.moved(value, by)
            assert setting.kind.accepts(value), value


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("new_per_day", " 12 ", 12),
        ("new_per_day", "1e3", "1e3"),
        ("desired_retention", "0.93", 0.93),
        ("desired_retention", ".8", 0.8),
        ("desired_retention", "", ""),
        ("interview_date", " 2027.3.5. ", "2027-03-05"),
        ("interview_date", "2027/03/05", "2027-03-05"),
        ("interview_date", "2027 12 1", "2027-12-01"),
        ("interview_date", '""', ""),
        ("interview_date", "soon", "soon"),
        ("interview_topics", " Perceptrons,, sql/joins ,Perceptrons", ("Perceptrons", "sql/joins")),
        ("interview_topics", " ", ()),
        ("time_zone", " UTC ", "UTC"),
        ("time_zone", '""', ""),
    ],
)
def test_a_typed_text_is_read_as_it_is_meant(name: str, typed: str, value: Any) -> None:
    assert SETTINGS[name].kind.read(typed) == value


def test_values_are_told_in_words_where_a_number_says_little() -> None:
    told = [
        SETTINGS[name].described(value) for name, value in [("reviews_per_day", NO_LIMIT), ("time_limit", 0), ("desired_retention", 0.9)]
    ]
    assert told == ["no limit", "off", "0.90"]
    assert [SETTINGS["decks"].described(value) for value in [(), ("/a", "/b")]] == ["none", "2 of your own"]
