"""Whatever names, texts, settings and arguments hold: a command prints text. Each is called, and its raw output read."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from quizapp.decks.write import FORMER
from quizapp.demos import catalogue
from quizapp.demos.kit import Bands, Choice, Demo, Figures, Histories, Now, Rng, Run, Table, found, lesson, say
from quizapp.domain.drawable import one_line
from quizapp.domain.errors import DemoError
from tests.cli.conftest import Quizapp
from tests.foreign import EVIL, hostile_config, hostile_deck, steering


@pytest.fixture
def deck(content: Path) -> Path:
    """A hostile deck that is studied."""
    return hostile_deck(content)


@pytest.fixture
def evil_demo(monkeypatch: pytest.MonkeyPatch) -> Iterator[Demo]:
    """A demo of another package in which every text is hostile; and one that cannot be imported."""
    one = lesson(
        EVIL,
        title=EVIL,
        summary=EVIL,
        ask=Bands(EVIL, "one", {EVIL: 2, "b": 3}),
        breaks={f"p{EVIL}": "b"},
        **{f"p{EVIL}": Choice(EVIL, (EVIL, "b"))},
    )(hostile_run)
    monkeypatch.setattr(catalogue, "_offered", lambda: {EVIL: one, "x": DemoError(EVIL, EVIL)})
    catalogue.demos.cache_clear()
    yield one
    catalogue.demos.cache_clear()


ALSO: dict[str, Any] = {EVIL: EVIL}


def hostile_run(rng: Rng, **_: object) -> Run:
    """Shows nothing but what it is called."""
    yield say("{evil}", evil=EVIL, **ALSO)
    return found(True, "{evil}", evil=EVIL, one=1, **ALSO)


def picture(now: Now, past: Histories) -> Figures:
    """A table of one cell."""
    yield Table(EVIL, (EVIL,), ((EVIL,),))


COMMANDS: list[list[str]] = [
    ["due"],
    ["due", "--json"],
    ["cards"],
    ["cards", EVIL],
    ["cards", "--topic", EVIL],
    ["cards", "--json"],
    ["cards", "--state", EVIL],
    ["show", "evil"],
    ["show", "evil", "--lang", EVIL],
    ["show", EVIL],
    ["check"],
    ["check", "--json"],
    ["check", EVIL],
    ["check", "--fix"],
    ["deck", "list"],
    ["deck", "add", EVIL],
    ["deck", "remove", EVIL],
    ["deck", "copy", EVIL],
    ["demo"],
    ["demo", "--json"],
    ["demo", EVIL],
    ["demo", EVIL, "--json"],
    ["demo", EVIL, "--set", f"p{EVIL}=c{EVIL}"],
    ["demo", EVIL, "--set", f"{EVIL}=1"],
    ["demo", EVIL, "--set", EVIL],
    ["demo", EVIL, "--svg", f"a{EVIL}.svg"],
    ["demo", f"no {EVIL}"],
    ["mock", "--list"],
    ["mock", "--report", EVIL],
    ["export", "--format", "json"],
    ["export", "--format", "csv"],
    ["export", "--format", "md"],
    ["export", "--format", EVIL],
    ["export", "--format", "md", "-o", f"a{EVIL}.md"],
    ["export", "--format", "md", "-o", f"no{EVIL}/a.md"],
    ["doctor"],
    ["config"],
    ["config", "--json"],
    ["config", "--keys"],
    ["config", "--edit"],
    ["new", EVIL, "--no-edit"],
    ["new", "What?", "--deck", EVIL, "--no-edit"],
    ["new", "What?", "--deck", "small", "--topic", EVIL, "--no-edit"],
    ["new", "What?", "--deck", "small", "--id", EVIL, "--no-edit"],
    ["new", "What?", "--deck", "small", "--lang", EVIL, "--no-edit"],
    ["quiz", "--plain", "--topic", EVIL],
    ["quiz", "--plain", "--lang", EVIL],
    ["quiz", "--plain", "--mode", EVIL],
    [EVIL],
    [f"--{EVIL}"],
    ["due", EVIL],
]


@pytest.mark.usefixtures("deck", "evil_demo")
def test_no_command_prints_what_steers_a_terminal(quizapp: Quizapp, tmp_path: Path) -> None:
    data = tmp_path / f"data{EVIL}"
    data.mkdir()
    (data / "config.toml").write_text(hostile_config(), "utf-8")
    said = ""
    for command in COMMANDS:
        result = quizapp("--data-dir", data, *command)
        assert steering(result.stdout + result.stderr) == [], command
        assert result.returncode in (0, 1, 2, 3), (command, result.stderr)
        said += result.stdout + result.stderr
    assert "]52;c;ZXZpbA==" in said, "it is shown with escapes, and not left out"
    assert list(data.glob("crash*")) == []
    for path in (tmp_path / f"a{EVIL}.svg", tmp_path / f"a{EVIL}.md"):
        assert steering(path.read_text("utf-8")) == []


@pytest.mark.usefixtures("deck")
def test_the_plain_quiz_prints_text(quizapp: Quizapp) -> None:
    topic = json.loads(quizapp("cards", "--json").stdout)[0]["topic"]
    result = quizapp("quiz", "--plain", "--topic", topic, stdin="\nd\nx\n3\nu\nq\n")
    assert result.returncode == 0
    assert "evil" in result.stdout
    assert steering(result.stdout + result.stderr) == []


@pytest.mark.parametrize(
    "environ",
    [
        {"QUIZAPP_DATABASE_URL": EVIL},
        {"QUIZAPP_DATABASE_URL": f"sqlite:////nowhere{EVIL}/a.db"},
        {"QUIZAPP_CONTENT": f"/nowhere{EVIL}"},
        {"QUIZAPP_DATA_DIR": f"/dev/null/{EVIL}"},
        {"TZ": EVIL},
        {"LANG": EVIL},
    ],
    ids=lambda environ: next(iter(environ)),
)
def test_a_hostile_environment_is_told_as_text(quizapp: Quizapp, environ: dict[str, str]) -> None:
    for command in ("due", "config"):
        result = quizapp(command, **environ)
        assert steering(result.stdout + result.stderr) == []
        assert result.returncode in (0, 2, 3), result.stderr


def test_an_editor_that_is_not_there_is_told_as_text(quizapp: Quizapp) -> None:
    result = quizapp("config", "--edit", VISUAL=EVIL, EDITOR="")
    assert result.returncode == 2
    assert "]52;c;" in result.stderr
    assert steering(result.stderr) == []


def test_a_deck_and_its_files_are_opened_by_their_true_names(quizapp: Quizapp, deck: Path) -> None:
    evil = deck / f"{EVIL}.md"
    assert f"{one_line(deck.name)}/evil" in quizapp("cards").stdout
    assert "Evil" in quizapp("show", "evil").stdout
    fixed = quizapp("check", "--fix", "--yes", deck)
    assert "wrote" in fixed.stderr
    assert steering(evil.read_text("utf-8").partition("\n")[0]) == []
    assert sorted(path.name for path in deck.iterdir() if not path.name.endswith(FORMER)) == sorted(
        ["deck.toml", "glossary.toml", f"{EVIL}.md", f"x{EVIL}.md", "set.md", f"link{EVIL}.md"]
    )
