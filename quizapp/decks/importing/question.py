"""A question of several lines as the one line that a card asks: short code stands within it, what is long at the head of the answer."""

import re
from collections.abc import Iterator

from quizapp.decks.grammar import blocks, lines_of

LONGEST_CODE = 400
"""Characters of code that a question holds."""
LONGEST = 600
"""Characters of a question."""
_BREAK = " ↵ "
"""What stands for the end of a line of code, and of a table's row."""
_DELIMITER = re.compile(r"[ >]*\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)*\|?[ ]*")


def one_line_question(text: str) -> tuple[str, str]:
    """The question on one line of Markdown, and what of it is to stand at the head of the answer; empty as a rule."""
    if "\n" not in text.strip():
        return " ".join(text.split()), ""
    said, moved = list[str](), list[str]()
    found = [*_blocks(text)]
    for kind, block in found:
        if kind in ("fence", "code_block"):
            code = _BREAK.join(line.strip() for line in _code_of(kind, block) if line.strip())
            if len(code) <= LONGEST_CODE:
                said += [_span(code)] if code else []
            else:
                moved.append(block)
        elif kind == "table_open":
            said.append(_BREAK.join(line.strip(" |") for line in block.split("\n") if line.strip() and not _DELIMITER.fullmatch(line)))
        else:
            said.append(re.sub(r"^[ ]*(?:[-*+]|#{1,6})[ ]+", "• " if kind == "bullet_list_open" else "", block, flags=re.MULTILINE))
    question = _joined(said)
    if len(question) > LONGEST and len(found) > 1 and found[0][0] == "paragraph_open":
        return _joined(said[:1]), "\n\n".join(block for _, block in found[1:])
    return question, "\n\n".join(moved)


def _joined(parts: list[str]) -> str:
    return " ".join(" ".join(parts).replace("<br>", " ").split())


def _span(code: str) -> str:
    mark = "`" * (max((len(run) for run in re.findall("`+", code)), default=0) + 1)
    edge = " " if code.startswith("`") or code.endswith("`") else ""
    return f"{mark}{edge}{code}{edge}{mark}"


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    lines = text.split("\n")
    for token in blocks(text)[0]:
        if token.level == 0 and token.nesting >= 0 and token.map and token.type != "hr":
            start, end = lines_of(token)
            yield token.type, "\n".join(lines[start:end]).strip("\n")


def _code_of(kind: str, block: str) -> list[str]:
    lines = block.split("\n")
    return lines if kind == "code_block" else lines[1:-1] if len(lines) > 2 else lines[1:]
