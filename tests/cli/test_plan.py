import json
from datetime import UTC, date, datetime, timedelta

import pytest

from quizapp.services.container import Services
from tests.cli.conftest import Quizapp

TODAY = datetime.now(UTC).date()


def in_days(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


@pytest.fixture
def prepared(quizapp: Quizapp) -> Quizapp:
    """An interview in ten days."""
    assert quizapp("plan", "--date", in_days(10), "--minutes", "15").returncode == 0
    return quizapp


def test_without_a_date_it_says_how_to_set_one_and_that_is_a_no(quizapp: Quizapp) -> None:
    told = quizapp("plan")
    assert (told.returncode, told.stdout) == (1, "No interview date is set. `quizapp plan --date 2027-03-15` sets one.\n")
    told = quizapp("plan", "--json")
    assert (told.returncode, json.loads(told.stdout)) == (1, {"interview": None})


def test_the_days_ahead_are_a_table(prepared: Quizapp) -> None:
    told = prepared("plan")
    assert told.returncode == 0
    lines = told.stdout.splitlines()
    assert lines[0] == f"Interview in 10 days, on {in_days(10)} · 5 cards, 5 unseen · 15 minutes a day"
    assert lines[1].startswith("Expected recall on the day: ")
    assert lines[1].endswith(" Cards that you have not seen count as forgotten.")
    head = next(place for place, line in enumerate(lines) if line.split() == ["day", "new", "reviews", "minutes"])
    days = lines[head + 1 : head + 11]
    assert [line.split()[0] for line in days] == [in_days(n) for n in range(10)]
    topics = lines[head + 12 :]
    assert topics[0].split() == ["topic", "cards", "unseen", "today", "on", "the", "day"]
    assert [line.split()[:4] for line in topics[1:]] == [["First", "3", "3", "0%"], ["Second", "2", "2", "0%"]]


def test_json_holds_the_same(prepared: Quizapp) -> None:
    told = json.loads(prepared("plan", "--json").stdout)
    assert (told["interview"], told["days_left"], told["cards"], told["unseen"], told["minutes"]) == (in_days(10), 10, 5, 5, 15)
    assert told["readiness"]["today"] == 0
    band = told["readiness"]["on_the_day"]
    assert 0 < band["low"] <= band["expected"] <= band["high"] <= 1
    assert [topic["topic"] for topic in told["by_topic"]] == ["small/first", "small/second"]
    assert [day["date"] for day in told["days"]] == [in_days(n) for n in range(10)]
    assert {tuple(day) for day in told["days"]} == {("date", "new", "reviews", "minutes")}
    assert sum(day["new"] for day in told["days"]) == 5
    assert told["shortfall"] is None


def test_what_due_counts_is_what_the_plan_asks_today(prepared: Quizapp) -> None:
    today = json.loads(prepared("plan", "--json").stdout)["days"][0]
    due = json.loads(prepared("due", "--json").stdout)
    assert (due["due"], due["new"]) == (today["reviews"], today["new"])


def test_topics_and_minutes_are_kept_and_can_be_taken_back(prepared: Quizapp) -> None:
    assert json.loads(prepared("plan", "--topic", "second", "--json").stdout)["cards"] == 2
    assert json.loads(prepared("plan", "--json").stdout)["cards"] == 2
    assert json.loads(prepared("plan", "--topic", "all", "--minutes", "30", "--json").stdout)["cards"] == 5
    told = prepared("plan", "--date", "none")
    assert (told.returncode, told.stdout) == (0, "No interview date is set. `quizapp plan --date 2027-03-15` sets one.\n")
    assert json.loads(prepared("config", "--json").stdout)["minutes_per_day"] == 30


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--date", "soon"), "interview_date cannot be 'soon'; write a day such as"),
        (("--date", "2026-02-30"), "interview_date cannot be '2026-02-30'"),
        (("--date", "2001-01-01"), "2001-01-01 is over. Give a day that is still to come."),
        (("--topic", "frist"), "there is no topic 'frist'. Did you mean 'First'?"),
        (("--topic", "qqqqq"), "there is no topic 'qqqqq'. Choose from: First, Second."),
        (("--minutes", "0"), "minutes_per_day cannot be 0; write a whole number from 1 to 600."),
        (("--minutes", "many"), "'many' is not a valid integer"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(prepared: Quizapp, arguments: tuple[str, ...], said: str) -> None:
    before = prepared("config", "--json").stdout
    told = prepared("plan", "--minutes", "44", *arguments) if "--minutes" not in arguments else prepared("plan", *arguments)
    assert told.returncode != 0
    assert said in told.stderr
    assert "Traceback" not in told.stderr
    assert prepared("config", "--json").stdout == before


def test_a_day_may_be_written_as_in_korea(quizapp: Quizapp) -> None:
    day = TODAY + timedelta(days=40)
    assert quizapp("plan", "--date", f"{day.year}. {day.month}. {day.day}.").returncode == 0
    assert json.loads(quizapp("plan", "--json").stdout)["interview"] == day.isoformat()


def test_too_few_minutes_are_said_with_what_would_be_enough(quizapp: Quizapp) -> None:
    told = quizapp("plan", "--date", in_days(4), "--minutes", "1")
    assert "1 minutes a day are not enough" not in told.stdout
    assert "1 minute a day is not enough. " in told.stdout


def test_after_the_day_it_says_so(quizapp: Quizapp, services: Services) -> None:
    services.preferences.change("interview_date", date(2001, 1, 1).isoformat())
    told = quizapp("plan")
    assert told.returncode == 1
    assert told.stdout == "The interview on 2001-01-01 is over. `quizapp plan --date 2027-03-15` sets another date.\n"
