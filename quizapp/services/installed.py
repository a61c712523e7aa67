"""Which version of a package is installed. Neither the package nor `importlib.metadata` is imported: `quizapp due` has no time for them."""

import os
from importlib.machinery import PathFinder

_END = ".dist-info"


def version_of(package: str) -> str:
    """The version of `package`, which is in a folder of its own name. Raises PackageNotFoundError."""
    spec = PathFinder.find_spec(package)
    places = spec.submodule_search_locations if spec else None
    names = [name for place in places or () for name in _described_beside(place, package)]
    if len(names) == 1:
        return names[0].removeprefix(f"{package}-").removesuffix(_END)
    from importlib.metadata import version

    return version(package)


def _described_beside(place: str, package: str) -> list[str]:
    """What is installed under that name, as pip calls it."""
    try:
        names = os.listdir(os.path.dirname(place))  # noqa: PTH120, PTH208  (pathlib takes longer to import)
    except OSError:
        return []  # a zip archive
    return [name for name in names if name.startswith(f"{package}-") and name.endswith(_END)]
