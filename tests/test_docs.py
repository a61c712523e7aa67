"""What the documents show is run: commands with their output, the card, the format, the pictures."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
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
from tests.documents import CONTRIBUTING, GUIDE, PATHS, README, ROOT, output_of, sections, shows, slug
from tests.program import call

SECTIONS = sections()


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which `quizapp` is this checkout's, for a new learner."""
    folder = tmp_path_factory.mktemp("docs")
    script = folder / "quizapp"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m quizapp "$@"\n')
    script.chmod(0o755)
    return {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", "QUIZAPP_DATA_DIR": str(folder / "data"), "PYTHONPATH": str(ROOT)}


@pytest.fixture
def reader(program: dict[str, str], tmp_path: Path) -> Iterator[Path]:
    """The empty folder in which somebody new follows a document, here and in processes started here."""
    home = tmp_path / "home"
    home.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        for name, value in (program | {"QUIZAPP_DATA_DIR": str(tmp_path / "data")}).items():
            patch.setenv(name, value)
        yield home


@pytest.mark.skipif(sys.platform == "win32", reason="the examples are for a POSIX shell")
@pytest.mark.parametrize("heading", SECTIONS)
def test_the_commands_of_a_section_print_what_it_shows(heading: str, reader: Path) -> None:
    for step in SECTIONS[heading]:
        if step.path:
            (reader / step.path).write_text(step.shown, "utf-8")
        else:
            printed = output_of(step.command)
            assert shows(step.shown, printed), f"$ {step.command}\n{printed}"


def test_no_command_is_left_out() -> None:
    shown = [line for path in PATHS for line in path.read_text("utf-8").splitlines() if line.startswith("$ ")]
    assert [f"$ {step.command}" for steps in SECTIONS.values() for step in steps if step.command] == shown
    assert shown


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
def test_the_line_for_tab_completion_works_in_bash(program: dict[str, str]) -> None:
    assert re.findall(r"_QUIZAPP_COMPLETE=(\w+)_source", GUIDE) == ["bash", "fish"]
    assert "`zsh_source`" in GUIDE
    (line,) = re.findall(r"`(eval .*?bash_source.*?)`", GUIDE)
    pressed = 'COMP_WORDS=(quizapp deck re) COMP_CWORD=2; _quizapp_completion quizapp; echo "${COMPREPLY[@]}"'
    shell = ["bash", "--norc", "-c", f"{line}\n{pressed}"]
    assert subprocess.run(shell, env=program, capture_output=True, text=True, check=True).stdout == "remove\n"


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
    assert run("running-mean").splitlines()[-2].endswith("The claim holds.")
    assert run("running-mean", "--set", "rule=fixed").splitlines()[-2].endswith("The claim does not hold here.")


def test_the_cards_that_the_documents_start_are_started(reader: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "content", reader / "content")
    monkeypatch.setenv("QUIZAPP_CONTENT", str(reader / "content"))
    before = set(reader.rglob("*.md"))
    commands = re.findall(r"`(?:\.venv/bin/)?quizapp (new .*?)`", README + CONTRIBUTING)
    for command in commands:
        filled = command.replace("your-id", "mlp-2").replace("...", "질문?")
        call(
            *shlex.split(filled), *(() if "--deck" in filled else ("--deck", "deep-learning")), "--topic=Foundations", "--yes", "--no-edit"
        )
    assert {path.name for path in set(reader.rglob("*.md")) - before} == {"overfitting.md", "question.md", "mlp-2.ko.md"}


def table() -> list[tuple[list[str], str]]:
    """Each row of the table of commands: the commands, and what is said of them."""
    rows = GUIDE.partition("| command | does |\n|---|---|\n")[2].partition("\n\n")[0].splitlines()
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


def test_every_command_is_in_the_guide() -> None:
    assert {command.split()[0] for command in COMMANDS} == set(group.list_commands(click.Context(group)))


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
    "optimise": "needs 400 reviews",
    "plan": "needs the date of an interview",
    "new": "changes them",
    "import": "makes decks of what is none",
    "group": "needs a database",
}


@pytest.mark.parametrize("command", [command for command in COMMANDS if command.split()[0] not in NOT_RUN] + ["mock --list"])
def test_a_command_in_the_table_that_only_reads_does_it(command: str, reader: Path) -> None:
    result = call(*shlex.split(command.replace("PATH", str(ROOT / "content"))))
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("text", [README, GUIDE], ids=["README", "guide"])
def test_the_card_in_a_document_is_a_card_without_a_mistake(text: str, tmp_path: Path) -> None:
    (card,) = re.findall(r"```markdown\n(.*?)```\n", text, re.DOTALL)
    (tmp_path / "card.md").write_text(card)
    loaded = load(tmp_path, Lab().check_link)
    assert list(loaded.problems) == []
    (shown,) = loaded.deck.cards[0].texts.values()
    assert shown.key_points
    assert bool(shown.follow_ups) == bool(shown.mistakes) == (text is GUIDE)


def test_the_ways_to_install_it_are_what_ci_runs() -> None:
    ci = (ROOT / ".ci" / "run").read_text().splitlines()
    *tools, run = re.findall(r"^    (.*)$", README, re.MULTILINE)
    assert run == "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/quizapp"
    assert [tool.split()[0] for tool in tools] == ["pipx", "uv"]
    test = 'python3 -m venv .venv && .venv/bin/pip install -e ".[dev]" && .venv/bin/pytest'
    assert f"    {test}" in CONTRIBUTING.splitlines()
    assert {*tools, test, '"$elsewhere/venv/bin/pip" install .'} <= set(ci)


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
        assert f"| `{name}` | {setting.sentence} | `{default_of(name)}` |" in GUIDE.splitlines()


def default_of(name: str) -> str:
    """As the config file writes it."""
    return tomlkit.item(SETTINGS[name].default).as_string() or "{}"


@pytest.mark.parametrize("preset", PRESETS)
def test_every_example_of_keys_goes_together_with_every_preset(preset: str) -> None:
    blocks = re.findall(r"```toml\n\[keymap\]\n(.*?)```\n", GUIDE, re.DOTALL)
    inline = [" and ".join(re.findall(r'\w+ = "[^"]*"', SETTINGS["keymap"].sentence))]
    assert blocks
    for example in [*blocks, *(each.replace(" and ", "\n") for each in inline)]:
        own = tomllib.loads(example)
        keymap, problems = resolve(preset, own, str, places())
        assert problems == []
        assert {name: keymap[name] for name in own} == own


@pytest.mark.parametrize("page", PATHS, ids=[path.stem for path in PATHS])
def test_every_file_and_heading_that_a_document_names_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    for link, heading in re.findall(r"\]\((?!https?:)([^)#]*)#?([^)]*)\)", re.sub(r"```.*?```|`.*?`", "", text, flags=re.DOTALL)):
        target = page.parent / link if link else page
        assert target.exists(), link
        if heading:
            assert heading in {slug(each) for each in re.findall(r"^#+ (.*)$", target.read_text("utf-8"), re.MULTILINE)}
    for path in re.findall(r"`((?:quizapp|tests|docs|migrations|content)/[\w/.-]+)`", text):
        if "your" not in path:
            assert (ROOT / path).exists(), path
    assert shipped("content") == ROOT / "content"


def test_the_moving_picture_is_small_and_needs_nothing_from_elsewhere() -> None:
    tour = (ROOT / "docs" / "tour.svg").read_text("utf-8")
    assert len(tour.encode()) < 500_000
    assert re.findall(r"https?:[^\"]*", tour) == ["http://www.w3.org/2000/svg"]
    frames = re.findall(r'<g class="f\d+">(.*?)</g>', tour, re.DOTALL)
    assert len(frames) == tour.count("@keyframes") + 1
    shown = [frame.replace("\xa0", " ") for frame in frames]
    for text in ("What is a perceptron", "It learns from its mistakes.", "[✓]", "[✗]", "Predict: ", "right.", "claim holds."):
        assert any(text in frame for frame in shown), text


def test_the_pictures_are_what_the_script_makes(tmp_path: Path) -> None:
    result = subprocess.run([sys.executable, "-m", "docs.pictures", tmp_path], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    made = {path.relative_to(tmp_path): path.read_text() for path in tmp_path.rglob("*.*")}
    docs = ROOT / "docs"
    kept = {path.relative_to(docs): path.read_text() for path in [*docs.rglob("*.svg"), docs / "gallery" / "README.md"]}
    assert made.keys() == kept.keys()
    for path, text in made.items():
        assert text == kept[path], f"{path} is out of date: run `make pictures`"
