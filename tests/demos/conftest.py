"""Which tests of demos go to the same worker, one after another: those that look at the same runs."""

from pathlib import Path

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A demo's own tests and what holds for every demo share its runs; the comparison of two processes is made once."""
    ours = [place for place, item in enumerate(items) if item.path.parent == Path(__file__).parent]
    grouped = sorted((items[place] for place in ours), key=_group)
    for place, item in zip(ours, grouped, strict=True):
        item.add_marker(pytest.mark.xdist_group(_group(item)))
        items[place] = item


def _group(item: pytest.Item) -> str:
    if "two_processes" in getattr(item, "fixturenames", ()):
        return "two processes"
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    return str(parameters.get("demo") or parameters.get("id") or item.path.stem.removeprefix("test_").replace("_", "-"))
