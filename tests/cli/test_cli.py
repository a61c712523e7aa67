import json
import os
import re
import shlex
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest

from quizapp import __version__
from quizapp.cli.main import group
from quizapp.domain.history import Rating
from quizapp.services.container import Services
from tests.cli.conftest import Quizapp, sentence
from tests.conftest import Clock
from tests.sessions import answer_all

# -- what is due -------------------------------------------------------------------------------------------------------------


def test_due_says_what_waits_in_a_line(quizapp: Quizapp) -> None:
    assert quizapp("due").stdout == "0 due, 5 new\n"
    assert json.loads(quizapp("due", "--json").stdout) == {"due": 0, "new": 5, "next": None}


def test_due_names_the_moment_of_the_next_question(quizapp: Quizapp, services: Services, clock: Clock) -> None:
    clock.at = datetime.now(UTC)
    answer_all(services.sessions.start(), Rating.EASY)
    told = json.loads(quizapp("due", "--json").stdout)
    assert told["new"] == 0
    assert datetime.fromisoformat(told["next"]).tzinfo is not None


def test_cards_lists_them_with_their_state(quizapp: Quizapp, services: Services) -> None:
    services.study.grade("small/one", Rating.GOOD, 1)
    lines = quizapp("cards").stdout.splitlines()
    assert [line.split()[0] for line in lines] == [f"small/{name}" for name in ("one", "two", "three", "four", "five")]
    first, second, *_ = json.loads(quizapp("cards", "--json").stdout)
    schedule = services.study.schedule("small/one")
    assert first == {
        "id": "small/one",
        "deck": "small",
        "topic": "first",
        "languages": ["en", "ko"],
        "question": {"en": "What is one?", "ko": "하나란 무엇인가요?"},
        "demo": "xor-failure",
        "state": "review",
        "due": schedule.due and schedule.due.isoformat(),
        "recall": services.study._memory().retrievability(schedule, datetime.now(UTC)),
        "estimated": False,
        "lapses": 0,
        "leech": False,
    }
    assert (second["state"], second["due"], second["recall"], second["languages"]) == ("new", None, None, ["en"])


def test_cards_are_narrowed_by_words_state_and_topic_as_on_the_screen(quizapp: Quizapp, services: Services) -> None:
    services.study.suspend("small/two")
    services.study.grade("small/three", Rating.AGAIN, 1)

    def listed(*arguments: str) -> list[str]:
        return [line.split()[0].removeprefix("small/") for line in quizapp("cards", *arguments).stdout.splitlines()]

    assert listed("what", "thre") == listed("thre what") == ["three"]
    assert listed("--state", "suspended") == ["two"]
    assert listed("--state", "due") == listed("--state", "failing") == ["three"]
    assert listed("--topic", "second") == listed("--topic", "small/second") == ["four", "five"]
    assert listed("하나란") == ["one"]
    assert listed("five", "--topic", "first") == []
    assert [card["id"] for card in json.loads(quizapp("cards", "secodn", "five", "--json").stdout)] == ["small/five"]


@pytest.mark.parametrize("arguments", [(), ("deck",)], ids=["quizapp", "deck"])
def test_the_help_tells_of_each_command_in_a_whole_sentence(quizapp: Quizapp, arguments: tuple[str, ...]) -> None:
    listed = quizapp(*arguments, "--help").stdout.partition("Commands:")[2]
    assert listed
    assert "..." not in listed


@pytest.mark.parametrize("as_json", [(), ("--json",)], ids=["lines", "json"])
def test_finding_no_card_is_said_and_is_a_no(quizapp: Quizapp, services: Services, as_json: tuple[str, ...]) -> None:
    for arguments, words in (
        (["nowhere"], "no card matches 'nowhere'."),
        (["--state", "suspended"], "no card matches these options."),
    ):
        result = quizapp("cards", *arguments, *as_json)
        assert (result.returncode, result.stdout) == (1, "[]\n" if as_json else "")
        assert words in sentence(result)
    assert quizapp("cards", "one", *as_json).returncode == 0


def test_cards_are_found_by_what_their_answers_say(quizapp: Quizapp, content: Path) -> None:
    (content / "small" / "two.md").write_text("# What is two?\n\nA sum.\n\n## Key points\n- **even** <!-- also: divisible -->\n")
    for word in ("sum", "even", "divisible"):
        assert quizapp("cards", word).stdout.startswith("small/two ")


def test_show_prints_a_card_in_either_language(quizapp: Quizapp) -> None:
    assert quizapp("show", "one").stdout.startswith("# What is one?\n\nThe answer to one.\n")
    assert quizapp("show", "small/one", "--lang", "ko").stdout.startswith("# 하나란 무엇인가요?\n")
    other = quizapp("show", "two", "--lang", "ko")
    assert other.stdout.startswith("# What is two?")
    assert "is not written in 'ko'" in sentence(other)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show", "ona"], "there is no card 'ona'. Did you mean 'one'?"),
        (["demo", "xor-failur"], "there is no demo 'xor-failur'. Did you mean 'xor-failure'?"),
        (["demo", "xor-failure", "--set", "gat=and"], "has no parameter 'gat'. Did you mean 'gate'?"),
        (["demo", "xor-failure", "--set", "lr=99"], "lr is 99. Give a number from 0.1 to 2."),
        (["demo", "xor-failure", "--set", "gate"], "'gate' is not NAME=VALUE"),
        (["cards", "--topic", "Secnd"], "there is no topic 'Secnd'. Did you mean 'Second'?"),
        (["cards", "--state", "forgotten"], "'forgotten' is not one of 'due', 'leech', 'failing', 'review', 'new', 'buried', 'suspended'"),
        (["due", "--jsn"], "No such option '--jsn'. Did you mean '--json'?"),
        (["duo"], "there is no command 'duo'. Did you mean 'due'?"),
        (["export", "--format", "xml"], "'xml' is not one of 'json', 'csv', 'anki', 'apkg', 'md', 'html'"),
        (["check", "/nowhere"], "'/nowhere' does not exist"),
        ([], "the app needs a terminal"),
    ],
)
def test_a_wrong_word_gets_the_nearest_right_one(quizapp: Quizapp, arguments: list[str], said: str) -> None:
    result = quizapp(*arguments)
    assert said in sentence(result)
    assert result.returncode == 2
    assert result.stdout == ""


# -- examining what is stored ------------------------------------------------------------------------------------------------


def test_doctor_finds_a_schedule_that_is_not_what_the_history_gives_and_mends_it(
    quizapp: Quizapp, services: Services, tmp_path: Path
) -> None:
    services.study.grade("small/one", Rating.GOOD, 1)
    assert quizapp("doctor").returncode == 0
    with closing(sqlite3.connect(tmp_path / "data" / "quizapp.db")) as connection, connection:
        connection.execute("UPDATE schedule SET stability = 99")
    broken = quizapp("doctor")
    assert broken.returncode == 1
    assert "wrong: small/one: stability is 99.0, but its events give 2.3065" in broken.stdout
    assert broken.stderr == ""
    mended = quizapp("doctor", "--fix", "--yes")
    assert mended.returncode == 0
    assert mended.stdout.endswith("all is well\n")


def test_config_tells_settings_and_places(quizapp: Quizapp, tmp_path: Path) -> None:
    told = json.loads(quizapp("config", "--json").stdout)
    assert told["new_per_day"] == 10
    assert told["database"] == str(tmp_path / "data" / "quizapp.db")
    assert "rollover_hour" in quizapp("config").stdout


def test_a_bad_setting_names_its_line_and_the_default_is_used(quizapp: Quizapp, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "config.toml").write_text("new_per_day = 3\n\ndesired_retention = 2\nrolover_hour = 4\n")
    result = quizapp("config")
    assert "config.toml:3: desired_retention cannot be 2; write a number from 0.70 to 0.97" in sentence(result)
    assert "config.toml:4: there is no setting 'rolover_hour', so it is ignored; did you mean 'rollover_hour'?" in sentence(result)
    assert quizapp("due").stdout == "0 due, 3 new\n"


# -- what can go wrong around it ---------------------------------------------------------------------------------------------


def test_a_file_that_is_no_database_is_refused_with_a_sentence(quizapp: Quizapp, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "quizapp.db").write_text("a letter\n" * 500)
    result = quizapp("due")
    assert result.returncode == 3
    assert "is not a QuizApp database. Move the file away" in sentence(result)


def test_a_data_folder_that_cannot_be_made_is_named(quizapp: Quizapp, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = quizapp("--data-dir", tmp_path / "file" / "inside", "due")
    assert result.returncode == 3
    assert "cannot be created" in sentence(result)


def test_a_deck_folder_that_cannot_be_read_is_named(quizapp: Quizapp, tmp_path: Path) -> None:
    result = quizapp("due", QUIZAPP_CONTENT=str(tmp_path / "gone"))
    assert result.returncode == 3
    assert "gone cannot be read" in sentence(result)


def test_a_database_address_of_another_kind_is_refused(quizapp: Quizapp) -> None:
    result = quizapp("due", QUIZAPP_DATABASE_URL="mysql://x")
    assert result.returncode == 2
    assert "sqlite:///" in sentence(result)


def test_another_place_for_the_database_is_respected(quizapp: Quizapp, tmp_path: Path) -> None:
    assert quizapp("due", QUIZAPP_DATABASE_URL=f"sqlite:///{tmp_path}/elsewhere.db").returncode == 0
    assert (tmp_path / "elsewhere.db").exists()


@pytest.mark.parametrize(
    "environ", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX"}, {"PYTHONIOENCODING": "ascii"}, {"PYTHONUTF8": "0", "LC_ALL": "en_US.ISO-8859-1"}]
)
def test_a_terminal_that_knows_no_korean_gets_no_error(quizapp: Quizapp, environ: dict[str, str]) -> None:
    result = quizapp("show", "one", "--lang", "ko", **environ)
    assert result.returncode == 0
    assert sentence(result) == ""
    assert json.loads(quizapp("cards", "--json", **environ).stdout)[0]["question"]["ko"] == "하나란 무엇인가요?"


def test_a_reader_that_leaves_early_is_no_error(quizapp: Quizapp, tmp_path: Path, content: Path) -> None:
    environ = {**os.environ, "QUIZAPP_DATA_DIR": str(tmp_path / "data"), "QUIZAPP_CONTENT": str(content)}
    command = [sys.executable, "-m", "quizapp", "demo", "gradient-descent", "--json", "--set", "steps=500", "--set", "lr=0.001"]
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_a_defect_is_written_to_a_file_and_named(quizapp: Quizapp, tmp_path: Path) -> None:
    """A defect is made by a module of our name that fails when it is imported."""
    trap = tmp_path / "trap"
    trap.mkdir()
    (trap / "sitecustomize.py").write_text(
        "import sys, types\nm = types.ModuleType('quizapp.services.lab')\nsys.modules['quizapp.services.lab'] = m\n"
    )
    result = quizapp("due", PYTHONPATH=str(trap))
    assert result.returncode == 70
    assert "stopped because of a defect" in sentence(result)
    (crash,) = (tmp_path / "data").glob("crash-*.txt")
    assert str(crash) in sentence(result)
    assert "Traceback" in crash.read_text()
    assert "ImportError" in crash.read_text()


def test_the_newest_ten_crash_files_are_kept(quizapp: Quizapp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def defect(*_: object) -> None:
        raise ZeroDivisionError("\x1b]52;c;x\x07\udcff")

    quizapp("due")
    (tmp_path / "data" / "crash-20200101T000000Z.txt").write_text("of an earlier version")
    monkeypatch.setattr("quizapp.cli.doctor.open_doctor", defect)
    named = [quizapp("doctor").stderr.split("The details are in ")[1].split("; please")[0] for _ in range(12)]
    assert sorted(map(str, (tmp_path / "data").glob("crash-*.txt"))) == named[-10:]
    assert "\x1b" not in Path(named[-1]).read_text("utf-8")


def every_command() -> list[tuple[tuple[str, ...], click.Command]]:
    """Each command and each command below it, by the words that call it."""
    context = click.Context(group)
    found: list[tuple[tuple[str, ...], click.Command]] = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        found.append(((name,), command))
        if isinstance(command, click.Group):
            found += [((name, inner), each) for inner, each in command.commands.items()]
    return found


def test_the_version_is_told(quizapp: Quizapp) -> None:
    assert quizapp("--version").stdout == f"quizapp, version {__version__}\n"


@pytest.mark.parametrize(("words", "command"), every_command(), ids=[" ".join(words) for words, _ in every_command()])
def test_every_command_is_listed_in_the_help_and_has_its_own(quizapp: Quizapp, words: tuple[str, ...], command: click.Command) -> None:
    *above, name = words
    listed = quizapp(*above, "--help").stdout.partition("\nCommands:\n")[2].splitlines()
    (line,) = [line for line in listed if line.startswith(f"  {name} ")]
    assert line.removeprefix(f"  {name} ").strip()
    own = quizapp(*words, "--help")
    assert (own.returncode, own.stderr) == (0, "")
    assert own.stdout.startswith(f"Usage: quizapp {' '.join(words)} [OPTIONS]")
    for option in command.params:
        if isinstance(option, click.Option):
            assert re.search(rf"^  .*{re.escape(option.opts[0])}\b", own.stdout, re.MULTILINE), option.opts
            assert option.help, option.opts


@pytest.mark.parametrize(("words", "command"), every_command(), ids=[" ".join(words) for words, _ in every_command()])
def test_the_help_of_every_command_shows_an_example_that_can_be_typed(
    quizapp: Quizapp, tmp_path: Path, words: tuple[str, ...], command: click.Command
) -> None:
    (example,) = re.findall(r"^ *Example: quizapp (.+)$", command.help or "", re.MULTILINE)
    assert f"\n  Example: quizapp {example}\n" in quizapp(*words, "--help").stdout, "on one line, to be copied"
    (tmp_path / "decks" / "sql").mkdir(parents=True)
    typed = [word.replace("~", str(tmp_path)) for word in shlex.split(example)]
    assert typed[: len(words)] == [*words]
    command.make_context(words[-1], typed[len(words) :])  # which raises where the command does not understand them


def test_due_imports_nothing_that_it_does_not_need(tmp_path: Path, content: Path, services: Services) -> None:
    """A status bar waits for no scheduler, no ORM and no screen library, nor for what opens them, the events, a parser or a search."""
    program = (
        "import sys; sys.argv = ['quizapp', 'due']\nfrom quizapp.cli import main\nmain()\n"
        "heavy = {'numpy', 'sqlalchemy', 'alembic', 'fsrs', 'textual', 'rich', 'markdown_it', 'tomlkit'}\n"
        "heavy |= {'quizapp.bootstrap', 'quizapp.services.container', 'quizapp.services.library', 'quizapp.services.session'}\n"
        "heavy |= {'quizapp.domain.history', 'quizapp.domain.card', 'quizapp.domain.session', 'quizapp.storage.card_reader'}\n"
        "heavy |= {'quizapp.decks.source', 'quizapp.storage.backup_files', 'quizapp.plots.picture'}\n"
        "heavy |= {'json', 'tomllib', 'difflib', 'shutil', 'tempfile', 'importlib.metadata'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    environ = {**os.environ, "TZ": "UTC", "QUIZAPP_DATA_DIR": str(tmp_path / "data"), "QUIZAPP_CONTENT": str(content)}
    result = subprocess.run([sys.executable, "-c", program], env=environ, capture_output=True, text=True, check=True)
    assert result.stdout.splitlines()[-1] == "[]"


def test_doctor_says_no_where_a_setting_is_wrong(quizapp: Quizapp, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "config.toml").write_text('new_per_day = "lots"\n')
    result = quizapp("doctor")
    assert "config.toml:1: new_per_day cannot be 'lots'" in result.stdout
    assert "all is well" not in result.stdout
    assert result.returncode == 1


def test_a_command_is_not_interrupted_to_look_for_garbage_among_what_it_imports(tmp_path: Path) -> None:
    program = (
        "import gc, sys\nfrom quizapp.__main__ import main\n"
        "def times():\n    return sum(generation['collections'] for generation in gc.get_stats())\n"
        "before = times()\nsys.argv = ['quizapp', 'due']\n"
        "try:\n    main()\nexcept SystemExit:\n    print(times() - before)\n"
    )
    environ = {**os.environ, "QUIZAPP_DATA_DIR": str(tmp_path)}
    result = subprocess.run([sys.executable, "-c", program], env=environ, capture_output=True, text=True, check=True)
    assert int(result.stdout.splitlines()[-1]) <= 2
