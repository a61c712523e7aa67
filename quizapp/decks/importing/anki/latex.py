r"""Formulas in a field, `\(..\)`, `\[..\]`, `[$]..[/$]`, `[$$]..[/$$]` and `[latex]..[/latex]`, as formulas between dollars."""

import re
from collections.abc import Iterator
from html import unescape

from quizapp.decks.importing.anki.macros import NO_MACROS, Macros, expanded

_BOUND = 6_000
"""Characters that a formula may have in HTML, its end included."""
_OPENING = re.compile(
    r"(?P<inline>\\\()|(?P<display>\\\[)|(?P<old>\[\$\])|(?P<old_display>\[\$\$\])|(?P<latex>\[latex\])|(?P<mathjax><anki-mathjax(?P<block>[^<>]*)>)",
    re.IGNORECASE,
)
_CLOSING = {
    "inline": re.compile(r"\\\)"),
    "display": re.compile(r"\\\]"),
    "old": re.compile(r"\[/\$\]"),
    "old_display": re.compile(r"\[/\$\$\]"),
    "latex": re.compile(r"\[/latex\]", re.IGNORECASE),
    "mathjax": re.compile(r"</anki-mathjax\s*>", re.IGNORECASE),
}
_TAGS = re.compile(r"</?[A-Za-z][^<>]*>")
_LINES = re.compile(r"<br\b[^<>]*>|</?(?:div|p)\b[^<>]*>", re.IGNORECASE)
_DOLLARS = re.compile(r"\$\$(?P<display>(?:\\.|[^$\\])+)\$\$|\$(?P<inline>(?:\\.|[^$\\])+)\$|\\\[(?P<bracket>.+?)\\\]", re.DOTALL)
_PLAIN_DISPLAY = re.compile(r"\\begin\{(displaymath|equation|math)(\*?)\}(?P<inner>.*)\\end\{\1\2\}", re.DOTALL)
_ENVIRONMENT = re.compile(r"\\begin\{(?P<name>align|eqnarray|gather|multline|aligned|cases|[pbvBV]?matrix|array)\*?\}.*", re.DOTALL)
_TEXT_COMMANDS = re.compile(r"\\(?:noindent|par\b|newline|begin\{document\}|end\{document\})")


def without_formulas(html: str, macros: Macros = NO_MACROS) -> tuple[str, list[str]]:
    """`html` with a mark in the place of each formula, and the formulas as Markdown, by the numbers in the marks.

    `macros` are written out, and formulas that only define some are left away.
    """
    formulas = list[str]()

    def kept(opening: re.Match[str], inner: str) -> str:
        kind = opening.lastgroup
        source = expanded(_source(inner), macros)
        if kind == "latex":
            return "".join(_marked(piece, formulas) if ready else _as_html(piece) for piece, ready in _of_latex(source))
        display = kind in ("display", "old_display") or (kind == "mathjax" and "true" in opening["block"])
        written = _display(source) if display or _ENVIRONMENT.match(source) else _inline(source)
        return _marked(written, formulas) if written else ""

    pieces, place = list[str](), 0
    for opening, closing in _found(html):
        pieces += html[place : opening.start()], kept(opening, html[opening.end() : closing.start()])
        place = closing.end()
    return "".join([*pieces, html[place:]]), formulas


def _found(html: str) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    """The beginning and the end of each formula. However many are begun and never ended, each is looked for no further than the bound."""
    place = 0
    while opening := _OPENING.search(html, place):
        closing = _CLOSING[opening.lastgroup or ""].search(html, opening.end(), opening.end() + _BOUND)
        place = closing.end() if closing else opening.start() + 1
        if closing:
            yield opening, closing


def _marked(markdown: str, formulas: list[str]) -> str:
    formulas.append(markdown)
    return f"\ue000{len(formulas) - 1}\ue001"


def _source(html: str) -> str:
    text = unescape(_TAGS.sub("", _LINES.sub("\n", html))).replace("\N{NO-BREAK SPACE}", " ")
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def _of_latex(source: str) -> Iterator[tuple[str, bool]]:
    """A piece of a LaTeX document: its formulas as Markdown (True), and the text between them; code where it is more than that."""
    source = _TEXT_COMMANDS.sub("", source).strip()
    if plain := _PLAIN_DISPLAY.fullmatch(source):
        yield _display(plain["inner"]), True
        return
    if _ENVIRONMENT.match(source):
        yield _display(source), True
        return
    rest = _DOLLARS.sub("", source)
    if "\\" in rest or "$" in rest or not _DOLLARS.search(source):
        yield (_code(source) if "\\" in source else source), "\\" in source
        return
    place = 0
    for match in _DOLLARS.finditer(source):
        yield source[place : match.start()], False
        display = match["display"] or match["bracket"]
        yield (_display(display) if display else _inline(match["inline"])), True
        place = match.end()
    yield source[place:], False


def _inline(source: str) -> str:
    source = " ".join(source.split())
    return (f"${source}$" if _is_safe(source) else _code(source)) if source else ""


def _display(source: str) -> str:
    source = source.strip()
    return (f"$$\n{source}\n$$" if _is_safe(source) else _code(source)) if source else ""


def _is_safe(source: str) -> bool:
    """Whether dollars can be set about it."""
    return "$" not in source.replace("\\$", "") and not source.endswith("\\")


def _code(source: str) -> str:
    fence = "`" * max(3, max((len(run) + 1 for run in re.findall("`+", source)), default=3))
    return f"{fence}latex\n{source}\n{fence}"


def _as_html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")
