"""The keys in force: each command's own, those of a preset, and the learner's, held against each other.

Where two commands of a place could answer to one key, the learner's choice comes before the preset's. Against a key that a command has by
itself it is not used, and the learner is shown why: no key ever does something by surprise.
"""

import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import combinations
from typing import Any, TypeAlias

from textual.app import App
from textual.containers import ScrollableContainer
from textual.keys import KEY_ALIASES, Keys, _character_to_key, key_to_character
from textual.screen import Screen
from textual.widgets import DataTable

from quizapp.domain.drawable import brief
from quizapp.domain.errors import SettingsError, suggestion
from quizapp.domain.i18n import gettext, ngettext
from quizapp.ui import commands
from quizapp.ui.command_screen import CommandScreen

Keymap: TypeAlias = Mapping[str, str]
"""Keys, several with commas between them, by the action name of a command."""

TOLD = 3
"""If many names belong to no command, this many are reported one by one."""
MAXIMUM_NAME = 40
"""Characters of a name that are looked at to guess what it may mean."""

PRESETS: Mapping[str, Keymap] = {
    "default": {},
    "vim": {
        "move_down": "j,down",
        "move_up": "k,up",
        "move_page_down": "ctrl+f,ctrl+d,pagedown",
        "move_page_up": "ctrl+b,ctrl+u,pageup",
        "move_to_top": "g,ctrl+home",
        "move_to_bottom": "G,ctrl+end",
        "step_forward": "l,right",
        "step_back": "h,left",
        "next_figures": "l,right,space",
        "previous_figures": "h,left",
        "choose_next": "j,down",
        "choose_previous": "k,up",
        "leap_forward": "ctrl+f,ctrl+d,pagedown",
        "leap_back": "ctrl+b,ctrl+u,pageup",
        "first_frame": "g,home",
        "last_frame": "G,end",
        "raise_setting": "l,right,plus,equals_sign",
        "lower_setting": "h,left,minus",
        "switch_language": "L",
        "ask_listed": "S",
    },
}
"""The preset "vim" moves with h j k l g G wherever something moves; a command that loses its letter to it gets the capital one."""


def _keys_of(*owners: Any) -> frozenset[str]:
    return frozenset(key for owner in owners for binding in owner.BINDINGS for key in binding.key.split(","))


ANYWHERE = _keys_of(Screen, App) | {App.COMMAND_PALETTE_BINDING}
"""Keys of Textual's that do the same on every screen."""
MOVING = _keys_of(DataTable, ScrollableContainer)
"""Keys that a list or a text takes before its screen sees them."""


@dataclass(frozen=True)
class Place:
    """Commands that can be called at one moment, so that no two of them may share a key."""

    name: str
    commands: commands.Commands
    taken: frozenset[str]
    """Keys that no command may have that does not have them by default."""


@dataclass(frozen=True)
class Clash:
    """Two commands on one key; or one on a key that is taken."""

    key: str
    place: str
    commands: tuple[str, ...]


def screens() -> list[type[CommandScreen[Any]]]:
    """Every screen there is, the first one first, the others in one order whatever was imported first."""
    from quizapp.ui import dialogs
    from quizapp.ui import screens as package

    for folder in (package, dialogs):
        for module in pkgutil.iter_modules(folder.__path__, f"{folder.__name__}."):
            import_module(module.name)
    return sorted(_below(CommandScreen), key=lambda screen: (screen.NAME != "Home", screen.__module__))


def places() -> list[Place]:
    """Every screen, and the demo on the screens that can have one in focus."""
    from quizapp.ui.screens.demo import DemoScreen
    from quizapp.ui.screens.quiz import QuizScreen
    from quizapp.ui.widgets.demo_pane import DemoPane

    alone = [
        Place(gettext(each.NAME) if each.NAME else each.__name__, (*each.ACTIONS, *commands.MOVES), ANYWHERE | MOVING) for each in screens()
    ]
    demos = [Place(gettext("a running demo"), (*DemoPane.ACTIONS, *each.ACTIONS), ANYWHERE) for each in (QuizScreen, DemoScreen)]
    return alone + demos


def clashes(keymap: Keymap, within: Iterable[Place]) -> Iterator[Clash]:
    """Where the keys in `keymap`, beside the default keys of all other commands, do not go together."""
    for place in within:
        users: dict[str, list[type[commands.Command]]] = {}
        for command in place.commands:
            for key in keymap.get(command.action(), command.key).split(","):
                users.setdefault(key, []).append(command)
        for key, sharing in users.items():
            for command in sharing:
                if key in place.taken and key not in command.key.split(","):
                    yield Clash(key, place.name, (command.action(),))
            for one, other in combinations(sharing, 2):
                if not set(one.key.split(",")) & set(other.key.split(",")):  # those that share one by default know whose turn it is
                    yield Clash(key, place.name, (one.action(), other.action()))


def resolve(preset: str, own: Keymap, line: Callable[[str], str], within: Sequence[Place] = ()) -> tuple[Keymap, list[str]]:
    """The keys of all commands, and what is wrong with the learner's `own`, `line` telling where an entry stands.

    Clashes are looked for in the places `within`: a command that the preset moved to a key of the learner's gives it back, any other
    keeps its key. The keys are those of all commands, also of those that keep theirs: given some only, Textual takes away what else is
    on the keys that those had.
    """
    base = {name: command.key for name, command in commands.by_name().items()} | dict(PRESETS[preset])
    used, problems = dict[str, str](), list[str]()
    unknown = [name for name in own if name not in base]
    untold = set(unknown[TOLD:])
    for name in [name for name in own if name not in untold]:
        try:
            used[name] = _checked(name, own[name], base)
        except SettingsError as error:
            problems.append(f"{line(name)}: {error}")
    if len(unknown) > TOLD:
        more = ngettext("{count:,} more name of no command", "{count:,} more names of no command", len(unknown) - TOLD)
        problems.append(f"{line(unknown[TOLD])}: {more}")
    while used and (clash := next((clash for clash in clashes(base | used, within) if used.keys() & set(clash.commands)), None)):
        name = [name for name in used if name in clash.commands][-1]
        if _give_back(base, clash, used, within):
            continue
        del used[name]
        problems.append(f"{line(name)}: {_clash_message(clash, name)} {_stays(name, base)}")
    return base | used, problems


def _give_back(base: dict[str, str], clash: Clash, used: Keymap, within: Sequence[Place]) -> bool:
    """Takes the key of a clash away from a command that only a preset has put there. Whether there was one."""
    moved = [name for name in clash.commands if name not in used and clash.key not in commands.by_name()[name].key.split(",")]
    for name in moved:
        base[name] = ",".join(key for key in base[name].split(",") if key != clash.key) or commands.by_name()[name].key
        for other in clashes({**base, **used}, within):  # its own key may be one that the preset gave to another
            if name in other.commands and not used.keys() & set(other.commands):
                _give_back(base, other, {**used, name: base[name]}, within)
    return bool(moved)


def _checked(name: str, text: str, base: Keymap) -> str:
    """The keys in `text` as Textual calls them. Raises SettingsError."""
    if name not in base:
        raise SettingsError(gettext("there is no command {name}", name=brief(name)), suggestion(name[:MAXIMUM_NAME], base))
    stays = _stays(name, base)
    if commands.by_name()[name].each:
        raise SettingsError(gettext("{name} has a key for each thing it acts on", name=name), stays)
    written = [","] if text.strip() == "," else [key.strip() for key in text.split(",")]
    for key in written:
        if not _exists(_named(key)):
            raise SettingsError(gettext("{name}: there is no key {key}", name=name, key=brief(key)), f"{_nearest_key(key)}{stays}")
    return ",".join(map(_named, written))


def _named(written: str) -> str:
    """Textual's name for a key: "?" is "question_mark", "Ctrl+G" is "ctrl+g", "shift+g" is "G", and "ctrl+m" what it sends, "enter"."""
    if len(written) == 1:
        return _character_to_key(written)
    *modifiers, base = written.lower().split("+")
    base = _character_to_key(base) if len(base) == 1 else base
    key = base.upper() if modifiers == ["shift"] and len(base) == 1 else "+".join([*modifiers, base])
    return next((name for name, aliases in KEY_ALIASES.items() if key in aliases), key)


_MODIFIERS = frozenset({"ctrl", "alt", "shift", "super", "hyper", "meta"})
_NAMED_KEYS = sorted({key.value for key in Keys if key.value.isalnum()} - {"return"} | {"space", "comma", "plus", "minus", "slash"})


def _exists(key: str) -> bool:
    *modifiers, base = key.split("+")
    return set(modifiers) <= _MODIFIERS and (base in _NAMED_KEYS or (key_to_character(base) or "\n").isprintable())


def _nearest_key(key: str) -> str:
    import difflib

    near = difflib.get_close_matches(key.lower(), _NAMED_KEYS, n=1)
    return gettext("Did you mean {key!r}?", key=near[0]) + " " if near else ""


def _clash_message(clash: Clash, name: str) -> str:
    others = [other for other in clash.commands if other != name]
    key, place = _shown(name, clash.key), clash.place
    if others:
        return gettext("{name} cannot be {key}: {other} has it ({place}).", name=name, key=key, other=others[0], place=place)
    return gettext("{name} cannot be {key}: lists, texts or the app itself use it ({place}).", name=name, key=key, place=place)


def _stays(name: str, base: Keymap) -> str:
    return gettext("It stays on {key}.", key=_shown(name, base[name]))


def _shown(name: str, keys: str) -> str:
    """The first of `keys` as a person reads it."""
    return commands.by_name()[name].written(keys.partition(",")[0])


def _below(screen: type[CommandScreen[Any]]) -> Iterator[type[CommandScreen[Any]]]:
    for each in screen.__subclasses__():
        yield each
        yield from _below(each)
