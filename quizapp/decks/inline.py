"""What changes between the file and the screen inside a paragraph.

Comments go, formulas become Unicode. Code spans and escapes stay as they are.
"""

import html
import re
import sys
from dataclasses import dataclass, field

from quizapp.decks.math import MathError, unicode_math
from quizapp.domain.drawable import clean

_CODE = re.compile(r"(?<!`)(`+)(?!`)(?:.|\n)*?(?<!`)\1(?!`)")
_ESCAPE = re.compile(r"\\(?:.|\n)")
_COMMENT = re.compile(r"<!--(?:.|\n)*?-->")
_DISPLAY = re.compile(r"\$\$((?:.|\n)*?)\$\$")
_FORMULA = re.compile(r"\$(?![\s$])((?:\\.|[^$\\])*?)(?<!\s)\$(?!\d)")
_ENTITY = re.compile(r"&(?:#[xX](?P<hex>[0-9a-fA-F]{1,6})|#(?P<decimal>\d{1,7})|[A-Za-z][A-Za-z0-9]{1,31});")
_BEGUN_ENTITY = re.compile(r"&[#\w]*\Z")
_SEPARATOR = re.compile("[\u2028\u2029]")
_BLOCK = re.compile(r"[-+*](?=\s|\Z)|#{1,6}(?=\s|\Z)|>|`{3}|~{3}|[-=*_]{2,}[ \t]*(?=\n|\Z)|\|")
"""How a line begins, or what it is, that is no more of the paragraph above it."""
_NUMBER = re.compile(r"\d+[.)]")
_SEPARATORS = re.compile("[\u2028\u2029 ]+")
_INTERESTING = re.compile("[`\\\\<$&\u2028\u2029]")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|#~$&])")


@dataclass
class Shown:
    """A paragraph as it is drawn, and what was wrong in it: (0-based place in the paragraph, message)."""

    text: str = ""
    problems: list[tuple[int, str]] = field(default_factory=list)
    removed: list[tuple[int, str]] = field(default_factory=list)
    """What was wrong and is gone from the text: the rest can be drawn."""


def trimmed(line: str, *, last: bool) -> str:
    """A line of a paragraph without the blanks at its end, which mean nothing.

    Unless it is the paragraph's `last`, the two that break a line stay, and the one after a backslash, which would break it otherwise.
    """
    bare = line.rstrip(" ")
    blanks = len(line) - len(bare)
    kept = 0 if last else 2 if blanks >= 2 else blanks if bare.endswith("\\") else 0
    return bare + " " * kept


def unbroken(line: str) -> str:
    """`line` with a blank for each line or paragraph separator, where there can be no line break."""
    return _SEPARATOR.sub(" ", line)


def broken(line: str) -> str:
    """A `line` of code with line breaks for its separators; what follows one stands as far in."""
    indent = re.match(r"[ >]*", line)
    assert indent is not None
    return _SEPARATOR.sub(f"\n{indent[0]}", line)


def shown(source: str) -> Shown:
    """`source`, one paragraph of Markdown, as it is drawn."""
    out = Shown()
    parts: list[str] = []
    place = 0
    unclosed: set[int] = set()  # lengths of backtick runs with no partner: looking again would take quadratic time
    while match := _INTERESTING.search(source, place):
        parts.append(source[place : match.start()])
        place = match.start()
        taken, text = _construct(source, place, out, unclosed)
        if not text and _BEGUN_ENTITY.search("".join(parts[-2:])):
            text = " "  # what stood apart must not become an entity by what goes between
        parts.append(text)
        place += taken
    parts.append(source[place:])
    out.text = "".join(parts)
    return out


def _construct(source: str, place: int, out: Shown, unclosed: set[int]) -> tuple[int, str]:
    """How many characters the construct at `place` takes, and what is drawn for them."""
    char = source[place]
    if _SEPARATOR.match(char):
        return _line_break(source, place)
    if char == "`":
        return _code_span(source, place, unclosed)
    if char == "\\" and (match := _ESCAPE.match(source, place)):
        return len(match[0]), match[0]
    if source.startswith("<!--", place) and source.rfind("-->") > place and (match := _COMMENT.match(source, place)):
        return len(match[0]), "\n" * match[0].count("\n")
    if char == "$":
        return _formula(source, place, out)
    if char == "&" and (match := _ENTITY.match(source, place)):
        return len(match[0]), _entity(match, place, out)
    return 1, char


def _line_break(source: str, place: int) -> tuple[int, str]:
    """A break that Markdown keeps. What follows it must not begin a block, such as a list or a heading, that nobody has written."""
    match = _SEPARATORS.match(source, place)
    assert match is not None
    if match.end() == len(source) or _NUMBER.match(source, match.end()):
        return len(match[0]), " "
    if source[match.end()] == "\n":
        return len(match[0]), "\\"
    line = source[source.rfind("\n", 0, place) + 1 : place]
    escape = "\\" if _BLOCK.match(source, match.end()) else ""
    return len(match[0]), f"\\\n{' ' * _content_begins(line)}{escape}"


def _content_begins(line: str) -> int:
    """How far in the text of a `line` begins, behind blanks and the marker of a list."""
    match = re.match(r"\s*(?:(?:[-*+]|\d+[.)])\s+)?", line)
    return match.end() if match else 0


def _entity(match: re.Match[str], place: int, out: Shown) -> str:
    """The entity as it is written; one of a character that may not be drawn is as bad as that character."""
    code = int(match["hex"], 16) if match["hex"] else int(match["decimal"]) if match["decimal"] else None
    drawn = html.unescape(match[0]) if code is None else chr(min(code, sys.maxunicode))
    if _SEPARATOR.match(drawn):
        return " "
    if clean(drawn) == drawn:
        return match[0]
    out.removed.append((place, f"the entity {match[0]!r} is a control character; remove it"))
    return "\N{REPLACEMENT CHARACTER}"


def _code_span(source: str, place: int, unclosed: set[int]) -> tuple[int, str]:
    ticks = next((i for i in range(place, len(source)) if source[i] != "`"), len(source)) - place
    if ticks not in unclosed and (match := _CODE.match(source, place)):
        return len(match[0]), unbroken(match[0])
    unclosed.add(ticks)
    return ticks, source[place : place + ticks]


def _formula(source: str, place: int, out: Shown) -> tuple[int, str]:
    display = source.startswith("$$", place)
    match = (_DISPLAY if display else _FORMULA).match(source, place)
    if match is None:
        if display:
            out.problems.append((place, "'$$' opens a formula that is never closed in its paragraph"))
        return (2, "$$") if display else (1, "$")
    try:
        text = unicode_math(match[1], inline=not display)
    except MathError as error:
        out.problems.append((place, f"formula {_short(match[0])}: {error}"))
        return len(match[0]), match[0].replace("&", "\\&")
    if display:
        return len(match[0]), _set_apart(source, place, text)
    return len(match[0]), _MARKDOWN.sub(r"\\\1", text)


def _set_apart(source: str, place: int, text: str) -> str:
    """A display formula as a block of its own, indented as the line it stands on."""
    line = source[source.rfind("\n", 0, place) + 1 : place]
    indent = " " * len(line) if not line.strip() or re.fullmatch(r"\s*(?:[-*+]|\d+[.)])\s+", line) else ""
    body = "\n".join(f"{indent}{row}" for row in text.split("\n"))
    return f"{'' if not line.strip() else chr(10) + indent}```text\n{body}\n{indent}```\n"


def _short(source: str) -> str:
    source = " ".join(source.split())
    return source if len(source) <= 40 else f"{source[:37]}..."
