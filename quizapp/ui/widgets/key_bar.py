"""The last line of a screen: the keys in force and what each does.

Textual's own footer is a widget for each key, made anew and styled three times over whenever a key comes or goes: half the work of a
screen. This one is a single line of text that knows which of its cells belong to which key.
"""

from dataclasses import dataclass
from itertools import accumulate
from typing import ClassVar

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.style import Style
from textual.widget import Widget

from quizapp.ui.footer import cells


@dataclass(frozen=True)
class NamedKey:
    """A key as the line names it."""

    key: str
    """What Textual calls it."""
    written: str
    """As a person reads it."""
    word: str


class KeyBar(Widget):
    """Names the keys that the screen's `active_bindings` show, the first of those that do the same. A click on one presses it."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-bar--key", "key-bar--word", "key-bar--pointed"}
    DEFAULT_CSS = """
    KeyBar {
        dock: bottom; width: 1fr; height: 1; background: $background; text-wrap: nowrap;
        .key-bar--key { color: $footer-key-foreground; text-style: bold; }
        .key-bar--word { color: $footer-description-foreground; }
        .key-bar--pointed { background: $block-hover-background; }
    }
    """

    named: reactive[tuple[NamedKey, ...]] = reactive(())
    """From the left."""
    pointed: reactive[NamedKey | None] = reactive(None, init=False)
    """The one under the mouse pointer."""

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._follow)

    def on_unmount(self) -> None:
        self.screen.bindings_updated_signal.unsubscribe(self)

    def _follow(self, screen: Screen[object]) -> None:
        """Keys have come or gone. Those of a terminal that has lost the focus come back with it: the line stays as it is."""
        if self.app.app_focus and self.is_attached and screen is self.screen:
            self.call_after_refresh(self._name_keys)

    def _name_keys(self) -> None:
        """Once what changed them is on screen."""
        if not self.is_attached:
            return
        if not self.screen.is_mounted:  # and so not whole: this line may be there before other widgets are
            self.call_after_refresh(self._name_keys)
        elif active := self.screen.active_bindings:  # below another screen, or while it is being left, the line stays as it is
            first: dict[str, Binding] = {}
            for _, binding, *_ in active.values():
                if binding.show:
                    first.setdefault(binding.action, binding)
            self.named = tuple(NamedKey(each.key, self.app.get_key_display(each), each.description) for each in first.values())

    def render(self) -> Content:
        """The line."""
        return Content.assemble(*[part for named in self.named for part in self._parts(named)])

    def _parts(self, named: NamedKey) -> tuple[tuple[str, Style], tuple[str, Style]]:
        pointed = ("key-bar--pointed",) if named == self.pointed else ()
        key, word = (self.get_visual_style(f"key-bar--{part}", *pointed, partial=True) for part in ("key", "word"))
        return (f" {named.written} ", key), (f"{named.word} ", word)

    def _at(self, x: int) -> NamedKey | None:
        """The key to which the cell in column `x` belongs."""
        ends = accumulate(cells(named.written, named.word) for named in self.named)
        return next((named for named, end in zip(self.named, ends, strict=True) if x < end), None)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self.pointed = self._at(event.x)

    def on_leave(self) -> None:
        self.pointed = None

    def watch_pointed(self, pointed: NamedKey | None) -> None:
        """The pointer is a hand where a click does something."""
        self.styles.pointer = "default" if pointed is None else "pointer"
        self.screen.update_pointer_shape()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Presses the key."""
        if (named := self._at(event.x)) is not None:
            self.app.simulate_key(named.key)
