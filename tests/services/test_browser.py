"""Which browser opens an address, on which machine."""

from pathlib import Path

import pytest

from quizapp.services.browser import find_browser

ADDRESS = "https://example.org/a?b=c%23d&e='f'"


@pytest.fixture
def installed(tmp_path: Path) -> "type[Machine]":
    Machine.folder = tmp_path
    return Machine


class Machine:
    """Programs that are there, and the environment."""

    folder: Path

    def __init__(self, *programs: str, platform: str = "linux", **environ: str) -> None:
        for program in programs:
            path = self.folder / program
            path.write_text("#!/bin/sh\n")
            path.chmod(0o755)
        self.environ = {"PATH": str(self.folder), **environ}
        self.platform = platform

    def opens(self, address: str = ADDRESS) -> tuple[list[str], bool, bool] | None:
        """The command without folders, whether it takes the terminal, whether it was chosen."""
        found = find_browser(self.environ, address, self.platform)
        return None if found is None else ([Path(found.command[0]).name, *found.command[1:]], found.takes_terminal, found.chosen)


@pytest.mark.parametrize("environ", [{}, {"SSH_CONNECTION": "1"}, {"BROWSER": "nowhere"}, {"BROWSER": "'"}, {"BROWSER": ""}])
def test_without_a_window_or_a_text_browser_nothing_can(installed: type[Machine], environ: dict[str, str]) -> None:
    assert installed("xdg-open", "firefox", **environ).opens() is None


def test_the_desktops_own_choice_comes_first(installed: type[Machine]) -> None:
    assert installed("firefox", "xdg-open", "w3m", DISPLAY=":0").opens() == (["xdg-open", ADDRESS], False, False)
    assert installed("gio", WAYLAND_DISPLAY="wayland-0", platform="linux").opens() == (["xdg-open", ADDRESS], False, False)


def test_a_text_browser_takes_the_terminal(installed: type[Machine]) -> None:
    assert installed("lynx").opens() == (["lynx", ADDRESS], True, False)
    assert installed("lynx", "w3m", BROWSER="nowhere:w3m -T text/html:lynx").opens() == (["w3m", "-T", "text/html", ADDRESS], True, True)
    assert installed("lynx", DISPLAY=":0", BROWSER="lynx").opens() == (["lynx", ADDRESS], True, True)
    assert installed("lynx").opens("mailto:a@b.org") is None


def test_what_is_chosen_gets_the_address_where_it_wants_it(installed: type[Machine]) -> None:
    assert installed("open-it", DISPLAY=":0", BROWSER="open-it --new %s -x &").opens() == (["open-it", "--new", ADDRESS, "-x"], False, True)
    assert installed("open-it", BROWSER="open-it").opens() == (["open-it", ADDRESS], True, True), "it may draw in the terminal"


def test_on_a_mac_or_on_windows_a_window_is_seen_unless_one_came_by_ssh(installed: type[Machine]) -> None:
    assert installed("open", platform="darwin").opens() == (["open", ADDRESS], False, False)
    assert installed("open", platform="darwin", SSH_CONNECTION="1").opens() is None
    assert installed("rundll32", platform="win32").opens() == (["rundll32", "url.dll,FileProtocolHandler", ADDRESS], False, False)
