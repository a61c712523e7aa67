"""The row of keys at the foot of a screen. It is made anew with nearly every key pressed, so that its cost is felt."""

from textual.app import ComposeResult
from textual.widgets import Footer
from textual.widgets._footer import FooterKey


class KeyFooter(Footer):
    """Textual's footer, with keys that are styled once instead of three times."""

    def __init__(self) -> None:
        super().__init__(show_command_palette=False)

    def compose(self) -> ComposeResult:
        """A key begins as compact, and is told by its footer that it is not; here it begins as it will be."""
        for key in super().compose():
            if isinstance(key, FooterKey):
                key.set_reactive(FooterKey.compact, self.compact)
            yield key
