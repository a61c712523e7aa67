"""Foreign text made drawable: whatever comes from a file, a name, an address, a setting, the environment or another package.

Nothing that steers a terminal or turns text around is printed or written to a text file. These are the characters of Unicode's categories
Cc (C0 and C1 controls, DEL; newline and tab stay), Cf (bidi marks, overrides and isolates, and format characters without ink) and Cs (the
lone surrogates that stand for undecodable bytes of a file's name). Of Cf stays what is orthography: the joiners of emoji, of Persian and
of Indic scripts, the tags of flags, and signs that have ink.
"""

import re
from collections.abc import Iterator
from typing import Any

from quizapp.domain.i18n import gettext
from quizapp.domain.passwords import without_passwords

_FLAG = "\U0001f3f4[\U000e0020-\U000e007e]{1,8}\U000e007f"
"""The flag of England, and others that are spelled in tags."""
_STEERING = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f\ud800-\udfff"
)
_UNDRAWN = re.compile(f"(?P<kept>{_FLAG})|[{_STEERING}]")
_SEPARATORS = re.compile("[\u2028\u2029]")
"""Line and paragraph separator: line breaks, wherever text may have several lines."""
_NO_LITERAL = re.compile(f"(?P<kept>{_FLAG})|[{_STEERING}\u2028\u2029]")
_MOST = 80


def undrawn(text: str) -> Iterator[int]:
    """Where in `text` the characters are that `clean` removes."""
    return (match.start() for match in _UNDRAWN.finditer(text) if not match["kept"])


def clean(text: str) -> str:
    """`text` without what is not drawn. Line and paragraph separators stay: the reader of Markdown makes line breaks of them."""
    if text.replace("\n", "").isprintable():
        return text  # as most text is; this is seen much faster than it is gone through
    return _UNDRAWN.sub(_nothing, text)


def bare(text: str) -> str:
    """`text` without what is not drawn, separators neither: nothing takes its place, as nothing has a width."""
    return _NO_LITERAL.sub(_nothing, text)


def escaped(text: str) -> str:
    """`text` with an escape, such as `\\x1b`, in the place of each character that is not drawn, and of each separator."""
    return _NO_LITERAL.sub(_escape, text)


def drawable(text: object) -> str:
    """`text` with escapes in the place of what is not drawn; separators are line breaks."""
    return escaped(_SEPARATORS.sub("\n", str(text)))


def one_line(text: object) -> str:
    """`text` as `drawable` makes it, on one line: for names, paths and sentences."""
    if isinstance(text, str) and text.isprintable():
        return text
    return re.sub(r"\s*[\n\t]\s*", " ", drawable(text))


def brief(value: object) -> str:
    """`value` as Python writes it, though with its letters as they are, and cut where it is long. Not even every number can be written.

    It shows no password that stands in the address of a database.
    """
    if isinstance(value, str):
        value = without_passwords(value)
        cut = one_line(value if len(value) <= _MOST else f"{value[: _MOST - 3]}...")
        return f'"{cut}"' if "'" in cut else f"'{cut}'"
    try:
        text = without_passwords(repr(value))
    except (ValueError, RecursionError):
        return gettext("a very large {type}", type=type(value).__name__)
    return one_line(text if len(text) <= _MOST else f"{text[: _MOST - 3]}...")


def json_document(value: Any, indent: int | None = None) -> str:
    """`value` as JSON, its text readable; what is not drawn stands there as JSON's own escapes, so that nothing is lost."""
    import json

    return _NO_LITERAL.sub(_json_escape, json.dumps(value, ensure_ascii=False, indent=indent))


def _nothing(match: re.Match[str]) -> str:
    return match["kept"] or ""


def _escape(match: re.Match[str]) -> str:
    return match["kept"] or match[0].encode("unicode_escape").decode()


def _json_escape(match: re.Match[str]) -> str:
    import json

    return match["kept"] or json.dumps(match[0])[1:-1]
