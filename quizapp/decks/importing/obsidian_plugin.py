"""How a vault writes its flashcards: by the settings of the plugin, by what the learner says, or as the plugin ships."""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from quizapp.decks.importing.undecided import UndecidedError
from quizapp.domain.i18n import gettext

SEPARATORS: Mapping[str, str] = {"inline": "::", "inline-reversed": ":::", "multiline": "?", "multiline-reversed": "??"}
"""By the names of the options, those that the plugin has where nothing else was chosen."""
_SETTINGS = Path(".obsidian", "plugins", "obsidian-spaced-repetition", "data.json")
_LARGEST = 4 * 1024 * 1024
"""Bytes of the settings, which may hold the schedule of every note."""
_NAMES = {
    "inline": ("singleLineCardSeparator", "singlelineCardSeparator"),
    "inline-reversed": ("singleLineReversedCardSeparator", "singlelineReversedCardSeparator"),
    "multiline": ("multilineCardSeparator",),
    "multiline-reversed": ("multilineReversedCardSeparator",),
}
"""What the settings call them; the second ones in older versions of the plugin."""
_LONGEST = 40
_HIGHLIGHT = r"==(?P<text>(?!\s)(?:(?!==).)+?)==(?:\^\[(?P<hint>[^\[\]]*)\])?(?:\[\^(?P<group>[\w]+)\])?"
_BOLD = r"\*\*(?P<text>(?!\s)(?:(?!\*\*).)+?)\*\*(?P<hint>(?!))?(?P<group>(?!))?"
_CURLY = r"\{\{(?P<text>(?!\s)(?:(?!\}\}).)+?)\}\}(?P<hint>(?!))?(?P<group>(?!))?"
HIGHLIGHT = re.compile(_HIGHLIGHT, re.DOTALL)
_MARK = re.compile(r"(?<=\s)[^\w\s()\[\]{}\"'.,!<`*_]{2,8}(?=\s)|[;:|]{2,4}|(?<=\s)(?:->)+(?=\s)")
"""What may be a separator inside a line."""
_FEW = 3


@dataclass(frozen=True)
class Plugin:
    """The settings that say what is a card."""

    separators: Mapping[str, str] = field(default_factory=lambda: dict(SEPARATORS))
    """By the names of the options; an empty one is not used."""
    tags: Sequence[str] = ("flashcards", "flashcard")
    """Without the #."""
    gaps: Sequence[str] = (_HIGHLIGHT,)
    """Patterns, with the groups "text", "hint" and "group"."""
    end: str = ""
    """The line that ends a card of several lines; empty where an empty line does."""
    said: bool = False
    """Whether the vault's own settings or the learner have said it."""

    @cached_property
    def tag(self) -> re.Pattern[str]:
        """A tag in a text."""
        return re.compile(rf"(?:^|(?<=\s))#(?P<name>{self._named})(?=\s|$)", re.IGNORECASE)

    @cached_property
    def front_tag(self) -> re.Pattern[str]:
        """A tag in a front matter."""
        return re.compile(rf"(?:^|[\s,\[\"'#-])(?P<name>{self._named})(?=[\s,\]\"']|$)", re.IGNORECASE)

    @property
    def _named(self) -> str:
        return rf"(?:{'|'.join(map(re.escape, sorted(self.tags, key=len, reverse=True)))})(?:/[\w/-]+)?"

    @cached_property
    def gap(self) -> Sequence[re.Pattern[str]]:
        """What is asked of a sentence."""
        return [re.compile(pattern, re.DOTALL) for pattern in self.gaps]


def plugin(root: Path, options: Mapping[str, str]) -> Plugin:
    """How the vault at `root` writes its cards; `options` are the learner's."""
    stored = _stored(root / _SETTINGS)
    named = {name: _text(stored, *keys) for name, keys in _NAMES.items()}
    separators = {name: options.get(name, usual if named[name] is None else named[name] or "") for name, usual in SEPARATORS.items()}
    tags = [tag.lstrip("#") for tag in stored.get("flashcardTags") or [] if isinstance(tag, str) and 1 < len(tag) < _LONGEST]
    return Plugin(
        separators,
        (*tags, *Plugin.tags),
        tuple(_gaps(stored)) if stored else (_HIGHLIGHT,),
        (_text(stored, "multilineCardEndMarker") or "").strip(),
        any(value is not None for value in named.values()) or any(name in options for name in SEPARATORS),
    )


def ask_for_a_separator(lines: Sequence[str], of: int) -> None:
    """Raises UndecidedError where most of the `of` cards that have a due date are `lines` with no separator, and one would explain them."""
    if len(lines) < _FEW or len(lines) * 2 < of:
        return
    marks = Counter(mark for line in lines for mark in {match[0] for match in _MARK.finditer(f"{line} ")})
    likely = [mark for mark, times in marks.most_common(4) if times * 2 >= len(lines)]
    if likely:
        question = gettext(
            "{count} flashcards have none of the usual separators. Which one stands between question and answer?", count=len(lines)
        )
        raise UndecidedError(
            "inline", question, likely, [f"{mark}   {next(line for line in lines if mark in line)[:60]}" for mark in likely]
        )


def _stored(path: Path) -> Mapping[str, Any]:
    """The plugin's settings; empty where there are none that can be read: then it is as the plugin ships."""
    try:
        if path.is_symlink() or path.stat().st_size > _LARGEST:
            return {}
        settings = json.loads(path.read_bytes()).get("settings")
    except (OSError, ValueError, AttributeError, RecursionError):
        return {}
    return settings if isinstance(settings, dict) else {}


def _text(stored: Mapping[str, Any], *names: str) -> str | None:
    return next((value for name in names if isinstance(value := stored.get(name), str) and len(value) < _LONGEST), None)


def _gaps(stored: Mapping[str, Any]) -> list[str]:
    patterns = " ".join(each for each in stored.get("clozePatterns") or [] if isinstance(each, str))
    wanted = (
        (_HIGHLIGHT, stored.get("convertHighlightsToClozes") is not False or "==" in patterns),
        (_BOLD, stored.get("convertBoldTextToClozes") is True or "**" in patterns),
        (_CURLY, stored.get("convertCurlyBracketsToClozes") is True or "{{" in patterns),
    )
    return [pattern for pattern, is_one in wanted if is_one]
