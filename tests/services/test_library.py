import gc
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from quizapp.decks.listing import Listing, listing
from quizapp.decks.parse import parse
from quizapp.decks.parsed import File
from quizapp.decks.source import Source
from quizapp.domain.errors import DeckError, ReadOnlyDeckError
from quizapp.domain.history import Rating, Restarted
from quizapp.services.container import Services
from quizapp.settings import Settings, load, reread
from tests.sessions import grade


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are parsed from now on."""
    paths: list[str] = []

    def watched(source: Source, language: str) -> File:
        paths.append(source.path)
        return parse(source, language)

    monkeypatch.setattr("quizapp.decks.load.parse", watched)
    return paths


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def learn(services: Services) -> None:
    """Passes the first card."""
    grade(services.sessions.start(), Rating.GOOD)


def test_only_files_that_have_changed_are_parsed_again_also_after_a_restart(
    services: Services, open_app: Callable[..., Services], content: Path, parsed: list[str]
) -> None:
    rewrite(content / "small" / "two.md", "The answer", "An answer")
    again = open_app()
    assert again.library.refresh()
    assert parsed == ["two.md"]
    assert again.catalog.named("two").texts["en"].answer.startswith("An answer")
    assert again.catalog.named("one").texts.keys() == {"en", "ko"}


def test_mistakes_and_links_of_files_that_are_not_parsed_again_are_still_known(
    services: Services, content: Path, parsed: list[str]
) -> None:
    deck = content / "small"
    rewrite(deck / "three.md", "## Key points", "## Key point")
    rewrite(deck / "four.md", "demo:xor-failure", "demo:xor-failur")
    services.library.refresh()
    before = services.library.problems()
    assert len(before) == 2
    parsed.clear()
    rewrite(deck / "two.md", "The answer", "An answer")
    services.library.refresh()
    assert parsed == ["two.md"]
    assert services.library.problems() == before


def test_a_card_that_comes_to_be_read_from_another_file_says_what_stands_there(
    services: Services, content: Path, parsed: list[str]
) -> None:
    deck = content / "small"
    (deck / "zwei.md").write_text("# What is the other two? {#two}\n\nAnother answer.\n")
    services.library.refresh()
    assert services.catalog.named("two").texts["en"].question == "What is two?"
    parsed.clear()
    (deck / "two.md").unlink()
    assert services.library.refresh()
    assert parsed == []
    assert services.catalog.named("two").texts["en"].question == "What is the other two?"


def test_a_translation_that_comes_back_without_its_file_having_changed_is_asked_again(
    services: Services, content: Path, parsed: list[str]
) -> None:
    deck = content / "small"
    two = deck / "two.ko.md"
    two.write_text("# 둘? {#two}\n\n답. [데모](demo:xor-failure)\n")
    services.library.refresh()
    (deck / "aa.ko.md").write_text("# 다른 둘? {#two}\n\n답.\n")
    services.library.refresh()
    assert services.catalog.named("two").texts["ko"].question == "다른 둘?"
    parsed.clear()
    (deck / "aa.ko.md").unlink()
    services.library.refresh()
    assert parsed == []
    assert services.catalog.named("two").texts["ko"].question == "둘?"


def test_a_card_that_was_edited_while_it_could_not_be_asked_comes_back_as_it_was_edited(
    services: Services, content: Path, parsed: list[str]
) -> None:
    deck = content / "small"
    rewrite(deck / "two.md", "The answer", "![A picture](p.png) The new answer")
    services.library.refresh()
    assert not services.study.in_a_deck("small/two")
    parsed.clear()
    (deck / "p.png").write_bytes(b"")
    rewrite(deck / "one.md", "# What", "#  What")
    services.library.refresh()
    assert parsed == ["one.md"]
    assert "The new answer" in services.catalog.named("two").texts["en"].answer


def test_a_deck_that_has_changed_is_read_from_the_listing_that_told_so(
    services: Services, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed: list[Path] = []

    def watched(folder: Path) -> Listing:
        listed.append(folder)
        return listing(folder)

    for module in ("quizapp.services.deck_folders", "quizapp.decks.files", "quizapp.decks.load"):
        monkeypatch.setattr(f"{module}.listing", watched)
    rewrite(content / "small" / "two.md", "The answer", "An answer")
    assert services.library.refresh()
    assert listed == [content / "small"]


def test_garbage_is_collected_again_after_a_reading_however_it_ends(
    services: Services, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyError(gc.isenabled())

    rewrite(content / "small" / "two.md", "The answer", "An answer")
    with monkeypatch.context() as patch:
        patch.setattr("quizapp.storage.deck_store.DeckStore.sync", fail)
        with pytest.raises(KeyError, match="False"):
            services.library.refresh()
    assert gc.isenabled()


def test_another_language_of_the_deck_parses_its_files_again(services: Services, content: Path, parsed: list[str]) -> None:
    rewrite(content / "small" / "deck.toml", 'language = "en"', 'language = "de"')
    services.library.refresh()
    assert "two.md" in parsed


def test_a_renamed_file_keeps_the_progress_and_it_is_told(services: Services, content: Path) -> None:
    learn(services)
    due = services.study.schedule("small/one").due
    deck = content / "small"
    for language in ("", ".ko"):
        (deck / f"one{language}.md").rename(deck / f"uno{language}.md")
    rewrite(deck / "deck.toml", '"one"', '"uno"')
    assert services.library.refresh().renamed == (("small/one", "small/uno"),)
    assert services.study.schedule("small/uno").due == due
    assert services.doctor.diagnose().sound
    assert "small/uno," in services.exports.csv()


def test_a_card_moved_to_another_file_and_topic_keeps_its_progress(services: Services, content: Path) -> None:
    learn(services)
    before = services.study.schedule("small/one")
    deck = content / "small"
    text = (deck / "one.md").read_text().replace("# What is one?", "# What is one? {#one}")
    (deck / "one.md").unlink()
    (deck / "five.md").write_text((deck / "five.md").read_text().replace("# What is five?", "# What is five? {#five}") + "\n" + text)
    rewrite(deck / "deck.toml", 'cards = ["one", "two", "three"]', 'cards = ["two", "three"]')
    rewrite(deck / "deck.toml", 'cards = ["four", "five"]', 'cards = ["four", "five", "one"]')
    refreshed = services.library.refresh()
    assert refreshed.renamed == ()
    assert services.library.problems() == []
    assert services.study.schedule("small/one") == before
    assert services.catalog.named("one").topic == "small/second"


@pytest.mark.parametrize("same", [True, False])
def test_a_changed_question_keeps_its_memory_or_starts_as_new_as_the_learner_says(services: Services, content: Path, same: bool) -> None:
    learn(services)
    before = services.study.schedule("small/one")
    rewrite(content / "small" / "one.md", "# What is one?", "# Why does dropout help?")
    services.library.refresh()
    (doubt,) = services.library.doubts()
    assert doubt.edited
    assert doubt.diff == ["-What is one?", "+Why does dropout help?"]
    services.library.settle(doubt, same=same)
    assert services.library.doubts() == []
    schedule = services.study.schedule("small/one")
    assert (schedule == before) is same
    assert (schedule.reviews == 0) is not same
    if not same:
        taken_back = services.study.undo()
        assert taken_back is not None
        assert isinstance(taken_back.event, Restarted)
        assert services.study.schedule("small/one") == before


@pytest.mark.parametrize("same", [True, False])
def test_a_card_renamed_and_edited_at_once_is_asked_about(services: Services, content: Path, same: bool) -> None:
    learn(services)
    deck = content / "small"
    (deck / "one.ko.md").unlink()
    (deck / "one.md").rename(deck / "uno.md")
    rewrite(deck / "uno.md", "The answer to one.", "The answer to one, in other words.")
    rewrite(deck / "deck.toml", '"one"', '"uno"')
    assert services.library.refresh().renamed == ()
    (doubt,) = services.library.doubts()
    assert (doubt.card, doubt.source, doubt.edited) == ("small/uno", "small/one", False)
    services.library.settle(doubt, same=same)
    assert (services.study.schedule("small/uno").reviews == 1) is same
    assert services.library.doubts() == []
    assert services.doctor.diagnose().sound


# -- decks that cannot be written ---------------------------------------------------------------------------------------------


@pytest.fixture
def installed(learner_settings: Settings, open_app: Callable[..., Services], monkeypatch: pytest.MonkeyPatch) -> Services:
    """A learner whose built-in decks belong to the installed program."""
    monkeypatch.setattr("quizapp.services.deck_folders.packaged", lambda name: learner_settings.content)
    services = open_app()
    services.library.refresh()
    return services


def test_the_links_of_an_installed_deck_are_taken_as_they_are_and_those_of_an_edited_copy_are_checked(
    learner_settings: Settings, open_app: Callable[..., Services], content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Checking them imports every demo, and NumPy with them, which a first start has no time for."""
    monkeypatch.setattr("quizapp.services.deck_folders.packaged", lambda name: learner_settings.content)
    rewrite(content / "small" / "two.md", "demo:xor-failure", "demo:no-such-demo")
    services = open_app()
    services.library.refresh()
    assert services.library.problems() == []
    rewrite(services.copy_deck("small") / "one.md", "The answer to one.", "My own answer.")
    services.library.refresh()
    ((_, problem),) = services.library.problems()
    assert "no-such-demo" in str(problem)


def test_a_deck_of_the_installed_program_is_read_only_and_its_copy_takes_its_place_with_all_progress(
    installed: Services, learner_settings: Settings, open_app: Callable[..., Services], content: Path
) -> None:
    learn(installed)
    before = installed.study.schedule("small/one")
    with pytest.raises(ReadOnlyDeckError, match="`quizapp deck copy small`"):
        installed.library.place("small/one", "en")
    copy = installed.copy_deck("small")
    installed.library.refresh()
    assert installed.library.place("small/one", "ko") == (copy / "one.ko.md", 1)
    rewrite(copy / "one.md", "The answer to one.", "My own answer.")
    installed.library.refresh()
    assert installed.catalog.named("one").texts["en"].answer.startswith("My own answer.")
    assert installed.study.schedule("small/one") == before
    assert [row.deck for row in installed.catalog.listing()] == ["small"] * 5
    assert "The answer to one." in (content / "small" / "one.md").read_text()
    settings = load({"QUIZAPP_DATA_DIR": str(learner_settings.state_dir), "QUIZAPP_CONTENT": str(content)})
    assert settings.decks == (str(copy),)
    assert open_app(settings).library.folders() == [copy]


def test_a_copy_made_earlier_is_kept_as_it_is(installed: Services) -> None:
    target = installed.library.copy_of("small")
    target.mkdir(parents=True)
    (target / "mine.md").write_text("# Mine?\n\nYes.\n")
    assert installed.library.copy("small") == target
    assert [path.name for path in target.iterdir()] == ["mine.md"]
    with pytest.raises(DeckError, match="already your own"):
        installed.library.copy("small")


def test_a_copy_that_cannot_be_made_leaves_nothing_behind(installed: Services, learner_settings: Settings) -> None:
    (learner_settings.state_dir / "decks").write_text("in the way")
    with pytest.raises(DeckError, match="could not be copied"):
        installed.copy_deck("small")
    assert installed.preferences.settings.decks == ()
    assert installed.library.folders() == [learner_settings.content / "small"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_file_that_may_not_be_written_says_what_to_do(services: Services, content: Path) -> None:
    (content / "small" / "one.md").chmod(0o444)
    with pytest.raises(ReadOnlyDeckError, match="quizapp deck copy small"):
        services.library.place("small/one", "en")


def test_a_deck_of_ones_own_takes_the_place_of_the_built_in_one_of_its_name(
    open_app: Callable[..., Services], learner_settings: Settings, tmp_path: Path
) -> None:
    mine = tmp_path / "mine" / "small"
    mine.mkdir(parents=True)
    (mine / "one.md").write_text("# What is one?\n\nMine.\n")
    services = open_app(replace(learner_settings, decks=(str(mine),)))
    services.library.refresh()
    assert [row.id for row in services.catalog.listing()] == ["small/one"]


def test_a_deck_that_another_window_added_is_left_alone(
    services: Services, open_app: Callable[..., Services], learner_settings: Settings, tmp_path: Path
) -> None:
    mine = tmp_path / "mine" / "sql"
    mine.mkdir(parents=True)
    (mine / "join.md").write_text("# What is a join?\n\nRows put together.\n")
    other = open_app(replace(learner_settings, decks=(str(mine),)))
    assert other.library.refresh()
    assert not services.library.refresh()
    assert not other.library.refresh()
    assert services.catalog.named("join").id == "sql/join"


def test_a_doubt_whose_deck_has_changed_again_leads_to_nothing(services: Services, content: Path) -> None:
    learn(services)
    deck = content / "small"
    before = (deck / "one.md").read_text()
    (deck / "one.ko.md").unlink()
    (deck / "one.md").rename(deck / "uno.md")
    rewrite(deck / "uno.md", "The answer to one.", "The answer to one, in other words.")
    rewrite(deck / "deck.toml", '"one"', '"uno"')
    services.library.refresh()
    (doubt,) = services.library.doubts()
    (deck / "one.md").write_text(before)
    services.library.refresh()
    services.library.settle(doubt, same=True)
    assert services.study.schedule("small/one").reviews == 1
    assert services.study.schedule("small/uno").reviews == 0


@pytest.mark.parametrize("broken", ["decks = [", 'decks = ["here"]', "deck = []", "\x00", '[keymap]\ndecks = ["/a"]\n'])
def test_a_deck_is_not_archived_because_a_setting_cannot_be_read(
    open_app: Callable[..., Services], learner_settings: Settings, tmp_path: Path, broken: str
) -> None:
    mine, copy = tmp_path / "mine" / "sql", tmp_path / "mine" / "small"
    for folder in (mine, copy):
        folder.mkdir(parents=True)
        (folder / "join.md").write_text("# What is a join?\n\nRows put together.\n")
    config = learner_settings.config_file
    config.parent.mkdir(exist_ok=True)
    config.write_text(f"decks = ['{mine}', '{copy}']\n")
    services = open_app(reread(learner_settings))
    services.library.refresh()
    before = services.catalog.listing()
    assert [row.id for row in before] == ["sql/join", "small/join"]
    config.write_text(f"{broken}\n")
    services.preferences.reread()
    assert not services.library.refresh()
    restarted = open_app(reread(learner_settings))
    assert restarted.preferences.settings.problems
    assert not restarted.library.refresh()
    assert restarted.catalog.listing() == before
    config.write_text("decks = []\n")
    mended = open_app(reread(learner_settings))
    assert mended.library.refresh()
    assert {row.id.partition("/")[0] for row in mended.catalog.listing()} == {"small"}
    assert "small/join" not in {row.id for row in mended.catalog.listing()}


def test_a_built_in_deck_does_not_take_the_place_of_its_copy_while_that_is_away(
    open_app: Callable[..., Services], learner_settings: Settings, tmp_path: Path
) -> None:
    mine = tmp_path / "stick" / "small"
    mine.mkdir(parents=True)
    (mine / "mine.md").write_text("# Mine?\n\nMine.\n")
    services = open_app(replace(learner_settings, decks=(str(mine),)))
    services.library.refresh()
    mine.parent.rename(tmp_path / "elsewhere")
    assert not services.library.refresh()
    assert [row.id for row in services.catalog.listing()] == ["small/mine"]


def test_of_two_own_decks_of_one_name_the_first_is_studied(
    open_app: Callable[..., Services], learner_settings: Settings, tmp_path: Path
) -> None:
    folders = [tmp_path / name / "sql" for name in ("a", "b")]
    for folder in folders:
        folder.mkdir(parents=True)
        (folder / f"{folder.parent.name}.md").write_text("# What is a join?\n\nRows put together.\n")
    services = open_app(replace(learner_settings, decks=tuple(map(str, folders))))
    assert services.library.refresh()
    assert not services.library.refresh()
    assert "sql/a" in {row.id for row in services.catalog.listing()}
