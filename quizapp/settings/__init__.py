"""Where things live on disk and how the learner wants them: the config file and the environment become one frozen `Settings`.

A bad value never stops the app: the default takes its place and `Settings.problems` says what, where and what is allowed.
"""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from quizapp.domain.errors import SettingsError
from quizapp.settings.file import refusal, with_config_file
from quizapp.settings.table import NO_LIMIT, SETTINGS, Setting, Settings

__all__ = [
    "NO_LIMIT",
    "SETTINGS",
    "Setting",
    "Settings",
    "from_process",
    "load",
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

    `data_dir` (or QUIZAPP_DATA_DIR) keeps everything in one folder. Raises SettingsError for an unusable database address.
    """
    home = data_dir or (Path(environ["QUIZAPP_DATA_DIR"]) if environ.get("QUIZAPP_DATA_DIR") else None)
    data, config = (home, home) if home else _user_dirs()
    data = data.expanduser().absolute()
    settings = Settings(
        database=_database(environ.get("QUIZAPP_DATABASE_URL", ""), data),
        config_file=config.expanduser().absolute() / "config.toml",
        state_dir=data,
        content=Path(environ["QUIZAPP_CONTENT"]).expanduser().absolute() if environ.get("QUIZAPP_CONTENT") else shipped("content"),
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

    return platformdirs.user_data_path(APP, appauthor=False), platformdirs.user_config_path(APP, appauthor=False)


def _database(url: str, data: Path) -> Path:
    if not url:
        return data / "quizapp.db"
    prefix = "sqlite:///"
    if not url.startswith(prefix) or not url.removeprefix(prefix):
        raise SettingsError(f"QUIZAPP_DATABASE_URL is {url!r}, which is no SQLite address", "Write sqlite:///path/to/quizapp.db.")
    return Path(url.removeprefix(prefix)).expanduser().absolute()


def with_usable_zone(settings: Settings) -> Settings:
    """`settings`, in UTC and with a problem told where they follow a system whose time zone cannot be read."""
    try:
        settings.zone()
    except (LookupError, ValueError, OSError) as error:
        problem = f"The system's time zone cannot be read ({error}); days follow UTC. Set time_zone in {settings.config_file}."
        return replace(settings, time_zone="UTC", problems=(*settings.problems, problem))
    return settings
