"""Pictures of a card: files in its deck's folder."""

from pathlib import Path

import pytest

from quizapp.decks.load import load
from quizapp.decks.pictures import picture_file
from quizapp.domain.errors import DeckError
from quizapp.domain.links import picture_address, picture_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A deck with two pictures, and something that is none."""
    deck = tmp_path / "deck"
    (deck / "sub").mkdir(parents=True)
    for name in ("a b.png", "sub/c.png", "run.sh"):
        (deck / name).write_bytes(b"x")
    (tmp_path / "outside.png").write_bytes(b"x")
    return deck


@pytest.mark.parametrize(("card", "written"), [("card.md", "a%20b.png"), ("sub/card.md", "c.png"), ("sub/card.md", "../a%20b.png")])
def test_a_picture_is_found_from_its_cards_file(folder: Path, card: str, written: str) -> None:
    (folder / card).write_text(f"# Q?\n\n![what it shows]({written})\n")
    loaded = load(folder, lambda link: None)
    assert loaded.problems == []
    assert len(loaded.deck.cards) == 1
    assert picture_file(folder, card, picture_of(picture_address(written))).read_bytes() == b"x"


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("b.png", "card.md:3:5: there is no picture 'b.png'; its path starts at the card's file"),
        ("../outside.png", "card.md:3:5: the picture '../outside.png' is outside the deck's folder; copy it there"),
        ("/etc/x.png", "card.md:3:5: the picture '/etc/x.png' is outside the deck's folder"),
        ("run.sh", "card.md:3:5: the picture 'run.sh' must end in one of .png, "),
        ("sub", "card.md:3:5: the picture 'sub' must end in one of"),
        ("%00.png", "card.md:3:5: there is no picture"),
        ("n" * 300 + ".png", "card.md:3:5: there is no picture"),
    ],
    ids=lambda value: value[:20],
)
def test_a_picture_that_cannot_be_opened_is_an_error_with_its_place(folder: Path, written: str, complaint: str) -> None:
    (folder / "card.md").write_text(f"# Q?\n\nSee ![it]({written})\n")
    loaded = load(folder, lambda link: None)
    assert [str(problem)[: len(complaint)] for problem in loaded.problems] == [complaint]
    assert loaded.deck.cards == []


def test_a_link_out_of_the_folder_is_no_picture(folder: Path) -> None:
    (folder / "link.png").symlink_to(folder.parent / "outside.png")
    with pytest.raises(DeckError, match="outside"):
        picture_file(folder, "card.md", "link.png")
