"""A cell as Markdown: what it says in plain text is said literally, HTML is read as rich text, and Markdown stays as it is."""

import re

from quizapp.decks.importing.anki.latex import without_formulas
from quizapp.decks.importing.note import Alteration, Altered
from quizapp.decks.importing.rich.convert import Converted, markdown, without_private
from quizapp.domain.markdown_text import as_markdown

_TAG = re.compile(
    r"</?(?:br|b|i|u|s|em|strong|div|p|span|ul|ol|li|img|font|a|code|pre|sub|sup|h[1-6]|table|tr|td|th|hr|blockquote)\b[^<>]*>",
    re.IGNORECASE,
)
_IS_HTML = re.compile(
    r"<br\s*/?>|&nbsp;|<(b|i|u|em|strong|div|p|span|ul|ol|li|font|code|pre|sub|sup|h[1-6]|table)\b[^<>]*>(?:(?!</\1).)*</\1\s*>|<img\b[^<>]*src",
    re.IGNORECASE | re.DOTALL,
)
_IS_MARKDOWN = re.compile(
    r"^[ ]{0,3}(?:```|~~~)|\*\*[^\s*](?:[^*\n]*[^\s*])?\*\*|(?<![`\\])`[^`\n]+`(?!`)|!?\[[^\[\]\n]+\]\([^()\s]+\)|^\|(?:[ ]*:?-+:?[ ]*\|)+"
    r"|^(?:[-*] .*\n)+[-*] .|^\d{1,2}[.)] .*\n\d{1,2}[.)] .|\$\$[^$]+\$\$"
    r"|(?<![\w\\$])\$(?![\s$])[^$\n]*[\\^_={][^$\n]*(?<!\s)\$(?![\w$])",
    re.MULTILINE,
)
_SOUND = re.compile(r"\[sound:[^\[\]]*\]")


def is_html(cell: str) -> bool:
    """Whether a cell is clearly HTML."""
    return bool(_IS_HTML.search(cell))


def cell_markdown(cell: str, *, html: bool | None, question: bool = False) -> Converted:
    """`cell` as Markdown. `html`: whether the file says that it is HTML, None where it may be some."""
    without = _SOUND.sub("", cell)
    changes = (Alteration(Altered.SOUND),) if without != cell else ()
    text = without.strip("\n ")
    if html or (html is None and _TAG.search(text)):
        marked, formulas = without_formulas(without_private(text))
        rich = markdown(marked, formulas, keeps_lines=html is None)
        return Converted(rich.text, (*changes, *rich.changes))
    return Converted(text if _IS_MARKDOWN.search(text) else _as_written(text, question=question), changes)


def _as_written(text: str, *, question: bool) -> str:
    """Plain text: each line is one, and lines that are indented are code."""
    blocks = re.split(r"\n[ \t]*\n", text)
    return "\n\n".join(_block(block.strip("\n"), question=question) for block in blocks if block.strip())


def _block(block: str, *, question: bool) -> str:
    lines = block.split("\n")
    if len(lines) > 1 and any(line.startswith(("  ", "\t")) for line in lines):
        fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", block)), 3)
        return f"{fence}\n{block}\n{fence}"
    return (" " if question else "\\\n").join(as_markdown(line) for line in lines if line.strip())
