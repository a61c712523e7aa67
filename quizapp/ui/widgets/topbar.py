"""The first line of a screen: where I am on the left, how far on the right."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static


class TopBar(Horizontal):
    """One line over a thin rule. Texts are plain: nothing in them is markup."""

    DEFAULT_CSS = """
    TopBar {
        height: 2; padding: 0 2; border-bottom: solid $rule; color: $text-muted;
        #where { width: 1fr; height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        #progress { width: auto; height: 1; padding-left: 2; }
    }
    """

    def __init__(self, where: str, progress: str = "") -> None:
        super().__init__()
        self._where = where
        self._progress = progress

    def compose(self) -> ComposeResult:
        yield Static(self._where, id="where", markup=False)
        yield Static(self._progress, id="progress", markup=False)

    def tell(self, where: str, progress: str) -> None:
        """Shows other texts."""
        self.query_one("#where", Static).update(where)
        self.query_one("#progress", Static).update(progress)


def bar(done: int, of: int, width: int = 10) -> str:
    """A progress bar of `width` cells, to an eighth of a cell."""
    eighths = 0 if of == 0 else round(done / of * width * 8)
    full, part = divmod(eighths, 8)
    cells = "█" * full + (" ▏▎▍▌▋▊▉"[part] if part else "")
    return f"▕{cells:<{width}}▏"
