"""What an action of the learner's is: one class, from which come its key, its words in the footer, its line in the palette and in the help.

A screen lists its commands and has an `action_` method for each, named after the class: `ShowAnswer` runs `action_show_answer`.
"""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import ClassVar, TypeAlias

from textual.binding import Binding, BindingType
from textual.keys import format_key

from quizapp.domain.i18n import gettext

__all__ = ["Command", "Commands", "bindings", "by_name"]

_NAMES = {"escape": "Esc", "home": "Home", "end": "End", "pageup": "PgUp", "pagedown": "PgDn"}
_SPOKEN = {"enter": "Enter", "space": "Space"}


class Command:
    """An action. The docstring's first line is what the help and the palette say of it."""

    key: ClassVar[str]
    label: ClassVar[str]
    """One or two words for the footer."""
    shown: ClassVar[bool] = True
    """Whether the footer has room for it; the help and the palette always do."""
    key_display: ClassVar[str | None] = None
    each: ClassVar[tuple[str, ...]] = ()
    """Keys of which each does it to another thing: the action gets the key's place among them."""
    chosen: ClassVar[Mapping[str, str]] = MappingProxyType({})
    """The keys in force by action name, where a preset or the learner has chosen other ones than `key`; the app sets them."""

    @classmethod
    def action(cls) -> str:
        """The name of the screen's method behind it, without `action_`."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    @classmethod
    def describe(cls) -> str:
        """What it does, in a line, in the language of the interface, with the keys in force of the commands that it names."""
        line = cls.summary()
        return gettext(line, **{name: by_name()[name].spoken() for name in re.findall(r"\{(\w+)\}", line)})

    @classmethod
    def summary(cls) -> str:
        """The same as it is written: another command stands in braces, as in {undo}."""
        return (cls.__doc__ or "").strip().splitlines()[0]

    @classmethod
    def words(cls) -> str:
        """Its one or two words in the footer, in the language of the interface."""
        return gettext(cls.label)

    @classmethod
    def keys(cls) -> str:
        """Its key in force, the first where there are several, as a person reads it."""
        return cls.written(cls._first())

    @classmethod
    def spoken(cls) -> str:
        """The same in a sentence."""
        return _SPOKEN.get(cls._first()) or cls.keys()

    @classmethod
    def written(cls, key: str) -> str:
        """One of its keys as a person reads it."""
        if cls.key_display and key == cls.key.partition(",")[0]:
            return cls.key_display
        *modifiers, base = key.split("+")
        return "+".join([*modifiers, _NAMES.get(base) or format_key(base)])

    @classmethod
    def _first(cls) -> str:
        return Command.chosen.get(cls.action(), cls.key).partition(",")[0]

    @classmethod
    def binding(cls, *, priority: bool = False) -> Binding:
        """Make its binding, for BINDINGS. The id is what a keymap calls it; `priority` puts it before what has the focus."""
        return Binding(
            cls.key,
            cls.action(),
            cls.label,
            show=cls.shown,
            key_display=cls.key_display,
            id=cls.action(),
            priority=priority,
        )

    @classmethod
    def bindings_for_each(cls) -> list[BindingType]:
        """One for each of its keys."""
        return [Binding(key, f"{cls.action()}({i})", cls.label, show=False, id=f"{cls.action()}_{key}") for i, key in enumerate(cls.each)]


Commands: TypeAlias = tuple[type[Command], ...]


@cache
def by_name() -> dict[str, type[Command]]:
    """Every command by its action name, which is what a keymap calls it."""
    return {command.action(): command for command in Command.__subclasses__()}


def bindings(commands: Commands) -> list[BindingType]:
    """Make the bindings of `commands`, for a screen's BINDINGS."""
    return [binding for command in commands for binding in (command.bindings_for_each() if command.each else [command.binding()])]
