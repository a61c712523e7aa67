from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.services.fuzzy_search import FuzzySearch, letters, plain
from quizapp.services.other_words import OtherWords

TEXTS = (
    "What is a perceptron, and how does it learn?\n퍼셉트론이란 무엇이고 어떻게 학습하나요?",
    "Why does gradient descent use a learning rate?\n경사 하강법은 왜 학습률을 쓰나요?",
    "What does softmax do to a vector of logits?\n소프트맥스는 로짓 벡터에 무엇을 하나요?",
    "What is descent by gradient?\n간아지",
    "강아지는 과일 값을 압니까?",
)
FINDER = FuzzySearch(TEXTS)

words = st.text(st.sampled_from("abcdelnorst퍼셉트론학습값과"), min_size=1, max_size=12)
texts = st.lists(st.lists(words, max_size=6).map(" ".join), min_size=1, max_size=6)


def found(wanted: str) -> list[int]:
    distances = FINDER.find(wanted)
    return sorted(distances, key=lambda index: (distances[index], index))


@pytest.mark.parametrize(
    "typed",
    [
        "p",
        "perc",
        "percep",
        "PERCEPTRON",
        "learn perceptron",
        "퍼셉",
        "퍼셉트",
        "퍼셉트론",
        "퍼셉ㅌ",
        "퍼세",
        "ㅍㅓㅅㅔㅂ",
        normalize("NFD", "퍼셉트론"),
    ],
)
def test_words_find_a_card_from_their_first_letters_on_in_either_language(typed: str) -> None:
    assert 0 in found(typed)


@pytest.mark.parametrize("whole", ["퍼셉트론", "강아지", "과일", "값을", "학습률", "소프트맥스"])
def test_hangul_finds_its_card_at_every_stroke_of_being_composed(whole: str) -> None:
    """What an input method shows on the way: the letters so far, each syllable as far as it has come."""
    (target, *_) = (index for index, text in enumerate(TEXTS) if whole in text)
    for strokes in range(1, len(letters(whole)) + 1):
        assert target in found(_composed(letters(whole)[:strokes])), strokes


def _composed(spelt: str) -> str:
    """Letters as typed so far, put together to syllables where Unicode does so by itself."""
    return normalize("NFC", spelt)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("percptron", 0),
        ("perzeptron", 0),
        ("perceptrron", 0),
        ("perecptron", 0),
        ("percpetro", 0),
        ("gradeint", 1),
        ("sotfmax", 2),
        ("퍼샙트론", 0),
        ("퍼셉드론", 0),
        ("소프드맥스", 2),
    ],
)
def test_a_misspelt_word_finds_what_is_meant(typed: str, meant: int) -> None:
    assert found(typed)[0] == meant


@pytest.mark.parametrize("typed", ["qqqqqq", "xor", "perceptron qqqqqq", "gradlent1", "lern", "뉴런"])
def test_what_is_nowhere_is_not_found(typed: str) -> None:
    assert found(typed) == []


def test_the_words_as_they_stand_come_first_then_words_apart_then_letters() -> None:
    assert found("gradient descent") == [1, 3]
    assert found("descent by") == [3]
    assert found("강아") == [4]
    finder = FuzzySearch(["하고", "학교", "학습", "또 학"])
    assert finder.find("학") == {0: 2, 1: 0, 2: 0, 3: 0}


def test_nothing_typed_finds_everything() -> None:
    assert found("") == found("  ") == list(range(len(TEXTS)))


def test_a_word_that_is_somewhere_as_typed_is_not_taken_for_misspelt() -> None:
    assert FuzzySearch(["the layer", "no later", "the layers"]).find("layer").keys() == {0, 2}


@given(texts, st.data())
def test_every_piece_of_a_text_finds_it_first_of_all(texts: list[str], data: st.DataObject) -> None:
    """Against a search that takes no index: case-blind, anywhere."""
    text = data.draw(st.sampled_from(texts))
    start = data.draw(st.integers(0, len(text)))
    piece = text[start : data.draw(st.integers(start, len(text)))]
    distances = FuzzySearch(texts).find(piece)
    phrase = " ".join(plain(piece).split())
    holding = {index for index, each in enumerate(texts) if phrase in plain(each)}
    assert holding <= {index for index, distance in distances.items() if distance == 0}


@given(texts, st.lists(words, min_size=1, max_size=3))
def test_words_that_are_somewhere_are_found_exactly_where_they_are(texts: list[str], wanted: list[str]) -> None:
    spelt = [letters(text) for text in texts]

    def holds(text: str, word: str) -> bool:
        parts = text.split()
        from_each_word = ("".join(parts[number:]) for number in range(len(parts)))
        return word in text or (len(word) >= 4 and any(part.startswith(word) for part in from_each_word))

    if all(any(holds(text, letters(word)) for text in spelt) for word in wanted):
        expected = {index for index, text in enumerate(spelt) if all(holds(text, letters(word)) for word in wanted)}
        assert FuzzySearch(texts).find(" ".join(wanted)).keys() == expected


COMPOUNDS = ("경사 하강법이란 무엇인가요?", "k-평균과 mini-batch", "data set (large)\nsize", "하이퍼파라미터란?", "배치정규화")


@pytest.mark.parametrize(
    ("typed", "target"),
    [
        ("경사하강법", 0),
        ("경사하강ㅂ", 0),
        ("경사하", 0),
        (normalize("NFD", "경사하강법"), 0),
        ("K평균", 1),
        ("minibatch", 1),
        ("mini_batch", 1),
        ("dataset", 2),
        ("배치정규화", 4),
    ],
)
def test_a_word_finds_the_words_that_it_runs_together(typed: str, target: int) -> None:
    assert list(FuzzySearch(COMPOUNDS).find(typed)) == [target]


@pytest.mark.parametrize("typed", ["사하강법", "atase", "largesize", "하강법이란무엇을"])
def test_words_run_together_from_the_beginning_of_one_and_within_a_line(typed: str) -> None:
    assert FuzzySearch(COMPOUNDS).find(typed, misspelt=False) == {}


@pytest.mark.parametrize(
    ("typed", "distances"),
    [
        ("ㄱㅅㅎㄱㅂ", {0: 1}),
        ("ㄱㅅㅎ", {0: 1}),
        ("ㄳㅎ", {0: 1}),
        ("ㅎㄱㅂ", {0: 1}),
        ("ㄱㅂ", {0: 2}),
        ("ㅎㅇㅍㅍㄹㅁㅌ", {3: 1}),
        ("ㅎㅇㅍㄹㅁㅌ", {3: 1}),
        ("kㅍㄱ", {}),
        ("ㅂㅊㅈㄱㅎ 배치", {4: 1}),
        ("ㅋㅋㅋ", {}),
    ],
)
def test_consonants_alone_are_the_initials_of_syllables(typed: str, distances: dict[int, int]) -> None:
    found = FuzzySearch(COMPOUNDS).find(typed)
    assert {index: distance - 1 for index, distance in found.items()} == distances


def test_initials_are_those_of_the_names_alone() -> None:
    finder = FuzzySearch(["학습률\n경사", "경사\n학습률", "ㅎㅅㄹ"], ["학습률", "경사", ""])
    assert finder.find("ㅎㅅㄹ") == {0: 2, 2: 0}


def test_other_words_find_a_text_as_their_own_do_but_behind_them() -> None:
    others = OtherWords([("히든 레이어", "은닉층"), ("bias", "편향")])
    finder = FuzzySearch(["은닉 층을 쓴다", "히든 레이어를 쓴다", "편향"])
    assert finder.find("히든레이어", others) == {1: 2, 0: 2}
    assert finder.find("히든", others) == {1: 0, 0: 2}
    assert finder.find("레이어", others) == {1: 0, 0: 2}
    assert finder.find("BIAS", others).keys() == {2}
    assert finder.find("이어", others).keys() == {1}
    assert finder.find("bi", others) == {}


@pytest.mark.parametrize("typed", ["percptron", "ㅎㅇㅍㄹㅁㅌ"])
def test_nothing_is_taken_for_misspelt_where_that_is_not_wanted(typed: str) -> None:
    assert FuzzySearch([*TEXTS, *COMPOUNDS]).find(typed, misspelt=False) == {}


@given(words.filter(lambda word: len(letters(word)) >= 5 and letters(word).isalpha()), st.data())
def test_one_wrong_missing_or_extra_letter_is_forgiven(word: str, data: st.DataObject) -> None:
    spelt = letters(word)
    place = data.draw(st.integers(0, len(spelt) - 1))
    wrong = data.draw(
        st.sampled_from([spelt[:place] + spelt[place + 1 :], spelt[:place] + "z" + spelt[place:], spelt[:place] + "z" + spelt[place + 1 :]])
    )
    if len(wrong) >= 5:
        assert FuzzySearch(["other", f"some {word} here"]).find(wrong).keys() == {1}
