"""Demos of other packages, installed for a test as pip would: a module and the metadata that names it."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from quizapp.demos import catalogue
from quizapp.domain.errors import DemoError

PAGE = '''"""A demo from elsewhere.

Claim: counting works. Sources: none.
"""

from quizapp.demos.kit import Amount, Choice, Table, found, lesson, say


@lesson("{id}", title="Counting", summary="One, two.", ask=Amount("How far?", "n"), breaks={{"to": "3"}}, to=Choice("to", ("2", "3")))
def run(to):
    n = 0
    while n < int(to):
        n = n + 1
        yield say("Now {{n}}.", n=n)
    return found(n < 3, "It came to {{n}}.", n=n)


def picture(now, past):
    yield Table("count", ("n",), ((str(now.n),),))
'''

Install = Callable[[str, str], None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Makes a package that offers its module's `run` as the demo of that name."""
    monkeypatch.syspath_prepend(tmp_path)
    catalogue.demos.cache_clear()
    catalogue._offered.cache_clear()
    made: list[str] = []

    def make(name: str, source: str) -> None:
        module = f"elsewhere_{len(made)}_{tmp_path.name.replace('-', '_')}"
        made.append(module)
        (tmp_path / f"{module}.py").write_text(source)
        info = tmp_path / f"{module}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[{catalogue.GROUP}]\n{name} = {module}:run\n")

    yield make
    for module in made:
        sys.modules.pop(module, None)
    catalogue.demos.cache_clear()
    catalogue._offered.cache_clear()


def test_ours_come_in_the_order_in_which_the_deck_teaches() -> None:
    assert list(catalogue.demos()) == [name.replace("_", "-") for name in catalogue._MODULES]
    assert catalogue.problems() == []


def test_a_package_may_bring_a_demo(install: Install) -> None:
    install("counting", PAGE.format(id="counting"))
    assert list(catalogue.demos())[-1] == "counting"
    assert catalogue.find("counting").claim == "Counting works."
    assert catalogue.problems() == []


def test_a_package_that_cannot_be_imported_takes_nothing_with_it(install: Install) -> None:
    install("counting", "import a_module_that_is_nowhere")
    assert "counting" not in catalogue.demos()
    (problem,) = catalogue.problems()
    assert "cannot be imported" in problem
    assert "a_module_that_is_nowhere" in problem
    with pytest.raises(DemoError, match="cannot be imported"):
        catalogue.find("counting")
    assert catalogue.find("xor-failure").id == "xor-failure"


def test_a_package_cannot_take_the_place_of_one_of_ours(install: Install) -> None:
    ours = catalogue.find("xor-failure")
    catalogue._offered.cache_clear()
    install("xor-failure", PAGE.format(id="xor-failure"))
    assert catalogue.find("xor-failure") is ours
    assert "which QuizApp has itself" in catalogue.problems()[0]


def test_what_is_no_demo_or_has_another_name_is_told(install: Install) -> None:
    install("one", "run = 1")
    install("two", PAGE.format(id="other"))
    told = " ".join(catalogue.problems())
    assert "offers 1 as the demo 'one'" in told
    assert "offers the demo 'other' as 'two'" in told


def test_one_of_ours_is_found_without_importing_the_others_or_asking_the_packages() -> None:
    """In a process of its own, for here all of them are there already."""
    program = (
        "import sys\nfrom quizapp.demos.catalogue import _MODULES, find\nprint(find('xor-failure').id)\n"
        "print([name for name in _MODULES if f'quizapp.demos.{name}' in sys.modules], 'email' in sys.modules)\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == ["xor-failure", "['xor_failure'] False"]
