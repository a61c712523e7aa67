"""The page to keep or to send: nothing runs in it, nothing is loaded by it, and it says no more than was asked for."""

import re
from base64 import b64encode
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from quizapp.domain.statistics_words import Section, meaning
from quizapp.export.html_report import GivenAnswer, html_report
from quizapp.plots.progress import figures
from quizapp.plots.svg import inline_svg
from quizapp.settings.interface import speak
from tests.figures import statistics

HOSTILE = "</td></table><script src='https://evil.example/x.js'></script><img src=x onerror=alert(1)> & \"'"
VOID = {"meta"}


class Page(HTMLParser):
    """What a browser would see: the elements with their attributes, the words, and whether every element is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.style = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "style":
            self.style += data
        else:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def attributes(self, name: str) -> list[str | None]:
        return [attributes[name] for _, attributes in self.elements if name in attributes]


def page_of(language: str = "en", given: tuple[GivenAnswer, ...] = (), **names: str) -> tuple[str, Page]:
    shown = statistics(**names)
    charts = {section: [inline_svg(figure) for figure in figures(section, shown)] for section in Section}
    text = html_report(shown, charts, language, given)
    return text, Page(text)


@pytest.fixture
def hostile() -> tuple[str, Page]:
    """Every word of a deck is an attack."""
    given = (GivenAnswer(HOSTILE, date(2026, 2, 1), "Good", HOSTILE),)
    return page_of(given=given, topic=HOSTILE, question=HOSTILE, point=HOSTILE)


def test_nothing_runs_and_nothing_is_loaded_whatever_a_card_is_called(hostile: tuple[str, Page]) -> None:
    text, page = hostile
    kinds = {tag for tag, _ in page.elements}
    assert kinds & {"script", "img", "iframe", "object", "embed", "link", "a", "form", "base", "image", "use", "foreignobject"} == set()
    assert {"svg", "table", "style"} <= kinds
    for _, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name in {"src", "href", "xlink:href", "style", "srcdoc"}]
    assert re.findall(r"url\(|@import|expression\(", page.style) == []
    assert [address for address in re.findall(r"https?:[^\s<]*", text) if "evil.example" not in address] == []


def test_every_word_of_a_deck_stands_there_as_it_was_written(hostile: tuple[str, Page]) -> None:
    _, page = hostile
    assert page.words.count(HOSTILE) == 6, "topic, question, key point with its question, the question answered, and the answer"


def test_the_policy_forbids_everything_but_the_style_sheet_that_is_there(hostile: tuple[str, Page]) -> None:
    _, page = hostile
    (policy,) = [attributes["content"] for _, attributes in page.elements if attributes.get("http-equiv") == "Content-Security-Policy"]
    digest = b64encode(sha256(page.style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_every_colour_of_a_chart_is_in_the_style_sheet_by_day_by_night_and_on_paper(hostile: tuple[str, Page]) -> None:
    text, page = hostile
    used = set(re.findall(r"var\((--[\w-]+)\)", text))
    assert {"--tile-4", "--class-b", "--faint", "--muted"} <= used
    for palette in re.findall(r":root \{([^}]*)\}", page.style):
        assert used <= set(re.findall(r"(--[\w-]+):", palette))
    assert "prefers-color-scheme: dark" in page.style
    assert "@media print" in page.style


def test_the_figures_are_there_with_what_they_mean() -> None:
    _, page = page_of()
    for section in Section:
        assert section.heading in page.words
        assert meaning(section, statistics()) in page.words
    assert page.elements[0] == ("html", {"lang": "en"})
    assert all(page.attributes("aria-label"))


def test_it_speaks_the_language_of_the_interface() -> None:
    speak("ko")
    _, page = page_of("ko", topic="퍼셉트론")
    assert page.elements[0] == ("html", {"lang": "ko"})
    assert meaning(Section.DAYS, statistics()) in page.words
    english = [each for each in page.words if re.search(r"[A-Za-z]{3,}", each.replace("RMSE(bins)", "")) and "QuizApp" not in each]
    assert set(english) <= {"Training", "What *is* it?", "What is b?", "the bias | moves it"}


@pytest.mark.parametrize("with_answers", [False, True])
def test_what_the_learner_typed_is_there_only_where_asked_for(with_answers: bool, answered: Callable[[bool], str]) -> None:
    page = Page(answered(with_answers))
    assert ("I typed <this>\nand that" in page.words) is with_answers
    assert ("typed" in page.text) is with_answers
