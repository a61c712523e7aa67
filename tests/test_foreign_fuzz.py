"""Links, names, titles, values and parameters of any kind: nothing is raised but the app's own errors, and what comes out is drawable."""

import os
import tempfile
from pathlib import Path

import pytest
import tomlkit
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.decks.glossary import read_glossary
from quizapp.decks.load import load
from quizapp.demos.kit import Amount
from quizapp.domain.card import DemoLink, Problem
from quizapp.domain.errors import DemoError, QuizAppError, SettingsError
from quizapp.domain.links import card_of, demo_of, is_address, scheme_of
from quizapp.services.lab import Lab
from quizapp.settings import load as settings_of
from tests.foreign import EVIL, steering

LAB = Lab()
PIECES = st.sampled_from(
    [EVIL, "\u2028", "👩‍💻", "می‌", "\udcff", "%1b", "%ff", "://", "9" * 400, "🏴", "\U000e0041", *"[]()<>%:?#&=@\\'\"\n|`{} a"]
)
TEXT = st.lists(PIECES | st.text(max_size=3), max_size=12).map("".join)
SCHEMES = st.sampled_from(
    ["", "demo:", "demo:xor-failure?epochs=", "card:", "http:", "http://", "https://[", "mailto:", "HTTP://", "javascript:"]
)
WRITABLE = st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.sampled_from([EVIL, "a", "deck", "\u2028"])
VALUES = st.recursive(
    WRITABLE | st.integers() | st.floats() | st.booleans() | st.dates() | st.sampled_from([10**400, -(10**4000)]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WRITABLE, inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from(["title", "language", "topic", "cards", "ignore", "en", "write", "not"]) | WRITABLE


def drawable_throughout(folder: Path) -> None:
    """Reads the deck; all that it says and all that is said of it is drawable."""
    loaded = load(folder, LAB.check_link)
    deck = loaded.deck
    texts = [text for card in deck.cards for text in card.texts.values()]
    said = [deck.id, *deck.titles.values(), *(title for topic in deck.topics for title in topic.titles.values())]
    said += [text.question + text.answer + text.deeper + text.path for text in texts]
    said += [f"{problem}" for problem in loaded.problems]
    assert steering("".join(said)) == []


@pytest.fixture(scope="module")
def folder() -> Path:
    """A place whose contents change from example to example."""
    return Path(tempfile.mkdtemp())


@given(SCHEMES, TEXT)
def test_any_link(scheme: str, rest: str) -> None:
    href = scheme + rest
    scheme_of(href), is_address(href), card_of(href)
    complaint = LAB.check_link(demo_of(href))
    assert steering(complaint or "") == []


@settings(max_examples=100)
@given(TEXT, SCHEMES, TEXT, st.sampled_from(["[x]({})", "[x](<{}>)", "<{}>", "[x][r]\n\n[r]: {}", "[x]: {}"]))
def test_any_text_and_link_in_a_card(folder: Path, text: str, scheme: str, rest: str, form: str) -> None:
    card = f"# {text}?\n\n{text} {form.format(scheme + rest)}\n\n## Key points\n- {text}\n"
    (folder / "card.md").write_text(card, "utf-8", errors="replace")
    (folder / "deck.toml").unlink(missing_ok=True)
    drawable_throughout(folder)


@settings(max_examples=100)
@given(st.dictionaries(KEYS, VALUES, max_size=4), st.lists(st.dictionaries(KEYS, VALUES, max_size=3), max_size=2))
def test_any_values_in_the_tables(folder: Path, values: dict[str, object], topics: list[dict[str, object]]) -> None:
    text = tomlkit.dumps({**values, "topic": topics} if topics else values)
    (folder / "card.md").write_text("# Q?\n\nA.\n")
    (folder / "deck.toml").write_text(text, "utf-8")
    (folder / "glossary.toml").write_text(text, "utf-8")
    drawable_throughout(folder)
    glossary = read_glossary(folder)
    assert not isinstance(glossary, Problem) or steering(str(glossary)) == []


@settings(max_examples=100)
@given(st.binary(min_size=1, max_size=40) | TEXT.map(os.fsencode), st.binary(max_size=40))
def test_any_names_of_files_and_folders(deck: bytes, file: bytes) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, os.fsdecode(deck.translate(None, b"/\0")[:80]) or "x")
        if folder.name in ("", ".", ".."):
            return
        folder.mkdir(exist_ok=True)
        (folder / f"{os.fsdecode(file.translate(None, b'/' + bytes(1)))}.md").write_text("# Q? {#q}\n\nA.\n")
        drawable_throughout(folder)


@given(
    st.sampled_from(["xor-failure", "dropout", "three-learners"]),
    st.sampled_from(["epochs", "p", "gate", "seed"]) | TEXT,
    TEXT | st.integers().map(str) | st.floats().map(str),
)
def test_any_parameter_of_a_demo(demo: str, name: str, value: str) -> None:
    assert steering(LAB.check_link(DemoLink(demo, ((name, value),))) or "") == []
    told = ""
    try:
        LAB.play(demo, {name: value})
        Amount("?", "n").parse(value)
    except DemoError as error:
        told = str(error)
    assert steering(told) == []


@given(st.dictionaries(st.sampled_from(["QUIZAPP_DATABASE_URL", "QUIZAPP_CONTENT", "QUIZAPP_DATA_DIR"]), TEXT.map(lambda text: f"x{text}")))
def test_any_environment(environ: dict[str, str]) -> None:
    told = ""
    try:
        settings_of({name: value.replace("\0", "") for name, value in environ.items()})
    except SettingsError as error:
        told = str(error)
    assert steering(told) == []


@given(TEXT, TEXT)
def test_any_error(message: str, hint: str) -> None:
    assert steering(str(QuizAppError(message, hint))) == []
