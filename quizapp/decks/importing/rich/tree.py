"""HTML as a tree of elements, as forgiving as a browser. Nothing is executed or fetched, and no element is deeper than a bound."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape

from quizapp.decks.importing.html import attributes

_TAG = re.compile(r"""<(?P<close>/?)(?P<name>[A-Za-z][\w:-]*)(?P<rest>(?:[^<>"']|"[^"]*"|'[^']*')*)>""")
_LONGEST_TAG = 20_000
"""Characters; what is longer is text."""
_DEEPEST = 40
_VOID = frozenset("br img hr input link meta col source wbr embed track param area base".split())
_RAW = frozenset("script style textarea title noscript template".split())
"""Their content is no HTML."""
_CLOSED_BY: Mapping[str, tuple[str, ...]] = {
    "li": ("li",),
    "p": ("p",),
    "tr": ("td", "th", "tr"),
    "td": ("td", "th"),
    "th": ("td", "th"),
    "dt": ("dt", "dd"),
    "dd": ("dt", "dd"),
    "option": ("option",),
}
"""Elements that end where another one of the kind begins."""
_BOUNDARY = frozenset("ul ol table td th blockquote body".split())
"""None of them is closed by what begins or ends inside it."""
KNOWN = frozenset(
    "a abbr acronym address anki-mathjax applet area article aside audio b base bdi bdo big blockquote body br button canvas "
    "caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset figcaption "
    "figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label "
    "legend li link main map mark marquee math menu meta meter nav nobr noscript object ol optgroup option output p param "
    "picture pre progress q rb rp rt rtc ruby s samp script section select slot small source span strike strong style sub "
    "summary sup svg table tbody td template textarea tfoot th thead time title tr track tt tts u ul var video wbr o:p".split()
)
"""Names of elements; what looks like any other one was meant as text, such as `List<String>`."""


@dataclass
class Element:
    """An element with what is in it."""

    name: str
    attributes: Mapping[str, str]
    children: list["Element | str"] = field(default_factory=list)

    def words(self) -> str:
        """All text in it, with line breaks where it has them."""
        if self.name == "br":
            return "\n"
        text = "".join(child if isinstance(child, str) else child.words() for child in self.children)
        return f"{text}\n" if self.name in ("div", "p", "li", "tr") and not text.endswith("\n") else text

    def has(self, *names: str) -> bool:
        """Whether one of these elements is in it."""
        return any(isinstance(child, Element) and (child.name in names or child.has(*names)) for child in self.children)


def tree(html: str) -> Element:
    """The element that holds all of `html`; its texts are unescaped."""
    root = Element("body", {})
    open_ = [root]
    for piece in _pieces(html):
        if isinstance(piece, str):
            open_[-1].children.append(unescape(piece))
        elif piece["close"]:
            _close(open_, piece["name"].lower())
        else:
            _open(open_, piece["name"].lower(), piece["rest"])
    return root


def _pieces(html: str) -> Iterator[str | re.Match[str]]:
    place = begun = 0
    while (start := html.find("<", place)) >= 0:
        match = _TAG.match(html, start, start + _LONGEST_TAG)
        end = 0
        if match and match["name"].lower() in KNOWN:
            end = match.end()
        elif html.startswith("<!--", start):
            found = html.find("-->", start + 4)
            end, match = found + 3 if found >= 0 else len(html), None
        if not end:
            place = start + 1
            continue
        if start > begun:
            yield html[begun:start]
        if match:
            yield match
            if not match["close"] and (name := match["name"].lower()) in _RAW:
                closed = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(html, end)
                yield html[end : closed.start() if closed else len(html)]
                end = closed.start() if closed else len(html)
        place = begun = end
    if begun < len(html):
        yield html[begun:]


def _open(open_: list[Element], name: str, rest: str) -> None:
    for other in _CLOSED_BY.get(name, ()):
        inner = [each.name for each in reversed(open_)]
        reach = next((place for place, each in enumerate(inner) if each in _BOUNDARY - {other}), len(inner))
        if other in inner[:reach]:
            _close(open_, other)
    element = Element(name, attributes(rest))
    open_[-1].children.append(element)
    if name not in _VOID and not rest.rstrip().endswith("/") and len(open_) < _DEEPEST:
        open_.append(element)


def _close(open_: list[Element], name: str) -> None:
    """Ends the innermost element of that name, and what is left open in it; an end without a beginning is nothing."""
    if name == "br":
        open_[-1].children.append(Element("br", {}))
        return
    for place in range(len(open_) - 1, 0, -1):
        if open_[place].name == name:
            del open_[place:]
            return
        if open_[place].name in _BOUNDARY and name not in _BOUNDARY and name != "tr":
            return
