"""One deck that cannot be read, or of which a part cannot, is that deck's problem: it is told, and everything else goes on."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from quizapp.decks import source
from tests.cli.conftest import Quizapp

DIGITS = "1" * 5000
HEX = "0x" + "f" * 5000
NESTED = "[" * 8_000
CARD = "# What is bad?\n\nThis.\n"
SMALL = [f"small/{name}" for name in ("one", "two", "three", "four", "five")]


def contents(text: str) -> Callable[[Path], None]:
    """A card, and a deck.toml that says `text`."""

    def spoil(deck: Path) -> None:
        (deck / "card.md").write_text(CARD)
        (deck / "deck.toml").write_text(text)

    return spoil


def glossary(text: str) -> Callable[[Path], None]:
    def spoil(deck: Path) -> None:
        (deck / "card.md").write_text(CARD)
        (deck / "glossary.toml").write_text(text)

    return spoil


def card(text: str) -> Callable[[Path], None]:
    def spoil(deck: Path) -> None:
        (deck / "card.md").write_text(text)

    return spoil


def instead(name: str, make: Callable[[Path], object]) -> Callable[[Path], None]:
    """Something else in the place of the file `name`."""

    def spoil(deck: Path) -> None:
        (deck / "card.md").write_text(CARD)
        (deck / name).unlink(missing_ok=True)
        make(deck / name)

    return spoil


def circle(path: Path) -> None:
    path.symlink_to(path.name)


def astray(path: Path) -> None:
    path.symlink_to("nowhere")


def large(path: Path) -> None:
    path.write_bytes(b"# " + b"x" * 2_000_000)


def unlike_utf8(path: Path) -> None:
    path.write_bytes(b"# \xff\n")


def under_no_name(path: Path) -> None:
    Path(os.fsdecode(os.fsencode(path.parent) + b"/caf\xe9.md")).write_text(CARD)


SPOILT: dict[str, tuple[Callable[[Path], None], str]] = {
    "a title of 5,000 digits": (contents(f"title = {DIGITS}\n"), "deck.toml:1: cannot be read: it holds a number of too many digits"),
    "a title of 5,000 hexadecimal digits": (contents(f"title = {HEX}\n"), "a title must be a text, or one for each language"),
    "a language of 5,000 hexadecimal digits": (contents(f"language = {HEX}\n"), "language is a very large int"),
    "a topic of numbers": (contents(f"topic = [{HEX}]\n"), "write each topic as [[topic]]"),
    "cards of numbers": (contents(f"[[topic]]\ntitle = 'x'\ncards = [{HEX}]\n"), "cards must be a list of ids"),
    "brackets in brackets": (contents(f"title = {NESTED}\n"), "cannot be read: it is nested too deeply"),
    "keys in keys": (contents("a" + ".a" * 2_000 + " = 1\ntitle" + ".a" * 2_000 + " = 1\n"), "a title must be a text"),
    "a glossary of 5,000 digits": (glossary(f"[en]\na = {DIGITS}\n"), "glossary.toml:2: cannot be read"),
    "a glossary of hexadecimal digits": (glossary(f"[ko]\na = {HEX}\n"), "glossary.toml:2:1: 'a' is not of the form"),
    "a glossary of brackets": (glossary(f"a = {NESTED}\n"), "glossary.toml: cannot be read: it is nested too deeply"),
    "a parameter of 400 digits": (card(f"# Q?\n\n[x](demo:xor-failure?epochs={'1' * 400})\n"), "epochs is 1111"),
    "a parameter of 5,000 digits": (card(f"# Q?\n\n[x](demo:xor-failure?epochs={DIGITS})\n"), "epochs is '1111"),
    "a parameter that is no number": (card("# Q?\n\n[x](demo:xor-failure?epochs=nan)\n"), "epochs is 'nan'"),
    "an infinite parameter": (card("# Q?\n\n[x](demo:dropout?p=1e999) [y](demo:dropout?p=nan)\n"), "inf"),
    "an address without an end": (card("# Q?\n\n[x](http://[)\n"), "card.md:3:1: a link to 'http://[', which is not a valid address"),
    "a deck.toml that is a pipe": (instead("deck.toml", os.mkfifo), "deck.toml: is not a regular file"),
    "a deck.toml that is a folder": (instead("deck.toml", Path.mkdir), "deck.toml: is not a regular file"),
    "a deck.toml that is too large": (instead("deck.toml", large), "the limit is 1,048,576"),
    "a deck.toml in a circle": (instead("deck.toml", circle), "deck.toml: cannot be read: its links lead in a circle"),
    "a deck.toml that leads nowhere": (instead("deck.toml", astray), "deck.toml: cannot be read: No such file"),
    "a deck.toml that is not UTF-8": (instead("deck.toml", unlike_utf8), "deck.toml:1:3: is not UTF-8 text"),
    "a deck.toml of zeroes": (instead("deck.toml", lambda path: path.write_bytes(b"\0" * 1000)), "contains the control character U+0000"),
    "a glossary that is a pipe": (instead("glossary.toml", os.mkfifo), "glossary.toml: is not a regular file"),
    "a glossary in a circle": (instead("glossary.toml", circle), "glossary.toml: cannot be read: its links lead in a circle"),
    "a card that is a pipe": (instead("other.md", os.mkfifo), "other.md: is not a regular file"),
    "a card that is a folder": (instead("other.md", Path.mkdir), "other.md: is not a regular file"),
    "a card in a circle": (instead("other.md", circle), "other.md: cannot be read: its links lead in a circle"),
    "a card under a name that is no text": (instead("other.md", under_no_name), "caf\\udce9.md: warning: the name contains"),
}  # fmt: skip


def study(tmp_path: Path, *decks: Path) -> None:
    """Puts `decks` among the learner's own decks."""
    (tmp_path / "data").mkdir(exist_ok=True)
    (tmp_path / "data" / "config.toml").write_text(f"decks = {[*map(str, decks)]}\n")


def goes_on(quizapp: Quizapp, tmp_path: Path) -> str:
    """Holds every command to what the other deck is worth; what they said beside it."""
    said = ""
    for command in (["due"], ["cards"], ["deck", "list"], ["quiz", "--plain"], ["mock", "--list"], ["doctor"]):
        result = quizapp(*command)
        assert result.returncode == 0, (command, result.stderr)
        said += result.stderr
    for format in ("json", "csv", "md"):
        assert quizapp("export", "--format", format).returncode == 0
    cards = [line.split()[0] for line in quizapp("cards").stdout.splitlines()]
    assert [card for card in cards if card.startswith("small/")] == SMALL
    assert list((tmp_path / "data").glob("crash*")) == []
    return said


def test_what_is_wrong_in_one_deck_is_told_and_all_else_goes_on(quizapp: Quizapp, tmp_path: Path) -> None:
    decks = {kind: tmp_path / f"bad {number}" for number, kind in enumerate(SPOILT)}
    for kind, (spoil, _) in SPOILT.items():
        decks[kind].mkdir()
        spoil(decks[kind])
    study(tmp_path, *decks.values())
    goes_on(quizapp, tmp_path)
    checked = quizapp("check")
    assert checked.returncode == 1
    for kind, (_, complaint) in SPOILT.items():
        told = [line for line in checked.stdout.splitlines() if line.startswith(f"{decks[kind]}/")]
        assert any(complaint in line for line in told), (kind, told)
    assert quizapp("check", "--fix", "--yes").returncode == 1
    goes_on(quizapp, tmp_path)


@pytest.mark.parametrize("folder", ["/" + "x" * 300, "/dev/null/deck", "/nowhere/deck", "loop/deck"])
def test_a_deck_that_cannot_be_reached_keeps_its_cards_and_all_else_goes_on(quizapp: Quizapp, tmp_path: Path, folder: str) -> None:
    circle(tmp_path / "loop")
    study(tmp_path, tmp_path / folder)
    goes_on(quizapp, tmp_path)
    assert "missing" in quizapp("deck", "list").stdout
    assert quizapp("check").returncode == 0


def test_a_deck_that_may_not_be_read_keeps_its_cards_and_is_told(quizapp: Quizapp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may read everything, so the answer of the system is made up."""
    deck = tmp_path / "bad"
    deck.mkdir()
    (deck / "card.md").write_text(CARD)
    study(tmp_path, deck)
    assert "bad/card" in quizapp("cards").stdout
    scandir = os.scandir

    def refused(path: Path) -> object:
        if Path(path) == deck:
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refused)
    said = goes_on(quizapp, tmp_path)
    assert f"quizapp: the deck in {deck} cannot be read: Permission denied." in said
    assert "bad/card" in quizapp("cards").stdout, "its cards stay"
    checked = quizapp("check")
    assert (checked.returncode, "Permission denied" in checked.stdout) == (1, True)


def test_a_defect_that_one_deck_brings_to_light_keeps_no_other_from_being_read(
    quizapp: Quizapp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deck = tmp_path / "bad"
    deck.mkdir()
    (deck / "card.md").write_text(CARD)
    study(tmp_path, deck)

    def read(folder: Path, name: str) -> object:
        if folder == deck:
            raise ZeroDivisionError
        return read_before(folder, name)

    read_before = source.read
    monkeypatch.setattr(source, "read", read)
    said = goes_on(quizapp, tmp_path)
    assert f"the deck in {deck} cannot be read because of a defect (ZeroDivisionError in " in said
    assert quizapp("check").returncode == 1


def test_exports_and_the_doctor_read_no_deck(quizapp: Quizapp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quizapp("due")
    monkeypatch.setenv("QUIZAPP_CONTENT", "/nowhere")
    assert quizapp("due").returncode == 3
    assert quizapp("doctor").returncode == 0
    exported = quizapp("export", "--format", "md")
    assert exported.returncode == 0
    assert "| First | 3 | 0 | 0 | 0 | \\- |" in exported.stdout
