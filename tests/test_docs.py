"""What the documents show is run: commands with their output, the card, the format, the pictures."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
import tomlkit

from quizapp.cli.main import group
from quizapp.decks.load import load
from quizapp.domain.sections import SECTION_NAMES
from quizapp.services.lab import Lab
from quizapp.settings import SETTINGS, shipped
from quizapp.ui.keymap import PRESETS, places, resolve

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")


def sessions() -> list[tuple[str, str]]:
    """Each command of the console blocks with the output shown below it."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", README + CONTRIBUTING, re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which `quizapp` is this checkout's, for a new learner."""
    folder = tmp_path_factory.mktemp("docs")
    script = folder / "quizapp"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m quizapp "$@"\n')
    script.chmod(0o755)
    return {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", "QUIZAPP_DATA_DIR": str(folder / "data"), "PYTHONPATH": str(ROOT)}


@pytest.mark.skipif(sys.platform == "win32", reason="the examples are for a POSIX shell")
@pytest.mark.parametrize(("command", "output"), sessions(), ids=[command for command, _ in sessions()])
def test_a_command_prints_what_the_documents_show(command: str, output: str, program: dict[str, str]) -> None:
    result = subprocess.run(["sh", "-c", command], env=program, capture_output=True, text=True, encoding="utf-8", check=False)
    assert result.stderr == ""
    pattern = re.escape(output).replace(re.escape("..."), ".*").replace('".*"', '(?:".*"|null)')
    assert re.fullmatch(pattern, result.stdout), result.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="the examples are for a POSIX shell")
def test_the_demo_in_contributing_runs_from_a_package_of_its_own(program: dict[str, str], tmp_path: Path) -> None:
    (page,) = re.findall(r"```python\n(\"\"\"A running mean.*?)```\n", CONTRIBUTING, re.DOTALL)
    (point,) = re.findall(r"```toml\n\[project.entry-points.\"quizapp.demos\"\]\n(.*?)\n```", CONTRIBUTING)
    package = tmp_path / "your_package"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "your_demo.py").write_text(page)
    info = tmp_path / "your_package-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: your-package\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[quizapp.demos]\n" + point.replace('"', "") + "\n")

    def run(*arguments: str) -> str:
        command = ["quizapp", "demo", *arguments]
        environ = {**program, "PYTHONPATH": f"{tmp_path}:{ROOT}"}
        return subprocess.run(command, env=environ, capture_output=True, text=True, encoding="utf-8", check=True).stdout

    assert run().splitlines()[-1].startswith("running-mean")
    assert run("running-mean").endswith("The claim holds.\n")
    assert run("running-mean", "--set", "rule=fixed").endswith("The claim does not hold here.\n")


def test_the_cards_that_the_documents_start_are_started(program: dict[str, str], tmp_path: Path) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    environ = {**program, "QUIZAPP_CONTENT": str(tmp_path / "content")}
    commands = re.findall(r"`(?:\.venv/bin/)?(quizapp new .*?)`", README + CONTRIBUTING)
    assert len(commands) >= 3
    for command in commands:
        if "--topic Joins" not in command:
            filled = command.replace("FOLDER", str(tmp_path)).replace("your-id", "mlp-2").replace("...", "질문?")
            filled += " --topic Foundations --deck deep-learning" if "--deck" not in filled else ""
            subprocess.run(["sh", "-c", filled], env=environ, capture_output=True, check=True)
    made = {path.relative_to(tmp_path) for path in tmp_path.rglob("*.md")} - {
        path.relative_to(ROOT) for path in ROOT.glob("content/*/*.md")
    }
    assert {path.name for path in made} == {"vanishing-gradient-problem.md", "question.md", "mlp-2.ko.md"}


def table() -> list[tuple[list[str], str]]:
    """Each row of the table of commands: the commands, and what is said of them."""
    rows = README.partition("| command | does |\n|---|---|\n")[2].partition("\n\n")[0].splitlines()
    cells = [row.removeprefix("| ").removesuffix(" |").split(" | ") for row in rows]
    return [(re.findall(r"`quizapp (.*?)`", commands), does) for commands, does in cells]


COMMANDS = [command for commands, _ in table() for command in commands]


def parsed(command: str) -> click.Context:
    """What click makes of the whole line. Raises UsageError for a wrong option, value or number of words."""
    words = shlex.split(command.replace("PATH", str(ROOT / "content")).replace("~/decks/sql", str(ROOT / "content")))
    context = click.Context(group)
    found = group.get_command(context, words.pop(0))
    while isinstance(found, click.Group):
        found = found.get_command(context, words.pop(0))
    assert found is not None
    return found.make_context(found.name, words, parent=context)


def test_every_command_is_in_readme() -> None:
    shown = [command.removeprefix("quizapp ") for command, _ in sessions() if command.startswith("quizapp ")]
    assert {command.split()[0] for command in (*COMMANDS, *shown)} == set(group.list_commands(click.Context(group)))


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_in_the_table_is_understood_to_its_end(command: str) -> None:
    parsed(command)


@pytest.mark.parametrize(("commands", "does"), table(), ids=[" ".join(commands) for commands, _ in table()])
def test_what_the_table_says_of_a_command_is_there(commands: list[str], does: str) -> None:
    assert commands
    options = {option for command in commands for parameter in parsed(command).command.params for option in parameter.opts}
    for option in re.findall(r"`(--[\w-]+)", does):
        assert option in options
    deck = group.get_command(click.Context(group), "deck")
    assert isinstance(deck, click.Group)
    assert set(re.findall(r"`deck (\w+)`", does)) <= set(deck.commands)


NOT_RUN = {
    "quiz": "asks questions",
    "mock": "asks questions, or needs interviews that were held",
    "deck": "changes decks",
    "backup": "needs something that is stored",
    "restore": "asks",
    "new": "changes them",
}


@pytest.mark.parametrize("command", [command for command in COMMANDS if command.split()[0] not in NOT_RUN] + ["mock --list"])
def test_a_command_in_the_table_that_only_reads_does_it(command: str, program: dict[str, str], tmp_path: Path) -> None:
    line = f"quizapp {command.replace('PATH', str(ROOT / 'content'))}"
    result = subprocess.run(["sh", "-c", line], env=program, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
    assert result.returncode == 0, result.stderr


def test_the_card_in_readme_is_a_card_without_a_mistake(tmp_path: Path) -> None:
    (card,) = re.findall(r"```markdown\n(.*?)```\n", README, re.DOTALL)
    (tmp_path / "vanishing-gradient.md").write_text(card)
    loaded = load(tmp_path, Lab().check_link)
    assert list(loaded.problems) == []
    (text,) = loaded.deck.cards[0].texts.values()
    assert text.key_points
    assert text.follow_ups
    assert text.mistakes
    (tmp_path / "vanishing-gradient.md").write_text(card.replace("## Key points", "## Key point"))
    (problem,) = load(tmp_path, Lab().check_link).problems
    shown = re.findall(r"^    deep-learning/(vanishing-gradient.*)$", README, re.MULTILINE)
    assert [re.sub(r":\d+:", ":", str(problem), count=1)] == [re.sub(r":\d+:", ":", line, count=1) for line in shown]


def test_the_two_commands_of_readme_are_what_ci_runs() -> None:
    run, test = re.findall(r"^    (python3 -m venv .*)$", README, re.MULTILINE)
    assert run == "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/quizapp"
    assert test == 'python3 -m venv .venv && .venv/bin/pip install -e ".[dev]" && .venv/bin/pytest'
    assert test in (ROOT / ".ci" / "run").read_text().splitlines()
    assert f"    {test}" in CONTRIBUTING.splitlines()


def point(start: str) -> str:
    """The point of a list in CONTRIBUTING that begins so."""
    (text,) = re.findall(rf"^- ({re.escape(start)}.*?)(?=^- |^$)", CONTRIBUTING, re.DOTALL | re.MULTILINE)
    return " ".join(text.split())


def test_the_sections_that_are_documented_are_those_that_are_read() -> None:
    told = point("All sections are optional").partition("one name per language: ")[2].removesuffix(".")
    names = [[each.key_points, each.deeper, each.follow_ups, each.mistakes, each.sources] for each in SECTION_NAMES.values()]
    assert [language.split(", ") for language in told.split("; ")] == names


def test_every_setting_has_its_row() -> None:
    for name, setting in SETTINGS.items():
        assert f"| `{name}` | {setting.sentence} | `{default_of(name)}` |" in README.splitlines()


def default_of(name: str) -> str:
    """As the config file writes it."""
    return tomlkit.item(SETTINGS[name].default).as_string() or "{}"


@pytest.mark.parametrize("preset", PRESETS)
def test_every_example_of_keys_goes_together_with_every_preset(preset: str) -> None:
    blocks = re.findall(r"```toml\n\[keymap\]\n(.*?)```\n", README, re.DOTALL)
    inline = [" and ".join(re.findall(r'\w+ = "[^"]*"', SETTINGS["keymap"].sentence))]
    assert blocks
    for example in [*blocks, *(each.replace(" and ", "\n") for each in inline)]:
        own = tomllib.loads(example)
        keymap, problems = resolve(preset, own, str, places())
        assert problems == []
        assert {name: keymap[name] for name in own} == own


def test_every_file_that_the_documents_name_exists() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#:]+)(?:#[^)]*)?\)", README + CONTRIBUTING)
    paths = re.findall(r"`((?:quizapp|tests|docs|migrations|content)/[\w/.-]+)`", CONTRIBUTING)
    assert links
    assert paths
    for link in links:
        assert (ROOT / link).exists(), link
    for path in paths:
        if "your" not in path:
            assert (ROOT / path).exists(), path
    assert shipped("content") == ROOT / "content"


def test_the_pictures_are_what_the_script_makes(tmp_path: Path) -> None:
    result = subprocess.run([sys.executable, ROOT / "docs" / "pictures.py", tmp_path], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    made = {path.relative_to(tmp_path): path.read_text() for path in tmp_path.rglob("*.*")}
    kept = {
        path.relative_to(ROOT / "docs"): path.read_text()
        for path in (ROOT / "docs").rglob("*.*")
        if path.suffix == ".svg" or path.parent.name == "gallery"
    }
    assert made.keys() == kept.keys()
    for path, text in made.items():
        assert text == kept[path], f"{path} is out of date: run `make pictures`"
