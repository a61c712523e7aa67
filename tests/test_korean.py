"""The Korean catalogue: complete, with the fields and the marks of the English one, and written so that no particle hangs on a field."""

import re
import string
from io import BytesIO

import pytest
from babel.messages.catalog import Message
from babel.messages.mofile import write_mo

from quizapp.demos.catalogue import demos
from quizapp.demos.parameters import CHOICE
from quizapp.domain.i18n import LANGUAGES
from quizapp.settings.interface import ENGLISH, catalogue_of
from tests.catalog import POT, translations, written

PO = POT.parent / "ko/LC_MESSAGES/quizapp.po"
HANGUL = re.compile(r"[가-힣]")
WORD = re.compile(r"[A-Za-z]{2,}")
CODE = re.compile(r"`[^`]*`")
NO_WORDS = re.compile(r"`[^`]*`|\{[^}]*\}")
PARTICLE = re.compile(r"\}(?:을|를|은|는|이|가|와|과|로|으로)(?![가-힣])|[을은이과]\([를는가와]\)|\(으\)로|\(이\)")
"""Which of a pair follows depends on the last sound of what fills the field."""
SENTENCE = re.compile(r"(?:다|요|까)$")
SAME = {"Enter", "{meaning}: {allowed}.", "{first} to {last}", "{number} of {total}", "{state}, due {when}", "{questions} in {minutes}"}
"""The name of a key, and messages that only put others together."""
LATIN = {"tanh", "relu", "leaky-relu", "gelu", "mse", "mae", "huber", "and", "or", "nand", "xor", "xnor"}
"""Choices of demos that Koreans write in Latin letters too: functions and gates."""


def english(message: Message) -> str:
    """The form for many, which has all the fields."""
    return message.id if isinstance(message.id, str) else message.id[-1]


def korean(message: Message) -> str:
    return str(message.string) if isinstance(message.string, str) else "".join(message.string or ())


@pytest.fixture(scope="module")
def entries() -> list[Message]:
    """Every entry, filled in or not."""
    return [message for message in written(PO) if message.id]


@pytest.fixture(scope="module")
def messages(entries: list[Message]) -> list[Message]:
    """What is said in Korean."""
    return [message for message in entries if korean(message)]


def fields(sentence: str) -> set[str]:
    """The names of what is filled in. A sentence may take a part of it, as in `{begun.month}`."""
    return {re.split(r"[.\[]", name)[0] for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def test_the_languages_of_the_interface_are_those_that_have_a_catalogue() -> None:
    assert {ENGLISH, *(path.parent.parent.name for path in translations())} == set(LANGUAGES)


def test_nothing_is_missing_fuzzy_or_left_over(entries: list[Message]) -> None:
    template = [(each.context, each.id) for each in written() if each.id]
    assert [(each.context, each.id) for each in entries] == template, "run `make catalog`"
    assert [each.id for each in entries if each.fuzzy or not korean(each).strip()] == []
    assert written(PO).num_plurals == 1, "Korean has one form for all numbers"


def test_what_is_read_at_run_time_was_compiled_from_it() -> None:
    compiled = BytesIO()
    write_mo(compiled, written(PO))
    assert catalogue_of("ko").read_bytes() == compiled.getvalue(), "run `make catalog`"


def test_every_demo_has_a_korean_title() -> None:
    titles = {demo.english_title for demo in demos().values()}
    assert {each.id for each in written(PO) if each.id in titles and HANGUL.search(korean(each))} == titles


def test_every_sentence_is_korean(messages: list[Message]) -> None:
    in_words = [each for each in messages if WORD.search(NO_WORDS.sub("", english(each))) and english(each) not in SAME]
    in_words = [each for each in in_words if each.context != CHOICE or each.id not in LATIN]
    assert [each.id for each in in_words if not HANGUL.search(korean(each))] == []


def test_the_same_is_filled_in(messages: list[Message]) -> None:
    assert [each.id for each in messages if fields(korean(each)) != fields(english(each))] == []


def test_commands_paragraphs_and_blanks_are_the_same(messages: list[Message]) -> None:
    def marks(sentence: str) -> tuple[object, ...]:
        blanks = (len(sentence) - len(sentence.lstrip()), len(sentence) - len(sentence.rstrip()))
        return sorted(re.sub(r'"[^"]*"', '""', code) for code in CODE.findall(sentence)), sentence.count("\n\n"), blanks

    assert [each.id for each in messages if marks(korean(each)) != marks(english(each))] == []


def test_a_sentence_ends_as_the_english_one_does_for_others_follow_it(messages: list[Message]) -> None:
    joined = [each for each in messages if not all(path.startswith(("quizapp/ui", "quizapp/cli")) for path, _ in each.locations)]
    assert [each.id for each in joined if english(each).endswith(".") and not korean(each).endswith((".", "?"))] == []
    assert [each.id for each in messages if english(each).endswith(".") and SENTENCE.search(korean(each))] == []
    assert [each.id for each in messages if not english(each).endswith(".") and korean(each).endswith(".")] == []


def test_no_particle_hangs_on_a_field(messages: list[Message]) -> None:
    assert [korean(each) for each in messages if PARTICLE.search(korean(each))] == []
