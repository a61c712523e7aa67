"""The system's time zone: named by a link where there is one, and found by tzlocal otherwise."""

import sys
from datetime import tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import tzlocal

from quizapp.settings import system_zone

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows names its zone otherwise")

TZLOCALS = ZoneInfo("Asia/Seoul")


@pytest.fixture
def link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the link would be; tzlocal finds a zone of its own."""
    monkeypatch.delenv("TZ", raising=False)
    monkeypatch.setattr(system_zone, "LINK", tmp_path / "localtime")
    monkeypatch.setattr(tzlocal, "get_localzone", lambda: TZLOCALS)
    return tmp_path / "localtime"


def found(link: Path, to: str) -> tzinfo:
    link.unlink(missing_ok=True)
    link.symlink_to(link.parent / to)
    return system_zone.system_zone()


def test_a_link_into_the_folder_of_zones_names_the_zone(link: Path) -> None:
    assert found(link, "share/zoneinfo/Europe/Berlin") == ZoneInfo("Europe/Berlin")
    assert found(link, "zoneinfo/America/Argentina/Ushuaia") == ZoneInfo("America/Argentina/Ushuaia"), "as it is now"


def test_what_the_environment_says_comes_first(link: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Seoul")
    assert found(link, "zoneinfo/Europe/Berlin") is TZLOCALS


@pytest.mark.parametrize("to", ["zoneinfo/Nowhere/Atall", "zoneinfo/", "elsewhere/Europe/Berlin", "zoneinfo/../../etc/passwd"])
def test_a_link_that_names_no_zone_leaves_it_to_tzlocal(link: Path, to: str) -> None:
    assert found(link, to) is TZLOCALS


def test_without_a_link_it_is_left_to_tzlocal(link: Path) -> None:
    link.write_bytes(b"TZif2")
    assert system_zone.system_zone() is TZLOCALS


def test_looking_again_has_tzlocal_look_again_where_it_is_followed(link: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []
    monkeypatch.setattr(tzlocal, "reload_localzone", lambda: looked.append(True))
    found(link, "zoneinfo/Europe/Berlin")
    system_zone.look_again()
    assert not looked
    link.unlink()
    system_zone.look_again()
    assert looked == [True]
