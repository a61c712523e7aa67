"""`quizapp stats`: figures that read well in a pipe and in 80 columns."""

import json

import time_machine

from quizapp.domain.history import Rating
from quizapp.domain.statistics_words import Section, meaning
from quizapp.export.statistics_json import statistics_json
from quizapp.plots.columns import lines
from quizapp.plots.picture import width
from quizapp.services.container import Services
from tests.cli.conftest import Quizapp
from tests.conftest import Clock
from tests.figures import statistics


def studied(services: Services, clock: Clock) -> None:
    for days in (1, 4, 12):
        for card in ("small/one", "small/two"):
            services.study.grade(card, Rating.AGAIN if days == 12 and card == "small/two" else Rating.GOOD, 30_000)
        clock.tick(days=days)


def test_every_kind_of_figure_is_printed_in_the_order_of_the_screen_with_what_it_means(
    quizapp: Quizapp, services: Services, clock: Clock
) -> None:
    studied(services, clock)
    found = services.progress().statistics("en")
    with time_machine.travel(clock.at, tick=False):
        printed = quizapp("stats").stdout
    places = [printed.index(section.heading) for section in Section]
    assert places == sorted(places)
    rows = printed.splitlines()
    for section in Section:
        assert rows[rows.index(section.heading) + 1] == meaning(section, found)
    tables = [row for row in rows if row.startswith("  ")]
    assert max(map(width, tables)) <= 80
    assert "  What is two?       1       50%" in tables


def test_a_new_learner_is_told_that_there_is_nothing_yet(quizapp: Quizapp) -> None:
    printed = quizapp("stats").stdout
    assert "You have not answered a card yet." in printed
    assert "nan" not in printed


def test_a_script_gets_the_same_figures_as_one_document(quizapp: Quizapp, services: Services, clock: Clock) -> None:
    studied(services, clock)
    found = services.progress().statistics("en")
    with time_machine.travel(clock.at, tick=False):
        document = json.loads(quizapp("stats", "--json").stdout)
    assert (document["format"], document["version"]) == ("quizapp-statistics", 1)
    assert document["meaning"] == {section.value: meaning(section, found) for section in Section}
    assert [day["answers"] for day in document["study_days"]] == [2, 2, 2]
    assert [day["minutes"] for day in document["study_days"]] == [1.0, 1.0, 1.0]
    assert [day["reviews"] for day in document["coming"]] == found.coming
    assert document["retention"]["last_twelve_months"] == {"reviews": 4, "recalled": 3, "share": 0.75}
    assert [card["card"] for card in document["hardest"]] == ["small/two"]
    assert (document["calibration"]["reviews"], document["calibration"]["sentence"]) == (4, None)
    assert document["topics"][0] == {
        "topic": "small/first",
        "title": "First",
        "cards": 3,
        "seen": 2,
        "due": document["topics"][0]["due"],
        "reviews": 4,
        "recalled": 3,
        "share": 0.75,
    }


def test_a_script_gets_the_sentence_on_how_predictions_came_true() -> None:
    found = json.loads(statistics_json(statistics()))["calibration"]
    fullest = max(found["bins"], key=lambda each: each["reviews"])
    predicted, recalled = (round(100 * fullest[name]) for name in ("predicted", "recalled"))
    assert found["sentence"] == f"When the app says {predicted} %, you recall {recalled} %."


def test_words_give_way_to_numbers_where_there_is_little_room() -> None:
    from quizapp.domain.statistics_tables import tables

    (cards, _) = tables(Section.HARDEST, statistics(question="What does a very long question ask that nobody can read in one line? " * 2))
    rows = list(lines(cards, 60))
    assert [width(row) for row in rows] == [60, 60, 60]
    assert rows[1].endswith("…       4       56%")
