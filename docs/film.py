"""Screens of the app, one after another, as one SVG that plays them in a loop.

A browser plays it in an `<img>` too, for all it takes is CSS. Each row that changes is painted over the row that was there before, so a
viewer that plays nothing shows the last screen.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape, unescape

CELL, LINE = 10, 20
"""Width and height of a character, in units of the picture."""
PIXELS, LINE_PIXELS = 12.2, 24.4
"""The same in a screenshot."""
TOP, SIDE = 40, 8
"""The window's title bar and its border."""
BLANK = "\xa0"

RULE = re.compile(r"^\s*\.terminal-\d+-(r\d+) \{ (.*?) \}$", re.MULTILINE)
GROUND = re.compile(r'<rect fill="(#\w+)" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="24.65" shape-rendering="crispEdges"/>')
TEXT = re.compile(
    r'<text class="terminal-\d+-(r\d+)" x="([\d.]+)" y="[\d.]+" textLength="([\d.]+)"'
    r' clip-path="url\(#terminal-\d+-line-(\d+)\)">(.*?)</text>'
)

WINDOW = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">
<style>
text {{ font: 16.4px "Fira Code", ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; white-space: pre }}
.title {{ font: bold 15px arial, sans-serif; text-anchor: middle; fill: #c5c8c6 }}
{styles}
@media (prefers-reduced-motion: no-preference) {{
{cuts}
}}
</style>
<rect width="{width}" height="{height}" rx="8" fill="#292929"/>
<circle cx="22" cy="20" r="6" fill="#ff5f57"/><circle cx="40" cy="20" r="6" fill="#febc2e"/><circle cx="58" cy="20" r="6" fill="#28c840"/>
<text class="title" x="{middle}" y="26">QuizApp</text>
<svg x="{side}" y="{top}" width="{inner}" height="{rows}">
{frames}
</svg>
</svg>
"""


@dataclass(frozen=True)
class Shot:
    """A screenshot as Textual exports it, and how many seconds it stays."""

    svg: str
    seconds: float


class Styles:
    """A short class name for each way in which text is drawn; a screenshot numbers its own anew."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def name(self, rule: str) -> str:
        """The class whose declarations are `rule`."""
        return self._names.setdefault(rule, f"s{len(self._names)}")

    def css(self) -> str:
        """All of them."""
        return "\n".join(f".{name} {{ {rule} }}" for rule, name in self._names.items())


def cells(pixels: str) -> int:
    """How many characters wide that is."""
    return round(float(pixels) / PIXELS)


def grounds(svg: str) -> dict[int, str]:
    """The colours behind each row; neighbours of one colour are one rectangle."""
    runs: dict[int, list[tuple[str, int, int]]] = {}
    for colour, x, y, width in GROUND.findall(svg):
        row = runs.setdefault(round((float(y) - 1.5) / LINE_PIXELS), [])
        start, end = cells(x), cells(x) + cells(width)
        if row and row[-1][0] == colour and row[-1][2] == start:
            start = row.pop()[1]
        row.append((colour, start, end))
    return {row: "".join(ground(*run) for run in each) for row, each in runs.items()}


def ground(colour: str, start: int, end: int) -> str:
    """A rectangle behind some characters of a row, a little higher than the row, so that no gap shows below it."""
    return f'<rect fill="{colour}" x="{start * CELL}" width="{(end - start) * CELL}" height="20.4" shape-rendering="crispEdges"/>'


def texts(svg: str, styles: Styles) -> dict[int, str]:
    """The characters of each row, without the blanks around them, which some viewers drop."""
    rules = dict(RULE.findall(svg))
    rows: dict[int, str] = {}
    for style, x, width, row, markup in TEXT.findall(svg):
        blank = "" if "underline" in rules[style] else BLANK
        text = unescape(markup)
        start = cells(x) + len(text) - len(text.lstrip(blank))
        shown = text.strip(blank)
        place = f'x="{start * CELL}" y="15" textLength="{(cells(width) - len(text) + len(shown)) * CELL}"'
        drawn = f'<text class="{styles.name(rules[style])}" {place}>{escape(shown, quote=False)}</text>'
        rows[int(row)] = rows.get(int(row), "") + drawn
    return rows


def rows(svg: str, styles: Styles) -> list[str]:
    """Each row of a screenshot as markup, from the top."""
    behind, written = grounds(svg), texts(svg, styles)
    return [behind[row] + written.get(row, "") for row in sorted(behind)]


def cuts(shots: Sequence[Shot]) -> Iterator[tuple[int, str]]:
    """When each shot but the first appears, as a rule of CSS."""
    total = sum(shot.seconds for shot in shots)
    passed = shots[0].seconds
    for number, shot in enumerate(shots[1:], 1):
        yield number, f"@keyframes k{number} {{ 0% {{ visibility: hidden }} {100 * passed / total:.2f}% {{ visibility: visible }} }}"
        yield number, f".f{number} {{ animation: k{number} {total:.1f}s step-end infinite }}"
        passed += shot.seconds


def film(shots: Sequence[Shot], size: tuple[int, int]) -> str:
    """An SVG that shows one shot after another, for ever. `size` is the terminal's, in columns and rows."""
    styles = Styles()
    shown: list[str] = [""] * size[1]
    frames = []
    for number, shot in enumerate(shots):
        now = rows(shot.svg, styles)
        changed = [(row, markup) for row, markup in enumerate(now) if markup != shown[row]]
        drawn = "".join(f'<svg y="{row * LINE}" height="20.4">{markup}</svg>\n' for row, markup in changed)
        frames.append(f'<g class="f{number}">\n{drawn}</g>')
        shown = now
    width, height = size[0] * CELL, size[1] * LINE
    return WINDOW.format(
        width=width + 2 * SIDE,
        height=height + TOP + SIDE,
        middle=width / 2 + SIDE,
        side=SIDE,
        top=TOP,
        inner=width,
        rows=height,
        styles=styles.css(),
        cuts="\n".join(rule for _, rule in cuts(shots)),
        frames="\n".join(frames),
    )
