"""What the program stands on: each package is declared, and listed in CONTRIBUTING.md with its licence."""

import ast
import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.declared import ROOT, extras, lowest, requirements
from tests.documents import CONTRIBUTING

# -- licences ----------------------------------------------------------------------------------------------------------

SYSTEMS = (
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
)
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
SOMETIMES = {"colorama", "tzdata", "uc-micro-py"}
"""Needed on Windows alone, or by the lowest versions alone. They need nothing themselves."""
PERMISSIVE = {"MIT", "BSD", "0BSD", "PSF", "HPND", "Zlib", "CC0", "Apache", "ISC"}
"""Families of licences under which a package may be used without a duty beyond naming it."""
CLASSIFIERS = {
    "MIT License": "MIT",
    "BSD License": "BSD",
    "CMU License (MIT-CMU)": "HPND",
    "Python Software Foundation License": "PSF",
    "Apache Software License": "Apache",
}


LIBRARIES = {"psycopg", "psycopg-binary"}
"""Packages under the LGPL, which an extra brings: who only imports them has no duty, and CONTRIBUTING says who has one."""
WRAPS = {"fsrs-rs-python": "fsrs"}
"""A package that states no licence, and the crate that it wraps, whose licence its bill of materials states."""


def needed(requires: Iterator[Requirement], extra: str = "") -> Iterator[Requirement]:
    """Those that are installed on some system with some version of Python, given this extra of the package that names them."""
    for each in requires:
        environments = ({**system, "python_version": python, "extra": extra} for system in SYSTEMS for python in PYTHONS)
        if each.marker is None or any(each.marker.evaluate(dict(environment)) for environment in environments):
            yield each


def tree(extra: str | None = None) -> set[str]:
    """All packages that come with the program, or with an extra of it, whatever the system, by canonical name."""
    seen = set[tuple[str, str]]()

    def walk(requirement: Requirement) -> None:
        for wanted in {"", *requirement.extras}:
            at = (canonicalize_name(requirement.name), wanted)
            if at not in seen:
                seen.add(at)
                try:
                    requires = distribution(requirement.name).requires or []
                except PackageNotFoundError:
                    assert at[0] in SOMETIMES, f"{at[0]} is not installed: what it needs is unknown"
                    requires = []
                for each in needed(map(Requirement, requires), wanted):
                    walk(each)

    for each in requirements(extra).values():
        walk(each)
    return {name for name, _ in seen}


def listed() -> dict[str, str]:
    """The licence of each package in the table of CONTRIBUTING.md."""
    table = (ROOT / "CONTRIBUTING.md").read_text().partition("| package | licence |\n")[2].partition("\n\n")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[1:]]
    return {name.strip("`"): licence for name, licence in rows}


def crates(package: str) -> dict[str, str]:
    """The licence of each crate that is compiled into `package`."""
    (bill,) = [file for file in distribution(package).files or [] if file.match("*.dist-info/sboms/*.cyclonedx.json")]
    return {each["name"]: each["licenses"][0]["expression"] for each in json.loads(bill.read_text())["components"]}


def families(package: str) -> set[str]:
    """What the installed package says of its licence, in families: `BSD-3-Clause` and `BSD License` are both BSD."""
    metadata = distribution(package).metadata
    expression = metadata["License-Expression"] or (crates(package)[WRAPS[package]] if package in WRAPS else None)
    if expression:
        words = re.split(r"\s+(?:AND|OR)\s+|[()]", expression)
        return {"HPND" if word == "MIT-CMU" else word.partition("-")[0] for word in words if word}
    named = [line.rpartition(" :: ")[2] for line in metadata.get_all("Classifier") or [] if line.startswith("License :: OSI Approved :: ")]
    return {CLASSIFIERS.get(name, name) for name in named}


def test_every_package_that_comes_with_the_program_is_listed_with_its_licence() -> None:
    come = tree().union(*map(tree, extras()))
    assert len(come) > 12
    assert come - set(listed()) == set(), "a package to be listed in CONTRIBUTING.md"
    assert set(listed()) - come <= SOMETIMES, "a listed package that no longer comes with the program"


@pytest.mark.parametrize("package", sorted(set(listed()) - SOMETIMES))
def test_a_listed_licence_is_the_packages_own_and_asks_for_nothing(package: str) -> None:
    own, licence = families(package), listed()[package]
    assert ("HPND" if licence == "MIT-CMU" else licence.partition("-")[0]) in own
    assert own <= ({"LGPL"} if package in LIBRARIES else PERMISSIVE), "a licence with duties"


def test_of_what_is_compiled_into_a_package_contributing_names_whatever_has_duties() -> None:
    text = CONTRIBUTING.partition("comes with the extra `gif`")[2].partition("\n\n")[0]
    for package in WRAPS:
        choices = {name: re.split(r"\s+OR\s+", licence.strip("()")) for name, licence in crates(package).items()}
        dutiful = {
            name for name, licences in choices.items() if not any(each.strip("()").partition("-")[0] in PERMISSIVE for each in licences)
        }
        assert {name for name in choices if f"`{name}`" in text} - {WRAPS[package]} == dutiful


# -- imports -----------------------------------------------------------------------------------------------------------


@cache
def providers() -> dict[str, set[str]]:
    """The packages that bring a module."""
    return {module: set(map(canonicalize_name, packages)) for module, packages in packages_distributions().items()}


def imported(*folders: str) -> set[str]:
    """The packages of others that are imported in the folders' files, anywhere in them; a module of an unknown package by its own name."""
    paths = [path for folder in folders for path in ((ROOT / folder).rglob("*.py") if (ROOT / folder).is_dir() else [ROOT / folder])]
    assert paths
    modules = {module.partition(".")[0] for path in paths for module in modules_of(path)} - set(sys.stdlib_module_names)
    ours = {"quizapp", "tests", "docs", "migrations", "hatch_build", "_typeshed"}
    return set[str]().union(*(providers().get(module, {module}) for module in modules - ours))


def modules_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module


def test_every_package_that_is_imported_is_declared_and_no_other() -> None:
    """tzdata is data, which the standard library looks for."""
    optional = {name for extra in extras() for name in requirements(extra)}
    assert imported("quizapp", "migrations") - optional == set(requirements()) - {"tzdata"}
    assert optional <= imported("quizapp"), "an extra that nothing uses"


def test_every_package_that_the_tests_import_is_declared_for_them() -> None:
    """The benchmarks also measure peers, which `make bench` installs in an environment of their own."""
    (peers,) = re.findall(r"pip install --quiet \. (.+)", (ROOT / "Makefile").read_text())
    declared = {name for extra in (None, "dev", *extras()) for name in requirements(extra)}
    assert imported("tests", "docs", "hatch_build.py") <= declared | set(peers.split())


def test_every_requirement_has_a_lowest_version_for_make_lowest_to_try() -> None:
    pins = list(lowest())
    assert len(pins) >= len(requirements()) + len(requirements("dev"))
    assert all(re.fullmatch(r"[A-Za-z0-9-]+==\d+(\.\d+)*", pin) for pin in pins)
