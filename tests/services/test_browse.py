from collections.abc import Callable
from datetime import date, timedelta
from functools import cmp_to_key
from itertools import combinations
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.history import Rating
from quizapp.domain.schedule import CardState
from quizapp.services.browse import FILTERS, CardList, CardTrait, Column, Entry, View, read_cards
from quizapp.services.catalog import Catalog
from quizapp.services.container import Services
from tests.conftest import Clock

TODAY = date(2026, 3, 2)
WORDS = ("gradient", "descent", "layer", "퍼셉트론", "학습", "Loss")

questions = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
entries = st.builds(
    Entry,
    id=st.sampled_from("abcdefghijklmnop").map("deck/{}".format),
    topic=st.sampled_from(["deck/t", "deck/u", "other/t"]),
    titles=st.sampled_from([{"en": "Zeta", "ko": "가나"}, {"en": "alpha"}, {"ko": "하하"}]),
    questions=st.one_of(st.fixed_dictionaries({"en": questions}), st.fixed_dictionaries({"en": questions, "ko": questions})),
    demo=st.just(""),
    state=st.sampled_from(CardState),
    waits=st.booleans(),
    due=st.none() | st.integers(-3, 3).map(lambda days: TODAY + timedelta(days=days)),
    recall=st.none() | st.sampled_from([0.1, 0.5, 0.9]),
    lapses=st.integers(0, 2),
)
lists = st.lists(entries, max_size=12, unique_by=lambda entry: entry.id).map(lambda entries: CardList(TODAY, entries))
views = st.builds(
    View,
    words=st.sampled_from(["", "", " ", "gradient", "gra", "학", "layer loss", "nowhere"]),
    topic=st.sampled_from([None, None, "deck/t", "other/t", "gone/t"]),
    state=st.sampled_from([None, None, *FILTERS]),
    column=st.sampled_from([None, *Column]),
    descending=st.booleans(),
    language=st.sampled_from(["en", "ko", "alternate"]),
)


def value(entry: Entry, column: str, language: str) -> Any:
    texts = {"question": entry.questions, "topic": entry.titles}
    if column in texts:
        return (texts[column].get(language) or next(iter(texts[column].values()))).casefold()
    return list(CardState).index(entry.state) if column == "state" else getattr(entry, column)


def before(view: View) -> Callable[[Entry, Entry], int]:
    def compare(a: Entry, b: Entry) -> int:
        assert view.column is not None
        left, right = value(a, view.column, view.language), value(b, view.column, view.language)
        if left is None or right is None:
            return (left is None) - (right is None)
        return (int(left > right) - int(left < right)) * (-1 if view.descending else 1)

    return compare


@given(lists, views)
def test_a_view_is_what_one_gets_by_looking_at_every_card(cards: CardList, view: View) -> None:
    """Card by card, and sorted by comparing pairs; only what words find is taken from the finder, which has tests of its own."""
    order = list(range(len(cards.entries)))
    if view.words.strip():
        names, distances = cards._names.find(view.words), cards._heads.find(view.words)
        order = sorted(distances, key=lambda index: (index not in names, distances[index], index))
    kept = []
    for index in order:
        entry = cards.entries[index]
        if view.topic not in (None, entry.topic):
            continue
        if view.state == "due" and not entry.waits:
            continue
        if view.state not in (None, "due", entry.state):
            continue
        kept.append(entry)
    if view.column is not None:
        kept.sort(key=cmp_to_key(before(view)))
    elif view.descending:
        kept.reverse()
    assert list(map(id, cards.select(view))) == list(map(id, kept))


@given(lists, views)
def test_sorting_loses_no_card_and_reversing_keeps_equal_ones_in_place(cards: CardList, view: View) -> None:
    one, other = cards.select(view), cards.select(view.reversed())
    assert sorted(map(id, one)) == sorted(map(id, other))
    if view.column is not None:
        for a, b in combinations(one, 2):
            if value(a, view.column, view.language) == value(b, view.column, view.language):
                assert other.index(a) < other.index(b)


def test_a_column_sorts_from_its_interesting_end_then_from_the_other_then_not_at_all() -> None:
    view = View(words="x", state=CardState.NEW)
    recall = view.sorted_by(Column.RECALL)
    assert (recall.column, recall.descending) == ("recall", False)
    assert recall.sorted_by(Column.RECALL) == recall.reversed()
    assert recall.sorted_by(Column.RECALL).sorted_by(Column.RECALL) == view
    lapses = recall.sorted_by(Column.LAPSES)
    assert (lapses.column, lapses.descending) == ("lapses", True)
    assert lapses.sorted_by(Column.LAPSES).descending is False
    assert lapses.sorted_by(Column.LAPSES).sorted_by(Column.LAPSES).column is None


def test_topics_states_and_languages_follow_each_other_in_a_round(services: Services) -> None:
    services.study.suspend("small/two")
    cards, view = read_cards(services.study), View(language="alternate")
    assert [(view := cards.next_topic(view)).topic for _ in range(3)] == ["small/first", "small/second", None]
    assert cards.next_topic(view, -1).topic == "small/second"
    assert [(view := cards.next_state(view)).state for _ in range(3)] == ["new", "suspended", None]
    assert cards.next_state(View(state=CardTrait.LEECH)).state == "new"
    assert [(view := cards.next_language(view)).language for _ in range(3)] == ["ko", "en", "ko"]


def test_orders_follow_each_other_in_a_round() -> None:
    view = View()
    seen = []
    for _ in range(len(Column) + 1):
        view = view.next_order()
        seen.append(view.column)
    assert seen == [*Column, None]
    assert view == View()


def test_the_list_tells_of_each_card_what_is_known_of_it(services: Services, clock: Clock) -> None:
    study = services.study
    study.grade("small/one", Rating.GOOD, 1)
    study.grade("small/two", Rating.GOOD, 1)
    study.grade("small/two", Rating.AGAIN, 1)
    study.bury("small/three")
    study.suspend("small/four")
    cards = read_cards(study)
    assert [entry.id for entry in cards.entries] == [f"small/{name}" for name in ("one", "two", "three", "four", "five")]
    one, two, three, four, five = cards.entries
    assert [entry.state for entry in cards.entries] == ["review", "failing", "buried", "suspended", "new"]
    assert [entry.waits for entry in cards.entries] == [False, True, False, False, False]
    assert (one.due, one.lapses, one.languages) == (study.schedule("small/one").due, 0, "en ko")
    assert (two.due, two.lapses, two.languages) == (study.day(), 1, "en")
    assert three.recall is four.recall is five.recall is None
    assert one.question("ko") == "하나란 무엇인가요?"
    assert two.question("ko") == "What is two?"
    assert (one.title("ko"), one.title("en"), four.title("ko")) == ("첫째", "First", "Second")
    assert one.demo == "xor-failure"
    clock.tick(days=1)
    assert [entry.state for entry in read_cards(study).entries] == ["review", "failing", "new", "suspended", "new"]


def test_recall_is_the_memory_models_to_the_last_bit(services: Services, clock: Clock) -> None:
    study = services.study
    for number, name in enumerate(("one", "two", "three", "four")):
        study.grade(f"small/{name}", Rating(1 + number), 1)
        clock.tick(days=3)
    study.grade("small/two", Rating.HARD, 1)
    clock.tick(days=40)
    memory = study._memory()
    for entry in read_cards(study).entries:
        schedule = study.schedule(entry.id)
        assert entry.recall == memory.retrievability(schedule, clock.at)
    assert read_cards(study).entries[0].recall is not None
    assert read_cards(study).entries[4].recall is None


def test_due_are_exactly_the_reviews_that_the_daily_quiz_asks(services: Services, clock: Clock) -> None:
    study = services.study
    for name in ("one", "two", "three", "four"):
        study.grade(f"small/{name}", Rating.GOOD, 1)
    clock.tick(days=30)
    study.grade("small/one", Rating.EASY, 1)
    study.bury("small/two")
    study.suspend("small/three")
    listed = [entry.id for entry in read_cards(study).select(View(state=CardTrait.DUE))]
    assert sorted(listed) == sorted(study.waiting(None)[0]) == ["small/four"]


def test_an_archived_card_is_not_listed(services: Services, content: Path) -> None:
    (content / "small" / "two.md").unlink()
    services.library.refresh()
    assert "small/two" not in [entry.id for entry in read_cards(services.study).entries]


def test_a_card_that_is_added_while_the_list_is_read_is_in_the_next_one(
    services: Services, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions = Catalog.questions

    def and_add(catalog: Catalog) -> dict[str, dict[str, str]]:
        found = questions(catalog)
        (content / "small" / "six.md").write_text("# What is six?\n\nThe answer.\n")
        services.library.refresh()
        return found

    monkeypatch.setattr(Catalog, "questions", and_add)
    assert len(read_cards(services.study).entries) == 5
    assert len(read_cards(services.study).entries) == 6


def test_words_find_cards_by_question_topic_and_name_in_any_language(services: Services) -> None:
    cards = read_cards(services.study)

    def found(words: str) -> list[str]:
        return [entry.id.partition("/")[2] for entry in cards.select(View(words=words))]

    assert found("What is fiv") == ["five"]
    assert found("하나란") == ["one"]
    assert found("second") == ["four", "five"]
    assert found("첫") == ["one", "two", "three"]
    assert found("small") == [], "the deck is in the id of all its cards: it would find them all"


def test_words_find_cards_by_answer_key_point_and_synonym_behind_those_that_go_by_them(services: Services, content: Path) -> None:
    (content / "small" / "four.md").write_text("# What is four?\n\nTwice two.\n\n## Key points\n- **square** <!-- also: quadratic -->\n")
    (content / "small" / "four.ko.md").write_text("# 넷이란?\n\n둘의 두 배.\n\n## 핵심 포인트\n- **제곱수**\n")
    services.library.refresh()
    cards = read_cards(services.study)
    cards.look_inside(services.catalog.answers(), services.catalog.other_words())

    def found(words: str) -> list[str]:
        return [entry.id.partition("/")[2] for entry in cards.select(View(words=words))]

    assert found("quadratic") == found("quadratci") == found("제곱") == found("square twice") == found("넷이란 배") == ["four"]
    assert found("two") == ["two", "four"], "a question comes before an answer"


def test_a_card_that_goes_by_the_words_comes_before_those_whose_topic_does(services: Services, content: Path) -> None:
    (content / "small" / "five.md").write_text("# What is the second power?\n\nA square.\n")
    services.library.refresh()
    cards = read_cards(services.study)

    def found(words: str) -> list[str]:
        return [entry.id.partition("/")[2] for entry in cards.select(View(words=words))]

    assert found("second") == found("secnod") == ["five", "four"]
    cards.look_inside(services.catalog.answers(), services.catalog.other_words())
    assert found("second") == ["five", "four"]


GLOSSARY = """
[ko]
"backpropagation" = { write = "역전파", not = ["백프로파게이션", "체인 룰"] }
"""


def test_words_find_what_the_glossary_says_is_written_for_them(services: Services, content: Path) -> None:
    (content / "small" / "glossary.toml").write_text(normalize("NFD", GLOSSARY), "utf-8")
    (content / "small" / "three.md").write_text("# What is three?\n\n역 전파로 학습한다.\n")
    (content / "small" / "four.ko.md").write_text("# 역전파란?\n\n답.\n")
    services.library.refresh()
    cards = read_cards(services.study)
    others = services.catalog.other_words()

    def found(words: str) -> list[str]:
        return [entry.id.partition("/")[2] for entry in cards.select(View(words=words))]

    cards.look_inside(services.catalog.answers(), others)
    for words in ("백프로파게이션", "백프로", "체인룰", "체인", "backpropagation"):
        assert found(words) == ["four", "three"]
    assert found("백파") == []
    assert [entry.id for entry in cards.known_by("백프로파게이션", others)] == ["small/four"]
    assert [entry.id for entry in cards.known_by("학습", others)] == []


def test_initials_are_looked_for_in_what_a_card_goes_by_and_not_in_answers(services: Services, content: Path) -> None:
    (content / "small" / "three.md").write_text("# What is three?\n\n경사 하강법으로 학습한다.\n")
    (content / "small" / "four.ko.md").write_text("# 경사 하강법이란?\n\n답.\n")
    services.library.refresh()
    cards = read_cards(services.study)
    cards.look_inside(services.catalog.answers(), services.catalog.other_words())
    assert [entry.id for entry in cards.select(View(words="ㄱㅅㅎㄱㅂ"))] == ["small/four"]
    assert [entry.id for entry in cards.select(View(words="경사하강법"))] == ["small/four", "small/three"]


def test_a_cards_demo_is_the_first_of_its_own_language_or_else_of_a_translation(services: Services, content: Path) -> None:
    (content / "small" / "one.md").write_text("# One?\n\n[a](demo:perceptron) [b](demo:dropout)\n")
    (content / "small" / "two.md").write_text("# Two?\n\nNone.\n")
    (content / "small" / "two.ko.md").write_text("# 둘?\n\n[a](demo:dropout)\n")
    (content / "small" / "three.md").write_text("# Three?\n\nNone.\n")
    services.library.refresh()
    assert [entry.demo for entry in read_cards(services.study).entries[:3]] == ["perceptron", "dropout", ""]
