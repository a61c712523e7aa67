"""What pyproject.toml says that this project stands on.

`python -m tests.declared` prints the lowest versions that it allows, as constraints for pip.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent


def project() -> dict[str, Any]:
    """The table `project`."""
    table: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return table


def requirements(extra: str | None = None) -> dict[str, Requirement]:
    """What is declared at run time, or under an extra, by its canonical name; other extras of this project excepted."""
    table = project()
    lines = table["dependencies"] if extra is None else table["optional-dependencies"][extra]
    found = {canonicalize_name(each.name): each for each in map(Requirement, lines)}
    return {name: each for name, each in found.items() if name != table["name"]}


def extras() -> list[str]:
    """What a user can add: all extras but the contributor's."""
    return [extra for extra in project()["optional-dependencies"] if extra != "dev"]


def lowest() -> Iterator[str]:
    """A constraint for each requirement that pins it to the lowest version it allows.

    Raises:
        ValueError: a requirement has no lower bound.
    """
    for extra in (None, *project()["optional-dependencies"]):
        for each in requirements(extra).values():
            bounds = [bound.version for bound in each.specifier if bound.operator in {">=", "=="}]
            if len(bounds) != 1:
                raise ValueError(f"{each} needs one lower bound")
            yield f"{each.name}=={bounds[0]}"


if __name__ == "__main__":
    print("\n".join(lowest()))
