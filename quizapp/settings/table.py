"""Every setting, described once: the config file, the settings screen, `quizapp config` and the guide say what stands here."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from quizapp.domain.i18n import LANGUAGES, gettext, gettext_noop, ngettext
from quizapp.domain.language_names import code
from quizapp.settings.kinds import (
    CalendarDay,
    ExchangePlace,
    Folders,
    InterfaceLanguage,
    Keys,
    Kind,
    OneOf,
    Probability,
    ShellCommand,
    Titles,
    Weights,
    Whole,
    Zone,
)
from quizapp.settings.system_language import system_language
from quizapp.settings.system_zone import system_zone

NO_LIMIT = 9999
"""The value of `reviews_per_day` that stands for all of them."""
THEMES = ("quizapp-dark", "quizapp-light")
_WEIGHTS = gettext_noop("a list of the 21 weights of FSRS-6, or [] for the published ones")
_PUBLISHED: Mapping[Any, str] = {(): gettext_noop("the published ones")}


@dataclass
class Setting:
    """Everything about one setting."""

    message: str
    """What it means, with its unit; a colon and what is allowed follow."""
    kind: Kind
    default: Any
    words: Mapping[Any, str]
    """Messages that say what certain values mean, for the screen."""

    @property
    def sentence(self) -> str:
        """What it means and what is allowed."""
        meaning = gettext(self.message, no_limit=NO_LIMIT)
        return gettext("{meaning}: {allowed}.", meaning=meaning, allowed=self.kind.allowed)

    def described(self, value: Any) -> str:
        """A value in a few words."""
        if not isinstance(value, dict) and value in self.words:
            return gettext(self.words[value])
        if isinstance(value, tuple) and isinstance(self.kind, Titles):
            return ", ".join(value)
        if isinstance(value, tuple | dict):
            return ngettext("{count} of your own", "{count} of your own", len(value)) if value else gettext("none")
        return f"{value:.2f}" if isinstance(value, float) else str(value)


def setting(message: str, kind: Kind, default: Any, words: Mapping[Any, str] | None = None) -> Any:
    """A field of Settings that a person may set."""
    return field(default_factory=lambda: default, metadata={"setting": Setting(message, kind, default, words or {})})


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
    """Whether `decks` is everything the config file means. If not, no deck may be treated as removed."""

    interview_date: str = setting(
        gettext_noop("The day of your interview, for which each day is planned"), CalendarDay(), "", {"": gettext_noop("none")}
    )
    interview_topics: tuple[str, ...] = setting(
        gettext_noop("The topics that it will be about"),
        Titles(gettext_noop('a list of titles or ids, such as ["Perceptrons", "Training"], or [] for all')),
        (),
        {(): gettext_noop("all")},
    )
    minutes_per_day: int = setting(gettext_noop("Minutes that you have per study day before the interview"), Whole(1, 600, step=5), 20)
    new_per_day: int = setting(gettext_noop("New cards per study day"), Whole(0, 9999), 10)
    reviews_per_day: int = setting(
        gettext_noop("Reviews per study day at most, those most likely forgotten first ({no_limit} means no limit)"),
        Whole(0, NO_LIMIT, step=10),
        NO_LIMIT,
        {NO_LIMIT: gettext_noop("no limit")},
    )
    desired_retention: float = setting(gettext_noop("How likely you are to recall a card when it falls due"), Probability(0.70, 0.97), 0.90)
    time_zone: str = setting(
        gettext_noop("The time zone of your study days"),
        Zone(gettext_noop('an IANA name such as "Europe/Berlin", or "" for the system\'s zone')),
        "",
        {"": gettext_noop("the system's")},
    )
    rollover_hour: int = setting(gettext_noop("The hour at which a study day starts"), Whole(0, 23), 4)
    language: str = setting(
        gettext_noop("The language of the questions"),
        Kind(
            gettext_noop(
                'a language such as "ko", "alternate" to ask in one and answer in another, or "" for the system\'s where a deck has it, '
                "and else the deck's own"
            )
        ),
        "",
        {"": gettext_noop("the system's, or the deck's own")},
    )
    interface_language: str = setting(
        gettext_noop("The language of menus, buttons and reports"),
        InterfaceLanguage(),
        "",
        {"": gettext_noop("as the questions, or as the system"), **LANGUAGES},
    )
    theme: str = setting(
        gettext_noop("Colours"), Kind(gettext_noop('"quizapp-dark", "quizapp-light" or the name of a Textual theme')), THEMES[0]
    )
    time_limit: int = setting(
        gettext_noop("Seconds an answer should take (0 is off)"), Whole(0, 3600, step=10), 0, {0: gettext_noop("off")}
    )
    leech_lapses: int = setting(gettext_noop("How often you forget a learned card before it is a leech"), Whole(2, 99), 6)
    buttons: int = setting(gettext_noop("How many grades there are (2 means fail and pass)"), OneOf(2, 4), 4)
    editor: str = setting(
        gettext_noop("The editor for cards and for this file"),
        ShellCommand(gettext_noop('a command such as "code" or "emacs -nw", or "" for $VISUAL or $EDITOR')),
        "",
        {"": gettext_noop("$VISUAL or $EDITOR")},
    )
    keys: str = setting(gettext_noop('Keys to move with ("vim" adds h j k l g G to the arrows)'), OneOf("default", "vim"), "default")
    keymap: Mapping[str, str] = setting(
        gettext_noop("Your own keys"),
        Keys(
            gettext_noop(
                'a table of commands, as `quizapp config --keys` lists them, and keys, such as grade_good = "g" or undo = "u,ctrl+z"'
            )
        ),
        {},
    )
    decks: tuple[str, ...] = setting(
        gettext_noop("Your own deck folders, beside the built-in ones"),
        Folders(gettext_noop('a list of folders with their full paths, such as ["/home/you/decks/sql", "~/decks/git"]')),
        (),
    )
    sync: str = setting(
        gettext_noop("Where your machines exchange their reviews, also when the app starts and ends"),
        ExchangePlace(),
        "",
        {"": gettext_noop("none")},
    )
    sharing: str = setting(
        gettext_noop("Whether your group sees your streak, how much you review and how ready you are, and nothing else"),
        OneOf("off", "on"),
        "off",
        {"off": gettext_noop("off"), "on": gettext_noop("on")},
    )
    parameters: tuple[float, ...] = setting(
        gettext_noop("The weights of the memory model, which `quizapp optimise` learns from your reviews"),
        Weights(_WEIGHTS),
        (),
        _PUBLISHED,
    )
    previous_parameters: tuple[float, ...] = setting(
        gettext_noop("The weights that `quizapp optimise --undo` brings back"), Weights(_WEIGHTS), (), _PUBLISHED
    )

    def zone(self) -> tzinfo:
        """The learner's time zone."""
        return ZoneInfo(self.time_zone) if self.time_zone else system_zone()

    @property
    def asked_in(self) -> str:
        """The code of the language of the questions, the system's where none is set. A deck that has no such texts is asked in its own."""
        return code(self.language or system_language(os.environ))


SETTINGS: Mapping[str, Setting] = {each.name: each.metadata["setting"] for each in fields(Settings) if each.metadata}
"""All settings by name, in the order in which they are shown."""
