import os
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.decks import listing
from quizapp.decks.cache import Known, head_of
from quizapp.decks.folder import fingerprint, fingerprint_by_contents
from quizapp.decks.load import Loaded, load
from quizapp.decks.suffix import split_name
from quizapp.domain.errors import DeckError

CARD = "# What is it?\n\nAn answer.\n"


def deck(folder: Path, *names: str, toml: str = "") -> Path:
    """A folder called "deck" with a card in each file."""
    for name in names:
        path = folder / "deck" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(CARD)
    if toml:
        (folder / "deck" / "deck.toml").write_text(toml, "utf-8")
    return folder / "deck"


def read(folder: Path) -> Loaded:
    return load(folder, lambda _: None)


def cards(folder: Path) -> dict[str, list[str]]:
    """The languages of each card of the deck."""
    return {card.id.partition("/")[2]: list(card.texts) for card in read(folder).deck.cards}


# -- what is left out --------------------------------------------------------------------------------------------------------


ABOUT = "README.md readme.md Readme.MD README.ko.md CHANGELOG.md LICENSE.md licence.md CONTRIBUTING.md SECURITY.md sub/README.md"


@pytest.mark.parametrize("name", ABOUT.split())
def test_files_about_a_deck_are_left_out_and_it_is_told(tmp_path: Path, name: str) -> None:
    loaded = read(deck(tmp_path, "join.md", name))
    assert [card.id for card in loaded.deck.cards] == ["deck/join"]
    assert list(loaded.left_out) == [(name, "by its name, a file about the deck")]
    assert list(loaded.problems) == []


@pytest.mark.parametrize("name", ["security.md", "history.md", "readme-driven.md", "license-types.md"])
def test_a_card_with_a_like_name_stays_a_card(tmp_path: Path, name: str) -> None:
    assert list(cards(deck(tmp_path, name))) == [name.removesuffix(".md")]


def test_a_card_that_a_topic_lists_is_a_card_whatever_it_is_called(tmp_path: Path) -> None:
    folder = deck(tmp_path, "readme.md", toml='[[topic]]\ntitle = "Files"\ncards = ["readme"]\n')
    assert list(cards(folder)) == ["readme"]


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("drafts/*", ["join", "note-2"]),
        ("drafts", ["join", "note-2"]),
        ("drafts/", ["join", "note-2"]),
        ("note*.md", ["join", "six"]),
        ("drafts/deep/*", ["join", "note-2", "note-1"]),
        ("[", ["join", "note-2", "note-1", "six"]),
    ],
)
def test_what_deck_toml_ignores_is_left_out(tmp_path: Path, pattern: str, left: list[str]) -> None:
    folder = deck(tmp_path, "join.md", "note-2.md", "drafts/note-1.md", "drafts/deep/six.md", toml=f'ignore = ["{pattern}"]\n')
    assert list(cards(folder)) == left
    assert all(reason == f"ignore = [{pattern.removesuffix('/')!r}] in deck.toml" for _, reason in read(folder).left_out)


@pytest.mark.parametrize("value", ['"drafts"', "[1]", '["a", ""]', "[[]]"])
def test_a_wrong_list_of_what_to_ignore_is_told(tmp_path: Path, value: str) -> None:
    loaded = read(deck(tmp_path, "join.md", toml=f"ignore = {value}\n"))
    (problem,) = loaded.problems
    assert str(problem).startswith('deck.toml:1:1: ignore must be a list of names and patterns, such as ["drafts/*", "notes.md"]')
    assert len(loaded.deck.cards) == 1


@pytest.mark.skipif(os.name == "nt", reason="links are those of POSIX")
def test_hidden_folders_links_to_folders_and_decks_within_are_not_read(tmp_path: Path) -> None:
    folder = deck(tmp_path, "join.md", ".git/a.md", "sub/.hidden.md", "inner/b.md", "sub/c.md")
    (folder / "inner" / "deck.toml").write_text('title = "Inner"\n')
    (folder / "sub" / "loop").symlink_to(folder)
    (folder / "sub" / "circle").symlink_to(folder / "sub" / "circle")
    (folder / "notes.markdown").write_text(CARD)
    loaded = read(folder)
    assert [card.id for card in loaded.deck.cards] == ["deck/join", "deck/c"]
    assert dict(loaded.left_out) == {
        "inner/": "a deck of its own; `quizapp deck add` adds it",
        "notes.markdown": "only files that end in .md are cards",
        "sub/loop/": "a link to a folder; move the folder here instead",
    }


def test_depth_and_number_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = deck(tmp_path, "join.md", "/".join("abcdefghij") + "/k.md")
    assert list(cards(folder)) == ["join"]
    assert list(read(folder).left_out) == [("a/b/c/d/e/f/g/h/i/", "more than 8 folders deep")]
    monkeypatch.setattr(listing, "MAXIMUM_ENTRIES", 5)
    with pytest.raises(DeckError, match=r"it has more than 5 files in it\. Choose the folder with the cards in it\."):
        read(folder)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read anywhere")
def test_a_subfolder_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    folder = deck(tmp_path, "join.md", "sub/a.md")
    (folder / "sub").chmod(0)
    assert [str(problem) for problem in read(folder).problems] == ["sub: cannot be read: Permission denied"]
    (folder / "sub").chmod(0o755)


# -- languages in names ------------------------------------------------------------------------------------------------------


def test_a_dot_in_a_name_makes_no_language_of_what_is_none(tmp_path: Path) -> None:
    folder = deck(tmp_path, "vue.md", "vue.js.md", "asp.net.md")
    told = [str(problem) for problem in read(folder).problems]
    assert cards(folder) == {"vue": ["en"]}
    for name, id in [("vue.js", "vue-js"), ("asp.net", "asp-net")]:
        error = f"the id {name!r}, taken from the file's name, may hold only small letters, digits and '-'; write {{#{id}}}"
        assert f"{name}.md:1: {error}" in told
    hint = "warning: 'js' before .md is not treated as a language; if it is one, add languages = ['js'] to deck.toml"
    assert f"vue.js.md:1: {hint}" in told
    (folder / "vue.js.md").write_text(CARD.replace("it?", "it? {#vue-js}"))
    assert list(cards(folder)) == ["vue-js", "vue"]
    assert not any("vue.js.md" in str(problem) for problem in read(folder).problems)


def test_a_name_with_capitals_blanks_or_a_dot_that_is_no_language_names_its_card(tmp_path: Path) -> None:
    names = ["v1.2.md", "Upper.MD", "My Card.md", "연결 리스트.md", "연결-리스트.ko.md", normalize("NFD", "해시 테이블.md")]
    folder = deck(tmp_path, *names, toml='[[topic]]\ntitle = "x"\ncards = ["해시 테이블", "연결-리스트"]\n')
    found = {"해시-테이블": ["en"], "연결-리스트": ["en", "ko"], "my-card": ["en"], "upper": ["en"], "v1-2": ["en"]}
    assert cards(folder) == found
    assert [*cards(folder)][:2] == [*found][:2]
    assert not any(problem.is_error for problem in read(folder).problems)


def test_two_files_whose_names_give_one_id_are_told(tmp_path: Path) -> None:
    (problem,) = read(deck(tmp_path, "연결 리스트.md", "연결-리스트.md")).problems
    assert "a second card '연결-리스트'; the first is at 연결 리스트.md:1." in str(problem)


@pytest.mark.parametrize(
    ("name", "declared", "split"),
    [
        ("one.ko.md", (), ("one", "ko")),
        ("one.pt-BR.md", (), ("one", "pt-BR")),
        ("sub/one.zh-Hant.MD", (), ("one", "zh-Hant")),
        ("one.tlh.md", (), ("one.tlh", "")),
        ("one.tlh.md", ("tlh",), ("one", "tlh")),
        ("socket.io.md", (), ("socket.io", "")),
        ("vue.js.ko.md", (), ("vue.js", "ko")),
        ("a.b/c.md", (), ("c", "")),
    ],
)
def test_a_suffix_is_a_language_where_it_is_declared_or_certain(name: str, declared: tuple[str, ...], split: tuple[str, str]) -> None:
    assert split_name(name, declared) == split


@pytest.mark.parametrize("toml", ['languages = ["tlh"]\n', 'title = { en = "A", tlh = "B" }\n', '[[topic]]\ntitle = { tlh = "B" }\n'])
def test_deck_toml_declares_a_language_by_listing_it_or_by_a_title(tmp_path: Path, toml: str) -> None:
    assert cards(deck(tmp_path, "one.md", "one.tlh.md", toml=toml)) == {"one": ["en", "tlh"]}


def known_of(loaded: Loaded) -> Known:
    files = loaded.files.parsed
    return Known({name: (stamp, head_of(whole)) for name, (stamp, whole) in files.items()}, lambda name: files[name][1])


def test_declaring_a_language_reads_files_anew_that_have_not_changed(tmp_path: Path) -> None:
    folder = deck(tmp_path, "one.md", "one.tlh.md", toml="languages = []\n")
    known = known_of(read(folder))
    (folder / "deck.toml").write_text('languages = ["tlh"]\n')
    loaded = load(folder, lambda _: None, known)
    assert [list(card.texts) for card in loaded.deck.cards] == [["en", "tlh"]]


def test_what_an_older_version_has_kept_of_a_file_is_not_looked_into(tmp_path: Path) -> None:
    kept = dict.fromkeys(("one.md", "gone.md"), ("5 0.1 stamp", '{"cards":[{"id":"one"}],"problems":[]}'))
    loaded = load(deck(tmp_path, "one.md"), lambda _: None, Known({**kept, "older.md": ("stamp", "")}))
    assert [card.id for card in loaded.deck.cards] == ["deck/one"]


# -- subfolders and topics ---------------------------------------------------------------------------------------------------


def test_subfolders_are_topics_and_ids_are_those_of_a_flat_deck(tmp_path: Path) -> None:
    folder = deck(tmp_path, "z.md", "z.ko.md", "joins/inner.md", "joins/deep/outer.md", "joins/outer.ko.md", "a.md")
    loaded = read(folder)
    assert [(dict(topic.titles), list(topic.cards)) for topic in loaded.deck.topics] == [
        ({"en": "deck"}, ["deck/a", "deck/z"]),
        ({"en": "joins"}, ["deck/inner"]),
        ({"en": "joins/deep"}, ["deck/outer"]),
    ]
    assert cards(folder)["outer"] == ["en", "ko"]
    assert [card.texts["en"].path for card in loaded.deck.cards] == ["a.md", "z.md", "joins/inner.md", "joins/deep/outer.md"]


def test_a_deck_without_topics_is_one_topic_called_as_the_deck(tmp_path: Path) -> None:
    (topic,) = read(deck(tmp_path, "a.md", "b.md", toml='title = { en = "SQL", ko = "에스큐엘" }\n')).deck.topics
    assert dict(topic.titles) == {"en": "SQL", "ko": "에스큐엘"}
    assert (topic.id, len(topic.cards)) == ("sql", 2)


def test_two_files_of_one_name_are_told_with_both_places(tmp_path: Path) -> None:
    (problem,) = read(deck(tmp_path, "one.md", "sub/one.md")).problems
    assert str(problem) == "sub/one.md:1: a second card 'one'; the first is at one.md:1. Give one of them a different id"


# -- noticing changes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["sub/new.md", "sub/deep/new.md", "Upper.MD", "README.md", "sub/deck.toml"])
def test_a_fingerprint_notices_every_file_that_counts(tmp_path: Path, name: str) -> None:
    folder = deck(tmp_path, "one.md", "sub/two.md")
    before = fingerprint(listing.listing(folder)), fingerprint_by_contents(listing.listing(folder))
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("# New?\n\nA.\n")
    after = fingerprint(listing.listing(folder)), fingerprint_by_contents(listing.listing(folder))
    assert before[0] != after[0]
    assert before[1] != after[1]


_NAMES = st.text(st.sampled_from("ab.-#MDmd/ {}é\n*[]"), min_size=1, max_size=12)


@given(st.lists(_NAMES, max_size=5), st.lists(st.text(max_size=8), max_size=3))
def test_whatever_files_are_called_and_ignored_the_deck_is_read(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], ignore: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("deck")
    for name in names:
        path = Path(os.path.normpath(folder / f"{name}.md"))
        if path.is_relative_to(folder) and not any(parent.is_file() for parent in path.parents) and not path.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(CARD)
    patterns = ", ".join("'" + "".join(char for char in each if char.isprintable() and char != "'") + "'" for each in ignore)
    (folder / "deck.toml").write_text(f"ignore = [{patterns}]\n", "utf-8")
    loaded = read(folder)
    assert len(loaded.deck.cards) + len(loaded.left_out) <= len(names)
    assert fingerprint(listing.listing(folder))
