"""A question of several lines as the one line that a card asks: short code stands within it, what is long at the head of the answer."""

import re
from collections.abc import Iterator

from quizapp.decks.grammar import blocks, lines_of

LONGEST_CODE = 200
"""Characters of code that a question holds."""
_BREAK = " ↵ "
"""What stands for the end of a line of code, and of a table's row."""
_DELIMITER = re.compile(r"[ >]*\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)*\|?[ ]*")


def one_line_question(text: str) -> tuple[str, str]:
    """The question on one line of Markdown, and what of it is to stand at the head of the answer; empty as a rule."""
    if "\n" not in text.strip():
        return " ".join(text.split()), ""
    said, moved = list[str](), list[str]()
    for kind, block in _blocks(text):
        if kind in ("fence", "code_block"):
            code = _BREAK.join(line.strip() for line in _code_of(kind, block) if line.strip())
            if len(code) <= LONGEST_CODE and "`" not in code:
                said += [f"`{code}`"] if code else []
            else:
                moved.append(block)
        elif kind == "table_open":
            said.append(_BREAK.join(line.strip(" |") for line in block.split("\n") if line.strip() and not _DELIMITER.fullmatch(line)))
        else:
            said.append(re.sub(r"^[ ]*(?:[-*+]|#{1,6})[ ]+", "• " if kind == "bullet_list_open" else "", block, flags=re.MULTILINE))
    return " ".join(" ".join(said).replace("<br>", " ").split()), "\n\n".join(moved)


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    lines = text.split("\n")
    for token in blocks(text)[0]:
        if token.level == 0 and token.nesting >= 0 and token.map and token.type != "hr":
            start, end = lines_of(token)
            yield token.type, "\n".join(lines[start:end]).strip("\n")


def _code_of(kind: str, block: str) -> list[str]:
    lines = block.split("\n")
    return lines if kind == "code_block" else lines[1:-1] if len(lines) > 2 else lines[1:]
