"""What the app says anywhere comes from the book of words, and names the keys in force: one walk through all of it for each."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from quizapp.demos import catalogue
from quizapp.services.container import Services
from quizapp.settings import Settings
from quizapp.ui.app import QuizApp
from quizapp.ui.keymap import screens
from tests.conftest import Clock
from tests.disguise import LOOK_ALIKE, disguise, plain_words
from tests.ui import hangul
from tests.ui.conftest import drawn, settled
from tests.ui.test_sentences import KEY, own_keys
from tests.ui.tour import Tour, studied

BACK = {other: letter for letter, other in LOOK_ALIKE.items()}
NO_KEY = re.compile(r"\[x\]|\b[A-Z] \[.\]|\bA-[A-Z]\b|\bctrl\+[pq]\b|\bh j k l g G\b|= \"[a-z,+]*\"")
"""A topic that is chosen, key points and the letters that mark them, keys that are Textual's, those of a preset, those of examples."""
PLAIN: Mapping[str, Callable[[QuizApp], str]] = {
    "": lambda _: "QuizApp en ko UTC ctrl",  # the program, languages' codes, a time zone, keys that are Textual's
    "desk: notices": lambda app: " ".join(app.problems()),  # at fault in decks and settings: English, as the command line writes it
    "desk: themes": lambda app: " ".join(app.available_themes),
    # a demo's own: the verdict of its finding, and the parameter that each has beside its own
    "demos: ": lambda _: "The claim holds. seed",
    "cards: demo": lambda _: "seed",
    "quiz: demo": lambda _: "seed",
    "interview: ": lambda _: "seed",  # part of the name of the report's file
    # names and values as the settings file has them
    "settings: ": lambda app: (
        " ".join(app.available_themes) + " default vim off on Europe Berlin VISUAL EDITOR emacs nw code grade_good undo ctrl"
    ),
}
"""Text that may stand in plain letters at places whose names begin so."""


@pytest.fixture
def in_disguise() -> Iterator[None]:
    with disguise():
        yield


@pytest.fixture
def hangul_settings(tmp_path: Path, learner_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A learner whose deck and demo are in Hangul. The second lapse makes a leech, and a file is at fault."""
    content = tmp_path / "0"
    hangul.write_deck(content)
    (content / "1" / "6.md").write_text("# 질문?\n\n$\\0$\n", "utf-8")
    monkeypatch.setattr(catalogue, "demos", lambda: {hangul.DEMO: hangul.run})
    monkeypatch.chdir(tmp_path)
    return replace(learner_settings, content=content, leech_lapses=1, language="ko")


def said(app: QuizApp) -> str:
    """All that is drawn on the screen, all texts of it that can be scrolled to, its tooltips, and what the app has notified."""
    widgets = list(app.screen.walk_children())
    texts = [text for each in widgets if isinstance(each, Static) for text in _lines(each)]
    tooltips = [str(each.tooltip or "") for each in widgets if isinstance(each, Widget)]
    return "\n".join([drawn(app), *texts, *tooltips, *(each.message for each in app._notifications)])


def _lines(static: Static) -> list[str]:
    """Its text; a table's as it is drawn."""
    content = static.render()
    return [str(content)] if isinstance(content, str | Content) else [line.text for line in static.render_lines(static.size.region)]


async def test_no_sentence_is_missing_from_the_book_and_each_names_the_keys_in_force(
    in_disguise: None, open_app: Callable[..., Services], hangul_settings: Settings, clock: Clock
) -> None:
    """Every command has a key of its own. What is in the book is read in disguise, and once that is lifted names no other key."""
    services = open_app(replace(hangul_settings, keymap=own_keys()))
    services.library.refresh()
    services.mocks.folder = Path("1")
    studied(services, clock)
    app, seen = QuizApp(services), set()
    plain, keys = dict[str, set[str]](), dict[str, list[str]]()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        async for place in Tour(app, pilot).everything():
            seen.add(type(app.screen))
            text = said(app)
            if words := unknown_words(app, place, text):
                plain[place] = words
            if lines := [line for line in text.translate(BACK).splitlines() if KEY.search(NO_KEY.sub("", line))]:
                keys[place] = lines
            app.clear_notifications()
    assert app._key_problems == []
    assert [screen for screen in screens() if screen.ACTIONS and screen not in seen] == [], "the tour comes by every screen"
    assert not plain, "not in the book:\n" + "\n".join(f"{place}: {sorted(words)}" for place, words in plain.items())
    assert not keys, "keys that are not in force:\n" + "\n".join(f"{place}: {lines}" for place, lines in keys.items())


def unknown_words(app: QuizApp, place: str, text: str) -> set[str]:
    """Words in plain letters that no exception names."""
    excepted = {word for start, named in PLAIN.items() if place.startswith(start) for word in plain_words(named(app))}
    return plain_words(text) - excepted
