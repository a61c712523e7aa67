"""Markdown in which code and formulas are put aside while the rest is changed: nothing inside them is a link, a tag or a heading."""

import re
from collections.abc import Callable

_MARK = "\ue000{}\ue001"
_MARKED = re.compile("\ue000(\\d+)\ue001")
_PRIVATE = re.compile("[\ue000\ue001]")
_FENCE = re.compile(
    r"^(?P<indent>[ >]*)(?P<mark>`{3,}|~{3,})(?P<info>[^\n`]*)\n(?P<code>.*?)(?:^[ >]*(?P=mark)[`~]*[ ]*$|\Z)", re.DOTALL | re.MULTILINE
)
_PRE = re.compile(r"<pre\b[^>]*>(?P<code>.*?)</pre\s*>", re.DOTALL | re.IGNORECASE)
_SPAN = re.compile(r"(?<![`\\])(`+)(?!`)(?:(?!\n[ ]*\n).)*?(?<!`)\1(?!`)", re.DOTALL)
_DISPLAY = re.compile(r"\$\$(?:(?!\n[ ]*\n)[^$])+\$\$")
_FORMULA = re.compile(r"(?<![\w\\$])\$(?![\s$])(?:\\.|[^$\\\n])+?(?<![\s\\])\$(?![\w$])")


class Protected:
    """Text whose code and formulas stand as marks; `restored` puts them back, changed or not."""

    def __init__(self, text: str) -> None:
        self._kept: list[str] = []
        text = _PRIVATE.sub("", text)
        for pattern in (_FENCE, _PRE, _SPAN, _DISPLAY, _FORMULA):
            text = pattern.sub(self._keep_match, text)
        self.text = text

    @staticmethod
    def spans(text: str) -> list[tuple[int, int]]:
        """Where code and formulas begin and end in `text`."""
        found = list[tuple[int, int]]()
        for pattern in (_FENCE, _PRE, _SPAN, _DISPLAY, _FORMULA):
            for match in pattern.finditer(text):
                if not any(start <= match.start() < end for start, end in found):
                    found.append(match.span())
        return found

    def change(self, change: Callable[[str], str]) -> None:
        """Replaces the text by what `change` makes of it; the marks in it are to stay as they are."""
        self.text = change(self.text)

    def keep(self, text: str) -> str:
        """A mark in whose place `text` stands at the end."""
        self._kept.append(text)
        return _MARK.format(len(self._kept) - 1)

    def restored(self, text: str | None = None) -> str:
        """The text, or a piece of it, with everything back in its place."""
        text = self.text if text is None else text
        while (back := _MARKED.sub(lambda match: self._kept[int(match[1])], text)) != text:
            text = back
        return text

    def _keep_match(self, match: re.Match[str]) -> str:
        return self.keep(match[0])
