"""Where things are kept and how the learner wants them: the config file and the environment become one frozen `Settings`.

A bad value never stops the app: the default is used, and `Settings.problems` says what is wrong, where, and what is allowed.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from quizapp.domain.drawable import brief
from quizapp.domain.errors import SettingsError
from quizapp.domain.i18n import gettext
from quizapp.settings.file import refusal, with_config_file
from quizapp.settings.system_zone import look_again
from quizapp.settings.table import NO_LIMIT, SETTINGS, Setting, Settings

__all__ = [
    "NO_LIMIT",
    "SETTINGS",
    "Setting",
    "Settings",
    "from_process",
    "load",
    "look_at_the_zone",
    "packaged",
    "refusal",
    "reread",
    "shipped",
    "with_config_file",
    "with_usable_zone",
]

APP = "quizapp"

_PACKAGE = Path(__file__).resolve().parent.parent


def packaged(name: str) -> Path:
    """What is installed with the program: the folder `content` or `migrations`, or the database `ready_made.db`."""
    return _PACKAGE / f"_{name}"


def shipped(name: str) -> Path:
    """The folder `content` or `migrations`: the checkout's own where there is one, else the installed copy."""
    checkout = _PACKAGE.parent / name
    if checkout.is_dir() and (_PACKAGE.parent / "pyproject.toml").is_file():
        return checkout
    return packaged(name)


def load(environ: Mapping[str, str], data_dir: Path | None = None) -> Settings:
    """Settings for this run.

    `data_dir` (or QUIZAPP_DATA_DIR) keeps everything in one folder. Raises SettingsError for a place that cannot be one.
    """
    named = str(data_dir or environ.get("QUIZAPP_DATA_DIR", ""))
    home = _place(named, "--data-dir" if data_dir else "QUIZAPP_DATA_DIR") if named else None
    data, config = (home, home) if home else _user_dirs()
    content = environ.get("QUIZAPP_CONTENT")
    settings = Settings(
        database=_database(environ.get("QUIZAPP_DATABASE_URL", ""), data),
        config_file=config / "config.toml",
        state_dir=data,
        content=_place(content, "QUIZAPP_CONTENT") if content else shipped("content"),
        migrations=shipped("migrations"),
    )
    if settings.content == packaged("content"):
        settings = replace(settings, ready_made=packaged("ready_made.db"))
    return reread(settings)


def reread(settings: Settings) -> Settings:
    """`settings`, with what the config file says now."""
    return with_usable_zone(with_config_file(settings))


def from_process(data_dir: Path | None = None) -> Settings:
    """Settings from this process's environment."""
    return load(os.environ, data_dir)


def _user_dirs() -> tuple[Path, Path]:
    import platformdirs

    data, config = platformdirs.user_data_dir(APP, appauthor=False), platformdirs.user_config_dir(APP, appauthor=False)
    return _place(data, gettext("your data folder")), _place(config, gettext("your config folder"))


def _database(url: str, data: Path) -> Path:
    if not url:
        return data / "quizapp.db"
    prefix = "sqlite:///"
    path = url.removeprefix(prefix)
    if not url.startswith(prefix) or path in ("", ":memory:"):
        raise SettingsError(
            gettext("QUIZAPP_DATABASE_URL is {url}, which is not an SQLite file", url=brief(url)),
            gettext("Write {example}.", example="sqlite:///path/to/quizapp.db"),
        )
    return _place(path, "QUIZAPP_DATABASE_URL")


def _place(path: str, named: str) -> Path:
    """The full path. Raises SettingsError if `path`, which `named` gives, cannot be one."""
    try:
        whole = Path(path).expanduser().absolute()
        with suppress(FileNotFoundError, NotADirectoryError, PermissionError):  # reported by whoever opens something there
            whole.stat()
    except (OSError, RuntimeError, ValueError) as error:  # no such home folder; a name too long; the current folder is gone
        reason = error.strerror if isinstance(error, OSError) else error
        raise SettingsError(
            gettext("{name} is {path}, which cannot be used: {reason}", name=named, path=brief(path), reason=reason),
            gettext("Set it to a full path."),
        ) from error
    return whole


def with_usable_zone(settings: Settings) -> Settings:
    """Return `settings`; in UTC, with a problem added, if they follow the system and its time zone cannot be read."""
    try:
        settings.zone()
    except (LookupError, ValueError, OSError) as error:
        reason = " ".join(str(error).split())
        problem = gettext(
            "The system's time zone cannot be read ({reason}), so days follow UTC. Set time_zone in {file}.",
            reason=reason,
            file=settings.config_file,
        )
        return replace(settings, time_zone="UTC", problems=(*settings.problems, problem))
    return settings


def look_at_the_zone() -> bool:
    """Has `Settings.zone` follow the system's time zone as it is now; False where that cannot be read, and the one before stays."""
    try:
        look_again()
    except (LookupError, ValueError, OSError):
        return False
    return True
