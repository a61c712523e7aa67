"""A card's Markdown on the screen: Textual's, with code that can be read to the end of its lines."""

from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Label, Markdown
from textual.widgets.markdown import MarkdownFence

from quizapp.ui.code_lines import wrapped


class CodeText(Label):
    """Code, each line in as many rows as it needs."""

    def __init__(self, code: Content) -> None:
        super().__init__(code, id="code-content")
        self._rows: tuple[Content | None, int, Content] = None, 0, Content()
        """What was wrapped last, into how many columns, and what came of it."""

    def render(self) -> Content:
        """Its rows, at its present width."""
        return self._wrapped(self.size.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many as its rows."""
        return self._wrapped(width).plain.count("\n") + 1

    def _wrapped(self, columns: int) -> Content:
        code = self.content
        assert isinstance(code, Content)
        if self._rows[0] is not code or self._rows[1] != columns:
            rows = [row for line in code.split("\n", allow_blank=True) for row in wrapped(line, columns)]
            self._rows = code, columns, Content("\n").join(rows)
        return self._rows[2]


class CodeBlock(MarkdownFence):
    """A fence or an indented block."""

    DEFAULT_CSS = """
    CodeBlock { overflow: hidden hidden; }
    CodeBlock > Label { width: 1fr; height: auto; text-wrap: nowrap; }
    """

    def compose(self) -> ComposeResult:
        yield CodeText(self._highlighted_code)


class CardMarkdown(Markdown):
    """Textual's Markdown with our blocks of code."""

    BLOCKS = {**Markdown.BLOCKS, "fence": CodeBlock, "code_block": CodeBlock}  # noqa: RUF012  (as Textual declares it)
