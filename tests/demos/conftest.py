"""Which tests of demos go to the same worker: those that look at the same runs."""

from pathlib import Path

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A demo's own tests and what holds for every demo share its runs; the comparison of two processes is made once."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.xdist_group(_group(item)))


def _group(item: pytest.Item) -> str:
    if "two_processes" in getattr(item, "fixturenames", ()):
        return "two processes"
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    return str(parameters.get("demo") or parameters.get("id") or item.path.stem.removeprefix("test_").replace("_", "-"))
