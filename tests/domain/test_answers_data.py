"""The typed answers under tests/data/answers are whole and balanced, so that a figure measured on one half means something."""

import tomllib
from collections import Counter
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from quizapp.decks.load import load
from quizapp.settings import shipped

FOLDER = Path(__file__).parent.parent / "data" / "answers"
THIRD, DEVELOPMENT = FOLDER.parent / "third", FOLDER.parent / "development"
LANGUAGES, KINDS, HALVES = ("en", "ko"), ("good", "partial", "wrong", "off-topic"), ("tune", "report")
FIELDS = {"id", "language", "kind", "half", "said", "text"}

Answers = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def answers() -> Answers:
    return read(FOLDER)


@pytest.fixture(scope="module")
def third() -> Answers:
    return read(THIRD)


@pytest.fixture(scope="module")
def development() -> Answers:
    return read(DEVELOPMENT)


def read(folder: Path) -> Answers:
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8"))["answer"] for path in sorted(folder.glob("*.toml"))}


def one_after_another(answers: Answers) -> list[dict[str, Any]]:
    return [answer for of_card in answers.values() for answer in of_card]


@pytest.fixture(scope="module")
def every(answers: Answers) -> list[dict[str, Any]]:
    return one_after_another(answers)


def test_every_answer_has_an_id_of_its_own_and_known_values(every: list[dict[str, Any]], third: Answers, development: Answers) -> None:
    both = every + one_after_another(third) + one_after_another(development)
    assert len({answer["id"] for answer in both}) == len(both) >= 120
    for answer in both:
        assert set(answer) == FIELDS, answer["id"]
        assert answer["language"] in LANGUAGES, answer["id"]
        assert answer["kind"] in KINDS, answer["id"]
        assert answer["text"].strip(), answer["id"]
    assert {answer["half"] for answer in every} == set(HALVES)
    assert {answer["half"] for answer in one_after_another(third)} <= {"third"}
    assert {answer["half"] for answer in one_after_another(development)} == {"development", "validation"}


def test_every_answer_has_a_label_for_each_key_point_of_its_card_in_either_language(
    answers: Answers, third: Answers, development: Answers
) -> None:
    cards = {card.id.partition("/")[2]: card for card in load(shipped("content") / "deep-learning", lambda link: None).deck.cards}
    assert answers.keys() | third.keys() | development.keys() <= cards.keys()
    for card, of_card in (*answers.items(), *third.items(), *development.items()):
        counts = {len(cards[card].texts[language].key_points) for language in LANGUAGES}
        assert len(counts) == 1, f"{card}: the languages differ in their number of key points"
        for answer in of_card:
            assert answer["id"].startswith(f"{card}-{answer['language']}-")
            assert {len(answer["said"])} == counts, answer["id"]
            assert set(answer["said"]) <= {"y", "p", "n"}, answer["id"]


def test_no_two_answers_say_the_same(every: list[dict[str, Any]], third: Answers, development: Answers) -> None:
    both = every + one_after_another(third) + one_after_another(development)
    texts = Counter(" ".join(answer["text"].split()).casefold() for answer in both)
    assert [text for text, times in texts.items() if times > 1] == []


def test_the_halves_are_even_within_every_card_and_language_and_hold_every_kind_in_both_languages(
    answers: Answers, every: list[dict[str, Any]]
) -> None:
    for card, of_card in answers.items():
        halves = Counter((answer["language"], answer["half"]) for answer in of_card)
        assert [one for one in LANGUAGES if abs(halves[one, "tune"] - halves[one, "report"]) > 1] == [], card
    held = Counter((answer["half"], answer["language"], answer["kind"]) for answer in every)
    assert [each for each in product(HALVES, LANGUAGES, KINDS) if held[each] < 10] == []
