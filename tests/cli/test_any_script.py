"""A deck whose files, ids and words are Korean, in the letters of whatever system they come from."""

import io
import json
from pathlib import Path
from unicodedata import normalize

import pytest

from quizapp.cli.lines import read_line
from quizapp.domain.card import DemoLink
from quizapp.domain.history import Rating
from quizapp.domain.links import card_of, demo_of
from quizapp.services.container import Services
from tests.cli.conftest import Quizapp, sentence
from tests.conftest import Clock


@pytest.fixture
def mine(tmp_path: Path, quizapp: Quizapp) -> Path:
    """A folder of two cards, one named in decomposed letters, as macOS writes them, with links to each other."""
    folder = tmp_path / "자료구조"
    folder.mkdir()
    (folder / normalize("NFD", "연결 리스트.md")).write_text("# 연결 리스트란?\n\n노드. [비교](card:해시-테이블)\n", "utf-8")
    link = normalize("NFD", "[비교](card:연결-리스트)")
    (folder / "해시 테이블.md").write_text(f"# 해시 테이블이란?\n\n버킷. {link}, [다시](card:자료구조/연결-리스트)\n", "utf-8")
    quizapp("deck", "add", folder)
    return folder


def test_file_names_are_the_ids_of_cards_that_link_each_other(quizapp: Quizapp, mine: Path) -> None:
    lines = [line.split()[0] for line in quizapp("cards", "리스트").stdout.splitlines()]
    assert lines[0] == "자료구조/연결-리스트"
    assert quizapp("check", mine).returncode == 0
    assert "a link to" not in quizapp("check", mine).stdout
    for name in ("연결-리스트", normalize("NFD", "연결-리스트"), "연결 리스트", "자료구조/연결-리스트"):
        assert quizapp("show", name).stdout.startswith("# 연결 리스트란?"), name


def test_the_columns_stay_aligned_behind_wide_letters(quizapp: Quizapp, mine: Path) -> None:
    assert mine.exists()
    lines = quizapp("cards").stdout.splitlines()
    wide = next(line for line in lines if line.startswith("자료구조/연결-리스트"))
    assert wide.index(" new ") == 40 - len("자료구조연결리스트")


def test_progress_is_stored_exported_and_kept_when_the_file_is_composed(
    quizapp: Quizapp, mine: Path, services: Services, clock: Clock
) -> None:
    quizapp("cards")
    services.study.grade("자료구조/연결-리스트", Rating.GOOD, 1)
    (mine / normalize("NFD", "연결 리스트.md")).rename(mine / "연결-리스트.md")
    (card,) = [card for card in json.loads(quizapp("cards", "--json").stdout) if card["id"] == "자료구조/연결-리스트"]
    assert card["state"] == "review"
    clock.tick(days=30)
    services.study.grade("자료구조/연결-리스트", Rating.AGAIN, 1)
    for form in ("json", "csv", "md", "html"):
        assert "연결" in quizapp("export", "--format", form).stdout


def test_new_makes_a_korean_id_of_the_question(quizapp: Quizapp, mine: Path) -> None:
    result = quizapp("new", normalize("NFD", "배치 정규화란 무엇인가요?"), "--deck", mine)
    assert (result.stdout, result.returncode) == (f"{mine / '배치-정규화.md'}\n", 0)
    assert quizapp("new", "다시?", "--deck", mine, "--id", normalize("NFD", "배치-정규화")).returncode == 2
    assert "'배치 정규화' may hold only small letters" in sentence(quizapp("new", "Q?", "--deck", mine, "--id", "배치 정규화"))


def test_check_fix_gives_ids_that_say_something(quizapp: Quizapp, mine: Path) -> None:
    several = "# 스택이란 무엇인가요?\n\n답.\n\n# 큐와 스택은 어떻게 다른가요?\n\n답.\n"
    (mine / "모음.md").write_text(several, "utf-8")
    quizapp("check", "--fix", "--yes", mine)
    heads = [line for line in (mine / "모음.md").read_text("utf-8").splitlines() if line.startswith("#")]
    assert heads == ["# 스택이란 무엇인가요? {#모음}", "# 큐와 스택은 어떻게 다른가요? {#큐-스택}"]


def test_a_title_and_a_topic_are_written_and_shown_composed(quizapp: Quizapp, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    quizapp("deck", "new", folder, "--title", normalize("NFD", "내 덱"))
    quizapp("new", "조인이란?", "--deck", folder, "--topic", normalize("NFD", "조인"), "--yes")
    written = (folder / "deck.toml").read_text("utf-8")
    assert '"내 덱"' in written
    assert '"조인"' in written
    (folder / "deck.toml").write_text(normalize("NFD", written), "utf-8")
    (folder / "조인.md").write_text("# 조인이란?\n\n답.\n", "utf-8")
    (card,) = [card for card in json.loads(quizapp("cards", "--json").stdout) if card["deck"] == "mine"]
    assert (card["id"], card["topic"]) == ("mine/조인", "조인")


def test_a_line_that_is_typed_is_read_composed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(normalize("NFD", "학습률\n")))
    assert read_line() == "학습률"


def test_a_link_to_a_demo_and_to_a_card_is_composed_too() -> None:
    href = normalize("NFD", "demo:데모?문=참")
    assert demo_of(href) == DemoLink("데모", (("문", "참"),))
    assert card_of(normalize("NFD", "card:덱/카드")) == "덱/카드"
