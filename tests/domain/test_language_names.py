"""A language is known by whatever a person or a system calls it."""

import pytest

from quizapp.domain.card import Card, CardText
from quizapp.domain.language_names import NAMES, OF_COUNTRIES, code, meant, mixed_up
from quizapp.domain.languages import ALTERNATE


@pytest.mark.parametrize("name", ["ko", "KO", " ko ", "ko_KR", "ko_KR.UTF-8", "ko_KR.eucKR", "ko_KR@hanja", "한국어", "Korean", "korean"])
def test_korean_has_many_names(name: str) -> None:
    assert code(name) == "ko"
    assert meant(name, ["en", "ko", ALTERNATE]) == "ko"


@pytest.mark.parametrize(
    ("name", "known", "found"),
    [
        ("pt-BR", ["pt-br", "pt"], "pt-br"),
        ("pt-br", ["pt-BR"], "pt-BR"),
        ("pt-BR", ["pt"], "pt"),
        ("ko-KR", ["en", "ko"], "ko"),
        ("alternate", ["en", ALTERNATE], ALTERNATE),
        ("", ["en", "ko"], ""),
        ("de", ["en", "ko"], ""),
        ("C", ["en", "ko"], ""),
        ("kok", ["ko"], ""),
        ("_", ["ko"], ""),
    ],
)
def test_a_name_means_one_of_the_languages_that_there_are_or_none(name: str, known: list[str], found: str) -> None:
    assert meant(name, known) == found


def test_the_code_of_a_country_is_no_name_of_a_language_but_tells_which_was_meant() -> None:
    assert [mixed_up(name) for name in ("kr", "KR", "kr_KR.UTF-8", "jp", "ko", "uk", "")] == ["ko", "ko", "ko", "ja", "", "", ""]
    assert meant("kr", ["en", "ko"]) == ""
    assert not set(OF_COUNTRIES) & {*OF_COUNTRIES.values(), *NAMES.values()}


def test_a_card_is_shown_in_the_language_that_was_meant_and_else_in_its_own() -> None:
    card = Card("1", "t", {"en": CardText("en", "Q?", "A."), "ko": CardText("ko", "질문?", "답.")})
    assert [card.text(name).language for name in ("한국어", "ko_KR.UTF-8", "KO", "de", "")] == ["ko", "ko", "ko", "en", "en"]
