"""The learner's web browser, if this machine shows any: one with windows of its own, or one that needs the terminal."""

import shlex
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

TEXT_BROWSERS = ("w3m", "lynx", "links", "links2", "elinks", "www-browser", "browsh", "carbonyl")
_WINDOWED = ("xdg-open", "gio open", "wslview", "x-www-browser", "firefox", "chromium", "google-chrome")
"""What opens an address where there is a display, the desktop's own choice first."""


@dataclass(frozen=True)
class Browser:
    """A command that opens an address; no shell reads it."""

    command: tuple[str, ...]
    takes_terminal: bool
    """Whether it draws in the terminal, as w3m does."""
    chosen: bool
    """Whether the learner has named it, in $BROWSER."""

    @property
    def name(self) -> str:
        """Of its program."""
        return Path(self.command[0]).stem


def find_browser(environ: Mapping[str, str], address: str, platform: str = sys.platform) -> Browser | None:
    """What opens `address`: $BROWSER, else the desktop's browser, else one for the terminal. None where nothing can, as often over ssh."""
    seen = _shows_windows(environ, platform)
    for entry in environ.get("BROWSER", "").split(";" if platform == "win32" else ":"):
        if command := _command(entry.rstrip("& "), address, environ):
            return Browser(command, not seen or Path(command[0]).stem in TEXT_BROWSERS, chosen=True)
    for entry, takes_terminal in _usual(seen, platform, address):
        if command := _command(entry, address, environ):
            return Browser(command, takes_terminal, chosen=False)
    return None


def _shows_windows(environ: Mapping[str, str], platform: str) -> bool:
    """Whether a window would be seen by the learner."""
    if platform in ("darwin", "win32"):
        return not environ.get("SSH_CONNECTION")
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def _usual(seen: bool, platform: str, address: str) -> Iterator[tuple[str, bool]]:
    """Commands to try, each with whether it takes the terminal."""
    if seen and platform == "darwin":
        yield "open", False
    elif seen and platform == "win32":
        yield "rundll32 url.dll,FileProtocolHandler", False
    elif seen:
        yield from ((entry, False) for entry in _WINDOWED)
    if not address.startswith("mailto:"):
        yield from ((entry, True) for entry in TEXT_BROWSERS)


def _command(entry: str, address: str, environ: Mapping[str, str]) -> tuple[str, ...]:
    """`entry` with `address` in the place of its %s or at its end; empty where its program is not there."""
    try:
        program, *options = shlex.split(entry) or [""]
    except ValueError:
        return ()
    found = shutil.which(program, path=environ.get("PATH")) if program else None
    if found is None:
        return ()
    named = any("%s" in option for option in options)
    return (found, *(option.replace("%s", address) for option in options), *([] if named else [address]))
