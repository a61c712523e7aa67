"""Where things live on disk and how the learner wants them: the config file and the environment become one frozen `Settings`.

A bad value never stops the app: the default takes its place and `Settings.problems` says what, where and what is allowed.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from quizapp.domain.errors import SettingsError

APP = "quizapp"
THEMES = ("quizapp-dark", "quizapp-light")


@dataclass(frozen=True)
class Settings:
    """Everything that can be set, and where it is kept."""

    database: Path
    config_file: Path
    state_dir: Path
    """Crash files go here."""
    content: Path
    """The folder of deck folders."""
    migrations: Path
    new_per_day: int = 10
    """New cards introduced on a study day, 0 to 9999."""
    desired_retention: float = 0.90
    """Probability of recall at which a card falls due, 0.70 to 0.97."""
    time_zone: str = ""
    """IANA name; empty follows the system."""
    rollover_hour: int = 4
    """Hour of the wall clock at which a study day starts, 0 to 23."""
    language: str = ""
    """Language to be asked in; empty takes each deck's own; "alternate" asks in one and shows the answer in another."""
    theme: str = THEMES[0]
    decks: tuple[str, ...] = ()
    """The learner's own deck folders, beside those in `content`."""
    problems: tuple[str, ...] = ()

    def zone(self) -> tzinfo:
        """The learner's time zone."""
        return ZoneInfo(self.time_zone) if self.time_zone else _system_zone()


_PACKAGE = Path(__file__).resolve().parent


def packaged(name: str) -> Path:
    """The folder `content` or `migrations` as it is installed with the program."""
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
    return _with_system_zone_checked(_with_config_file(settings))


def remember(settings: Settings, key: str, value: str | float | tuple[str, ...]) -> Settings:
    """Writes one key to the config file, keeping the rest of it as it is. Raises SettingsError where that is impossible."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    file = settings.config_file
    try:
        document = tomlkit.parse(file.read_text("utf-8")) if file.exists() else tomlkit.document()
        document[key] = list(value) if isinstance(value, tuple) else value
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = file.with_suffix(".toml.new")
        draft.write_text(tomlkit.dumps(document), "utf-8")
        draft.replace(file)
    except (OSError, UnicodeDecodeError, TOMLKitError) as error:
        raise SettingsError(f"{key} could not be saved to {file}: {error}") from error
    return replace(settings, **{key: value})  # type: ignore[arg-type]


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


def _system_zone() -> tzinfo:
    import tzlocal

    return tzlocal.get_localzone()


def _with_system_zone_checked(settings: Settings) -> Settings:
    try:
        settings.zone()
    except (LookupError, ValueError, OSError) as error:
        problem = f"The system's time zone cannot be read ({error}); days follow UTC. Set time_zone in {settings.config_file}."
        return replace(settings, time_zone="UTC", problems=(*settings.problems, problem))
    return settings


def _whole(low: int, high: int) -> Callable[[Any], str]:
    def complaint(value: Any) -> str:
        good = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
        return "" if good else f"a whole number from {low} to {high}"

    return complaint


def _retention(value: Any) -> str:
    good = isinstance(value, int | float) and not isinstance(value, bool) and 0.70 <= value <= 0.97
    return "" if good else "a number from 0.70 to 0.97"


def _known_zone(value: Any) -> str:
    try:
        good = isinstance(value, str) and (not value or bool(ZoneInfo(value)))
    except (LookupError, ValueError, OSError):
        good = False
    return "" if good else 'an IANA name such as "Europe/Berlin", or "" for the system\'s zone'


def _text(value: Any) -> str:
    return "" if isinstance(value, str) else 'a text in quotes, such as "ko"'


def _folders(value: Any) -> str:
    good = isinstance(value, list) and all(isinstance(each, str) and Path(each).is_absolute() for each in value)
    return "" if good else 'a list of folders with their whole paths, such as ["/home/you/decks/sql"]'


CHECKS: Mapping[str, Callable[[Any], str]] = {
    "new_per_day": _whole(0, 9999),
    "desired_retention": _retention,
    "time_zone": _known_zone,
    "rollover_hour": _whole(0, 23),
    "language": _text,
    "theme": _text,
    "decks": _folders,
}
"""For each key of the config file, what is allowed: a check gives an empty string, or a description of good values."""


def _with_config_file(settings: Settings) -> Settings:
    file = settings.config_file
    if not file.exists():
        return settings
    import tomllib

    try:
        text = file.read_text("utf-8")
        values = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        problem = f"{file} cannot be read ({error}); the defaults are used until it is mended."
        return replace(settings, problems=(problem,))
    problems = []
    for key, value in values.items():
        place = f"{file}:{_line_of(key, text)}"
        if key not in CHECKS:
            problems.append(f"{place}: unknown setting {key!r}{_nearest(key)}; it is ignored.")
        elif allowed := CHECKS[key](value):
            problems.append(f"{place}: {key} is {value!r}; write {allowed}. The default is used.")
        else:
            good: Any = tuple(value) if isinstance(value, list) else value
            settings = replace(settings, **{key: good})
    return replace(settings, problems=tuple(problems))


def _line_of(key: str, text: str) -> int:
    lines = enumerate(text.splitlines(), start=1)
    return next((number for number, line in lines if line.strip().strip("[\"'").startswith(key)), 1)


def _nearest(key: str) -> str:
    import difflib

    near = difflib.get_close_matches(key, CHECKS, n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def from_process(data_dir: Path | None = None) -> Settings:
    """Settings from this process's environment."""
    return load(os.environ, data_dir)
