"""Every setting, described once: the config file, the settings screen, `quizapp config` and the guide say what stands here."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from quizapp.settings.kinds import Folders, Keys, Kind, OneOf, Probability, ShellCommand, Whole, Zone
from quizapp.settings.system_zone import system_zone

NO_LIMIT = 9999
"""As `reviews_per_day`: all of them."""
THEMES = ("quizapp-dark", "quizapp-light")


@dataclass
class Setting:
    """What there is to know of a setting."""

    about: str
    """What it means, with its unit; a colon and what is allowed follow."""
    kind: Kind
    default: Any
    words: Mapping[Any, str]
    """What certain values mean, for the screen."""

    @property
    def sentence(self) -> str:
        """What it means and what is allowed."""
        return f"{self.about}: {self.kind.allowed}."

    def described(self, value: Any) -> str:
        """A value in a few words."""
        if isinstance(value, tuple | dict):
            return f"{len(value)} of your own" if value else "none"
        if value in self.words:
            return self.words[value]
        return f"{value:.2f}" if isinstance(value, float) else str(value)


def setting(about: str, kind: Kind, default: Any, words: Mapping[Any, str] | None = None) -> Any:
    """A field of Settings that a person may set."""
    return field(default_factory=lambda: default, metadata={"setting": Setting(about, kind, default, words or {})})


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
    ready_made: Path | None = None
    """The database that a first start copies, where the built-in decks are those that came with the program."""
    problems: tuple[str, ...] = ()
    """What is wrong in the config file."""
    decks_known: bool = True
    """Whether `decks` is all that the config file means: while it is not, no deck may be taken for removed."""

    new_per_day: int = setting("New cards introduced on a study day", Whole(0, 9999), 10)
    reviews_per_day: int = setting(
        f"Reviews asked on a study day, those most likely forgotten first, {NO_LIMIT} being no limit",
        Whole(0, NO_LIMIT, step=10),
        NO_LIMIT,
        {NO_LIMIT: "no limit"},
    )
    desired_retention: float = setting("Probability of recall at which a card falls due", Probability(0.70, 0.97), 0.90)
    time_zone: str = setting(
        "Where your days are counted",
        Zone('an IANA name such as "Europe/Berlin", or "" for the system\'s zone'),
        "",
        {"": "the system's"},
    )
    rollover_hour: int = setting("Hour of the wall clock at which a study day starts", Whole(0, 23), 4)
    language: str = setting(
        "Language to be asked in",
        Kind('a language such as "ko", "" for each deck\'s own, or "alternate" to be asked in one and answered in another'),
        "",
        {"": "each deck's own"},
    )
    theme: str = setting("Colours", Kind(f'"{THEMES[0]}", "{THEMES[1]}" or the name of a theme of Textual\'s'), THEMES[0])
    time_limit: int = setting("Seconds that an answer should take, 0 being off", Whole(0, 3600, step=10), 0, {0: "off"})
    leech_lapses: int = setting("Times a learned card is forgotten until it counts as a leech", Whole(2, 99), 6)
    buttons: int = setting("Grades to choose from, 2 being fail and pass", OneOf(2, 4), 4)
    editor: str = setting(
        "Editor for cards and for this file",
        ShellCommand('a command such as "code" or "emacs -nw", or "" for $VISUAL or $EDITOR'),
        "",
        {"": "$VISUAL or $EDITOR"},
    )
    keys: str = setting('Keys to move with, "vim" being h j k l g G beside the arrows', OneOf("default", "vim"), "default")
    keymap: Mapping[str, str] = setting(
        "Keys of your own",
        Keys('a table of commands, as `quizapp config --keys` lists them, and keys, such as grade_good = "g" or undo = "u,ctrl+z"'),
        {},
    )
    decks: tuple[str, ...] = setting(
        "Deck folders of your own beside the built-in ones",
        Folders('a list of folders with their whole paths, such as ["/home/you/decks/sql", "~/decks/git"]'),
        (),
    )

    def zone(self) -> tzinfo:
        """The learner's time zone."""
        return ZoneInfo(self.time_zone) if self.time_zone else system_zone()


SETTINGS: Mapping[str, Setting] = {each.name: each.metadata["setting"] for each in fields(Settings) if each.metadata}
"""By name, in the order in which they are shown."""
