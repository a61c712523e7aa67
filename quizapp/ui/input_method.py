"""A key pressed while an input method was on: where it is a command it is the key it would have been, where it is text it stays text."""

from textual.app import App
from textual.events import Key
from textual.keys import _character_to_key

from quizapp.domain.keyboard import LATIN, presses


def meant(event: Key, app: App[None]) -> list[Key]:
    """The key that `event` stands for now; and what is to be pressed after it, where an input method has joined several presses."""
    character = event.character
    if character is None or character.isascii() or _is_text(event, app) or event.key in app.active_bindings:
        return [event]
    pressed = presses(character)
    first, others = pressed[0], pressed[1:]
    letter = LATIN.get(first, first)
    if letter == character:
        return [event]
    return [_key(_in_use(letter, app), app), *(_key(each, app) for each in others)]


def _is_text(event: Key, app: App[None]) -> bool:
    return app.focused is not None and app.focused.check_consume_key(event.key, event.character)


def _in_use(letter: str, app: App[None]) -> str:
    """Most Hangul letters have no capital: one stands for both, and for the capital letter where that alone is a command."""
    active = app.active_bindings
    return letter.upper() if letter not in active and letter.upper() in active else letter


def _key(character: str, app: App[None]) -> Key:
    key = Key(_character_to_key(character), character)
    key.set_sender(app)
    return key
