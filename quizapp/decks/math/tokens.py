"""LaTeX cut into tokens: macros, blanks, and single characters with what combines with them."""

import re
import unicodedata

from quizapp.decks.math.error import MathError
from quizapp.domain.drawable import undrawn

LONGEST = 2000
"""Characters in a formula."""
_TOKEN = re.compile(r"\\(?:[A-Za-z]+|[^A-Za-z])|\s+|.[\u0300-\u036f\u20d0-\u20ff]*|\\", re.DOTALL)
_WRITTEN_OTHERWISE = {
    "$": "\\$",
    "#": "\\#",
    "%": "\\% (a bare one begins a comment)",
    '"': "\\text{...} around words",
    "`": "\\text{...} around words",
    "√": "\\sqrt{...}",
    "∛": "\\sqrt[3]{...}",
    "∜": "\\sqrt[4]{...}",
}


def tokens(latex: str) -> list[str]:
    """The tokens of `latex`, composed (NFC).

    Raises:
        MathError: it is too long, or holds what cannot be drawn.
    """
    if len(latex) > LONGEST:
        raise MathError(f"it has {len(latex):,} characters; the limit is {LONGEST:,}")
    if next(undrawn(latex), None) is not None:
        raise MathError("it holds a control character")
    return _TOKEN.findall(unicodedata.normalize("NFC", latex).strip())


def check_character(token: str) -> None:
    """Raises MathError where a character may not stand in a formula as itself."""
    char = token[0]
    if char in _WRITTEN_OTHERWISE:
        raise MathError(f"{char!r} in a formula; write {_WRITTEN_OTHERWISE[char]}")
    if char not in "′°" and unicodedata.category(char) in {"No", "Lm", "Mn", "Me", "Cf", "Co", "Cn"}:
        raise MathError(f"{char!r} in a formula; write it in LaTeX, such as ^{{2}} or \\hat{{x}}")


class Cursor:
    """A place in the tokens of a formula, which only moves on."""

    def __init__(self, found: list[str]) -> None:
        self._tokens = found
        self._place = 0

    @property
    def next(self) -> str | None:
        """The token at the place; None at the end."""
        return self.ahead(0)

    def ahead(self, by: int) -> str | None:
        """The token so many places further on."""
        place = self._place + by
        return self._tokens[place] if place < len(self._tokens) else None

    def take(self) -> str | None:
        """The token at the place, and moves on."""
        token = self.next
        self._place += 1
        return token

    def skip(self, count: int) -> None:
        """Moves on by so many tokens."""
        self._place += count

    def skip_blanks(self) -> bool:
        """Moves on to the next token that is not blank; says whether there were blanks."""
        blank = (token := self.next) is not None and token.isspace()
        self._place += blank
        return blank

    def past_blanks(self) -> str | None:
        """The next token that is not blank, which becomes the place."""
        self.skip_blanks()
        return self.next

    def expect_brace(self, macro: str) -> None:
        """Moves into the braces behind a macro. Raises MathError where there are none."""
        if self.past_blanks() != "{":
            raise MathError(f"{macro} needs braces behind it")
        self.skip(1)
