"""A line of text with its marks (bold, links, code ...) as Markdown, in which everything else is escaped."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

BOLD, ITALIC, STRIKE, SUB, SUP, CODE = "bold", "italic", "strike", "sub", "sup", "code"
LINK = "link "
"""Followed by the address."""
_BLANKS = re.compile("  +")
_HARD = "\N{NO-BREAK SPACE}"
_DELIMITERS = {BOLD: "**", ITALIC: "*", STRIKE: "~~"}
_ESCAPED = re.compile(r"[\\`*\[\]$]|~~|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")
_HARMLESS = re.compile(r"(?:[^\W_]|[\s.,;:!?()'\"/=+%@#{}^|>-])*")
"""Text in which there is nothing to escape, as in most."""
_KEPT = re.compile(
    r"(?P<code>(?<!`)(`+)(?!`)(?:(?!\2).)+?(?<!`)\2(?!`))|(?P<address>https?://[^\s<>\[\]\"'*`|]+)"
    r"|(?P<formula>\$\$?(?![\s$])(?=[^$\n]*[\\^_])[^$\n]{1,1000}(?<!\s)\$\$?(?![\w$]))"
)
"""Text that is Markdown already: code between backticks, addresses, formulas between dollars."""


@dataclass(frozen=True)
class TextRun:
    """Text under the same marks. Where it is `raw`, it is Markdown."""

    text: str
    marks: frozenset[str] = frozenset()
    raw: bool = False


def composed(runs: Sequence[TextRun]) -> str:
    """The line as Markdown. Hard blanks at its beginning are its indentation."""
    runs = [*_collapsed(runs)]
    indent = ""
    if runs and not runs[0].raw:
        text = runs[0].text.lstrip(_HARD)
        indent = runs[0].text[: len(runs[0].text) - len(text)]
        runs[0] = replace(runs[0], text=text)
    marks = frozenset[str]().union(*(run.marks for run in runs))
    for mark in filter(marks.__contains__, _DELIMITERS):
        runs = [*_tightened(runs, mark)]
    levels = [name for name in _ORDER if name in marks or (name == LINK and any(mark.startswith(LINK) for mark in marks))]
    text = _nested(runs, levels).strip(" ")
    return indent + text if text else ""


def escaped(text: str) -> str:
    """`text` so that Markdown shows it as it is, code and formulas in it aside."""
    if _HARMLESS.fullmatch(text):
        return text
    out, place = list[str](), 0
    for match in _KEPT.finditer(text):
        out += [_without_marks(text[place : match.start()]), match[0].replace("&", "&amp;") if match["address"] else match[0]]
        place = match.end()
    return "".join([*out, _without_marks(text[place:])])


def _without_marks(text: str) -> str:
    text = _ESCAPED.sub(lambda match: "&amp;" if match[0] == "&" else f"\\{match[0]}", text)
    return text.replace("<", "&lt;")


def _collapsed(runs: Sequence[TextRun]) -> Iterator[TextRun]:
    """Runs of the same marks as one; blanks at the edges of the line and double ones gone."""
    blank = True
    joined = list[TextRun]()
    for run in runs:
        if joined and joined[-1].marks == run.marks and not run.raw and not joined[-1].raw:
            joined[-1] = replace(run, text=joined[-1].text + run.text)
        else:
            joined.append(run)
    for run in joined:
        text = run.text if run.raw or CODE in run.marks else _BLANKS.sub(" ", run.text)
        text = text.lstrip(" ") if blank and not run.raw else text
        if text:
            blank = text.endswith(" ")
            yield run if text == run.text else replace(run, text=text)


def _tightened(runs: Sequence[TextRun], mark: str) -> Iterator[TextRun]:
    """The mark only where Markdown reads it as one: blanks at its edges lie outside, and so does punctuation that touches a letter."""
    place = 0
    while place < len(runs):
        end = place
        while end < len(runs) and mark in runs[end].marks:
            end += 1
        if end == place:
            yield runs[place]
            place += 1
            continue
        yield from _fitted(runs[place:end], mark, *_beside(runs, place, end))
        place = end


def _beside(runs: Sequence[TextRun], start: int, end: int) -> tuple[str, str]:
    """The characters that touch the runs from `start` to `end`; the delimiter of another mark is one."""
    before = after = ""
    if start:
        before = runs[start - 1].text[-1:]
        before = "*" if not before.isspace() and runs[start - 1].marks & {BOLD, ITALIC} else before
    if end < len(runs):
        after = runs[end].text[:1]
        after = "*" if not after.isspace() and runs[end].marks & {BOLD, ITALIC} else after
    return before, after


def _fitted(group: Sequence[TextRun], mark: str, before: str, after: str) -> Sequence[TextRun]:
    if not any(run.raw or re.search(r"\w", run.text) for run in group) or (mark == ITALIC and "*" in before + after):
        return [replace(run, marks=run.marks - {mark}) for run in group]
    runs = [*group]
    first, last = runs[0], runs[-1]
    head = tail = ""
    if not first.raw and CODE not in first.marks:
        head = re.match(r"[\W_]*" if before.isalnum() else r"\s*", first.text)[0]  # type: ignore[index]  # it matches anything
    if head:
        runs[0] = replace(first, text=first.text[len(head) :])
        last = runs[-1]
    if not last.raw and CODE not in last.marks:
        tail = re.search(r"[\W_]*\Z" if after.isalnum() else r"\s*\Z", last.text)[0]  # type: ignore[index]
    if tail:
        runs[-1] = replace(last, text=last.text[: len(last.text) - len(tail)])
    outside = first.marks - {mark}
    return [run for run in (TextRun(head, outside), *runs, TextRun(tail, last.marks - {mark})) if run.text]


_ORDER = (LINK, STRIKE, BOLD, ITALIC, SUB, SUP, CODE)


def _nested(runs: Sequence[TextRun], levels: Sequence[str]) -> str:
    """The runs between their marks, the outermost first; `levels` are the marks that there are, in order."""
    if not levels:
        return "".join(run.text if run.raw else escaped(run.text) for run in runs)
    out = list[str]()
    for mark, group in groupby(runs, lambda run: _mark_of(run, levels[0])):
        part = list(group)
        if mark == CODE:
            out.append(code("".join(run.text for run in part)))
        else:
            out.append(_between(mark, _nested(part, levels[1:])))
    return "".join(out)


def _mark_of(run: TextRun, name: str) -> str:
    return next((mark for mark in run.marks if mark == name or (name == LINK and mark.startswith(LINK))), "")


def _between(mark: str, text: str) -> str:
    if not mark or not text.strip():
        return text
    if mark.startswith(LINK):
        address = mark.removeprefix(LINK)
        if "](" in text.replace("![", "", 1):
            return text
        return f"[{text}](<{address}>)" if re.search(r"[\s()\\]", address) else f"[{text}]({address})"
    delimiter = _DELIMITERS.get(mark)
    return f"{delimiter}{text}{delimiter}" if delimiter else f"<{mark}>{text}</{mark}>"


def code(text: str) -> str:
    """A span of code."""
    text = " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    edge = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{edge}{text}{edge}{fence}" if text else ""
