from pathlib import Path
from typing import Literal
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.decks.advice import advise, seconds_aloud
from quizapp.decks.glossary import GLOSSARY, read_glossary
from quizapp.decks.load import load
from quizapp.domain.card import Problem

FULL = """# Q?

An answer.

[See](demo:dropout)

## Key points
- one
- two

## Follow-ups
- Why?

  So.

## Sources
- A. <https://a.org>
"""
FULL_KO = """# 질문?

답입니다.

[보기](demo:dropout)

## 핵심 포인트
- 하나
- 둘

## 꼬리 질문
- 왜?

  그래서.

## 출처
- A. <https://a.org>
"""


def warnings(folder: Path, **files: str) -> list[str]:
    for name, text in files.items():
        (folder / f"{name.replace('_', '.')}.md").write_text(text, "utf-8")
    return [str(problem) for problem in sorted(advise(folder, load(folder, lambda link: None).deck))]


def test_the_code_of_a_country_in_the_place_of_a_language_gets_a_warning(tmp_path: Path) -> None:
    assert warnings(tmp_path, card=FULL, card_kr=FULL_KO) == [
        "card.kr.md:1: warning: 'kr' before .md is the code of a country; did you mean 'ko'?"
    ]
    (tmp_path / "card.kr.md").unlink()
    (tmp_path / "deck.toml").write_text('language = "jp"\n')
    assert warnings(tmp_path, card=FULL) == ["deck.toml: warning: the language 'jp' is the code of a country; did you mean 'ja'?"]


def test_a_complete_card_and_its_translation_get_no_warning(tmp_path: Path) -> None:
    assert warnings(tmp_path, card=FULL, card_ko=FULL_KO) == []


def test_a_card_without_key_points_is_warned_about_and_one_without_a_demo_only_where_others_link_one(tmp_path: Path) -> None:
    (without_points,) = warnings(tmp_path, card="# Q?\n\nA.\n")
    assert without_points.startswith("card.md:1: warning: no key points;")
    without_demo, again = warnings(tmp_path, another=FULL)
    assert again == without_points
    assert without_demo.startswith("card.md:1: warning: no demo, unlike other cards of this deck;")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("- 둘\n", "", "has 1 key point, but its original (card.md) has 2"),
        ("- 왜?\n\n  그래서.\n", "- 왜?\n\n  그래서.\n- 또?\n\n  네.\n", "has 2 follow-ups, but its original (card.md) has 1"),
        ("- A. <https://a.org>\n", "- A. <https://a.org>\n- B.\n", "has 2 sources, but its original (card.md) has 1"),
        ("demo:dropout", "demo:backprop", "links to other demos than its original (card.md)"),
        ("## 꼬리 질문", "## 더 깊이\n더.\n\n## 꼬리 질문", "has a deeper part, but its original (card.md) has none"),
    ],
)
def test_a_translation_that_lags_behind_its_original_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in FULL_KO
    (warning,) = warnings(tmp_path, card=FULL, card_ko=FULL_KO.replace(old, new))
    assert warning.startswith("card.ko.md:1: warning: ")
    assert told in warning


@given(st.integers(1, 400), st.integers(0, 600))
def test_time_aloud_adds_words_and_syllables(words: int, syllables: int) -> None:
    text = " ".join(["word"] * words) + " " + " ".join(["가나"] * (syllables // 2))
    assert seconds_aloud(text) == pytest.approx(60 * (words / 150 + syllables // 2 * 2 / 300))


def test_what_is_not_said_takes_no_time() -> None:
    assert seconds_aloud(
        "One **two** `three` [four](https://a.org/very-long-address).\n\n[Watch it run now](demo:dropout)"
    ) == pytest.approx(60 * 4 / 150)


def test_an_answer_too_long_to_say_is_warned_about(tmp_path: Path) -> None:
    long = FULL.replace("An answer.", "word " * 240)
    (warning,) = warnings(tmp_path, card=long)
    assert f"takes about {240 / 150 * 60:.0f} seconds" in warning


def glossary(folder: Path, text: str) -> None:
    (folder / GLOSSARY).write_text(text, "utf-8")


def test_a_term_is_written_as_the_glossary_says(tmp_path: Path) -> None:
    glossary(tmp_path, '[ko]\n"gradient descent" = { write = "경사 하강법", not = ["경사하강법"] }\n"epoch" = { write = "에포크" }\n')
    good = FULL_KO.replace("답입니다.", "**경사 하강법**(gradient descent)은 에포크(epoch)마다 돕니다.")
    assert warnings(tmp_path, card=FULL, card_ko=good) == []
    bad = good.replace("경사 하강법", "경사하강법").replace("에포크(epoch)", "주기(epoch)")
    assert warnings(tmp_path, card=FULL, card_ko=bad) == [
        "card.ko.md:3:3: warning: '경사하강법' is used for 'gradient descent'; this deck writes '경사 하강법'",
        "card.ko.md:3:30: warning: '주기' is used for 'epoch'; this deck writes '에포크'",
    ]


def test_each_place_of_a_wrong_term_is_told_however_it_is_set_off(tmp_path: Path) -> None:
    glossary(tmp_path, '[ko]\n"gradient descent" = { write = "경사 하강법", not = ["경사하강법"] }\n')
    bad = FULL_KO.replace("답입니다.", "**경사\u200b**, 경사하강법, *경사*하강법.\n이것은 **그냥** 하강(gradient descent).")
    places = [warning.split(": ")[0] for warning in warnings(tmp_path, card=FULL, card_ko=bad)]
    assert places == ["card.ko.md:3:10", "card.ko.md:3:18", "card.ko.md:4:7"]


def test_a_word_that_is_wrong_alone_may_be_part_of_another_term(tmp_path: Path) -> None:
    gradient = '"gradient" = { write = "기울기", not = ["그래디언트"] }'
    boosting, twin = '"boosting" = { write = "그래디언트 부스팅" }', '"twin" = { write = "그래디언트" }'
    glossary(tmp_path, f"[ko]\n{gradient}\n{boosting}\n{twin}\n")
    text = FULL_KO.replace("답입니다.", "그래디언트 부스팅은 그래디언트를 씁니다. 그래디언트\n  부스팅, 서브그래디언트.")
    places = [warning.split(": ")[0] for warning in warnings(tmp_path, card=FULL, card_ko=text)]
    assert places == ["card.ko.md:3:12", "card.ko.md:4:10"]


def test_a_glossary_and_a_text_are_compared_composed(tmp_path: Path) -> None:
    terms = '[ko]\n"gradient descent" = { write = "경사 하강법", not = ["경사하강법"] }\n'
    bad = FULL_KO.replace("답입니다.", "경사하강법입니다.")
    forms: tuple[tuple[Literal["NFC", "NFD"], Literal["NFC", "NFD"]], ...] = (("NFC", "NFD"), ("NFD", "NFC"))
    for form, other in forms:
        glossary(tmp_path, normalize(form, terms))
        (told,) = warnings(tmp_path, card=FULL, card_ko=normalize(other, bad))
        assert told == "card.ko.md:3:1: warning: '경사하강법' is used for 'gradient descent'; this deck writes '경사 하강법'"


def test_code_is_not_held_against_the_glossary(tmp_path: Path) -> None:
    glossary(tmp_path, '[ko]\n"gradient descent" = { write = "경사 하강법", not = ["경사하강법"] }\n')
    with_code = FULL_KO.replace("답입니다.", "답입니다.\n\n```python\n# 경사하강법(gradient descent)\n```")
    assert warnings(tmp_path, card=FULL, card_ko=with_code) == []


@pytest.mark.parametrize(
    ("text", "place", "told"),
    [
        ("[ko\n", (1, 4), "is not TOML (Expected ']' at the end of a table declaration)"),
        ('[ko]\n"a" = "b"\n', (2, 2), "is not of the form"),
        ('[ko]\n"a" = { write = 1 }\n', (2, 2), "is not of the form"),
        ('[ko]\n\t"a" = { write = "b", never = ["c"] }\n', (2, 3), "is not of the form"),
        ('a = "b"\n', (1, 1), "is not of the form"),
    ],
)
def test_a_broken_glossary_is_told_with_its_place(tmp_path: Path, text: str, place: tuple[int, int], told: str) -> None:
    glossary(tmp_path, text)
    found = read_glossary(tmp_path)
    assert isinstance(found, Problem)
    assert found.path == GLOSSARY
    assert (found.line, found.column) == place
    assert told in found.message


def test_a_term_may_run_over_two_lines_and_other_words_may_be_said(tmp_path: Path) -> None:
    glossary(tmp_path, '[ko]\n"gradient descent" = { write = "경사 하강법", not = ["경사하강법"] }\n')
    text = FULL_KO.replace("답입니다.", "이것은 경사\n하강법(gradient\ndescent)입니다.").replace(
        "- 하나", "- 하나 <!-- also: 경사하강법 -->"
    )
    assert warnings(tmp_path, card=FULL, card_ko=text) == []
