"""The glossary of a deck reaches the answers to its cards, and a change of it reaches cards whose files have not changed."""

from pathlib import Path

from quizapp.decks.cache import Known, head_of
from quizapp.decks.load import Loaded, load, written_texts
from quizapp.domain.card_json import decode

CARD = "# 무엇인가요?\n\n은닉층입니다.\n\n## 핵심 포인트\n- **은닉층**이 있다 <!-- also: 손실 -->\n"
GLOSSARY = """[ko]
"hidden layer" = { write = "은닉층", not = ["히든 레이어"] }
"loss" = { write = "손실", not = ["로스"] }
"weight" = { write = "가중치", not = ["웨이트"] }
"""


def deck(folder: Path, glossary: str = GLOSSARY) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "deck.toml").write_text('title = "D"\nlanguage = "ko"\n', encoding="utf-8")
    (folder / "layers.md").write_text(CARD, encoding="utf-8")
    (folder / "glossary.toml").write_text(glossary, encoding="utf-8")
    return folder


def read(folder: Path, known: Known | None = None) -> Loaded:
    return load(folder, lambda link: None, known or Known())


def variants(loaded: Loaded) -> tuple[tuple[str, str], ...]:
    (card,) = loaded.deck.cards
    return card.texts["ko"].variants


def test_a_card_has_the_other_words_for_the_terms_of_its_key_points_and_no_more(tmp_path: Path) -> None:
    assert variants(read(deck(tmp_path / "d"))) == (("로스", "손실"), ("히든 레이어", "은닉층"))


def test_a_glossary_that_cannot_be_read_gives_none(tmp_path: Path) -> None:
    assert variants(read(deck(tmp_path / "d", "[ko"))) == ()


def test_a_changed_glossary_touches_cards_whose_files_have_not_changed(tmp_path: Path) -> None:
    first = read(deck(tmp_path / "d"))
    whole = {name: text for name, (_, text) in first.files.parsed.items()}
    known = Known({name: (stamp, head_of(text)) for name, (stamp, text) in first.files.parsed.items()}, whole.__getitem__)
    assert read(tmp_path / "d", known).files.touched == set()
    (tmp_path / "d" / "glossary.toml").write_text('[ko]\n"loss" = { write = "손실", not = ["로스값"] }\n', encoding="utf-8")
    again = read(tmp_path / "d", known)
    assert again.files.touched == {"layers"}
    assert variants(again) == (("로스값", "손실"),)


def test_what_is_stored_of_a_card_has_them_too(tmp_path: Path) -> None:
    (card,) = read(deck(tmp_path / "d")).deck.cards
    (written,) = written_texts(card)
    assert decode(*written) == card.texts["ko"]
