"""Which version of a package is installed, told quickly."""

import sys
from importlib import metadata
from pathlib import Path

import pytest

from quizapp.services.installed import version_of


@pytest.mark.parametrize("package", ["fsrs", "sqlalchemy", "click"])
def test_it_is_what_the_package_s_metadata_say(package: str) -> None:
    assert version_of(package) == metadata.version(package)


def test_what_a_broken_upgrade_has_left_behind_is_told_apart_by_the_metadata(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "engine").mkdir()
    (tmp_path / "engine" / "__init__.py").touch()
    for version in ("1.0", "2.0"):
        described = tmp_path / f"engine-{version}.dist-info"
        described.mkdir()
        (described / "METADATA").write_text(f"Metadata-Version: 2.1\nName: engine\nVersion: {version}\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert version_of("engine") == metadata.version("engine")


def test_a_package_that_is_not_there_has_none() -> None:
    assert "no_such_package" not in sys.modules
    with pytest.raises(metadata.PackageNotFoundError):
        version_of("no_such_package")
