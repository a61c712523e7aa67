"""What reading a text finds beside its tokens: what is wrong in it, its links, its comments. They lie in markdown-it's `env`."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token
from markdown_it.utils import EnvType


@dataclass(frozen=True)
class Fault:
    """Something wrong: in which block, and where in that block's text (0-based); None where the block as a whole is meant."""

    block: Token
    place: int | None
    message: str
    mended: bool = False
    """Whether it is gone from what is drawn, so that the card can be asked."""


@dataclass(frozen=True)
class Address:
    """A link or a picture: its token, the paragraph that it stands in, and the plain text that it shows."""

    block: Token
    token: Token
    text: str
    picture: bool = False

    @property
    def place(self) -> int:
        """Where it begins in the paragraph's text."""
        return int(self.token.meta["place"])


@dataclass
class Reading:
    """A text as it was read."""

    tokens: Sequence[Token] = ()
    faults: list[Fault] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    comments: list[tuple[int, int]] = field(default_factory=list)
    """The 0-based first line of each comment that stands on lines of its own, and the line after its last."""
    asides: list[tuple[Token, int, int]] = field(default_factory=list)
    """Each comment inside a paragraph: that paragraph, and where the comment begins and ends in its text."""
    breaks: list[tuple[Token, int, int, bool]] = field(default_factory=list)
    """Each separator of lines (U+2028) inside a paragraph, cell or heading, likewise; and whether it breaks a line there."""
    latex: bool = False
    """Whether formulas inside a line are to be tokens of their own, as they are written, rather than text as it is drawn."""
    parted: bool = False
    """Whether a paragraph holds blocks."""
    formulas: int = 0
    depth: int = 0
    """Lists and quotations that are open."""


def of(env: EnvType) -> Reading:
    """The reading that `env` belongs to."""
    reading: Reading | None = env.get("reading")
    if reading is None:
        env["reading"] = reading = Reading()
    return reading
