"""What is read of another program's collection: notes, which are questions with their answers, and what becomes no card."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from quizapp.domain.estimates import ForeignState


class Altered(StrEnum):
    """What differs between a note and what its source says."""

    MARKS = "marks"
    """Numbers, stars, [src] and "back to top" are gone."""
    HEADINGS = "headings"
    HTML = "html"
    LINKS = "links"
    """Links that lead nowhere outside the source are text."""
    PICTURES = "pictures"
    """They are copied beside the card."""
    NO_PICTURE = "no picture"
    """One that is not in the source is left out, or is a link."""
    FORMULAS = "formulas"
    """One that QuizApp does not read stands as code."""
    LONG = "long"
    """What would take too long to say stands under "Go deeper"."""
    CLOZE = "cloze"
    """A gap in a sentence is the question."""
    QUESTION = "question"
    """Code too long for a question stands at the head of the answer."""
    CONTEXT = "context"
    """A title that says nothing by itself is asked together with the one above it."""
    CHARACTERS = "characters"
    """Control characters are gone."""
    ANSWER_IS_PICTURE = "answer is a picture"
    """It says nothing else."""
    SOUND = "sound"
    """Recordings are left out."""
    FIELDS = "fields"
    """Some that its card does not show are left out."""
    SECTIONS = "sections"
    """Parts of the answer are key points, sources and the like."""


@dataclass(frozen=True)
class Alteration:
    """One thing in which a note differs from its source. `detail` says which, where there may be several."""

    kind: Altered
    detail: str = ""


@dataclass(frozen=True, order=True)
class Where:
    """A place in the source: a file by its path from the source's folder, and a 1-based line, 0 where there are no lines."""

    path: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


@dataclass(frozen=True, slots=True)
class PastReview:
    """An answer that was given in another program: when (UTC, to the millisecond), the rating from 1 to 4, and how long it took."""

    at: datetime
    rating: int
    duration_ms: int = 0
    practice: bool = False
    """It counted for no schedule there."""


@dataclass(frozen=True, slots=True)
class ForeignProgress:
    """What was done to a card in another program, each with its moment (UTC, to the millisecond), in order."""

    reviews: tuple[PastReview, ...] = ()
    restarts: tuple[datetime, ...] = ()
    """Its memory started afresh."""
    suspended: datetime | None = None
    """It was put aside, and still is."""

    def __bool__(self) -> bool:
        return bool(self.reviews or self.suspended)


NO_PROGRESS = ForeignProgress()


@dataclass(frozen=True)
class Note:
    """A question with its answer, in Markdown that our grammar reads or that `tidying` makes so."""

    question: str
    """One line of Markdown."""
    answer: str
    """Empty: a draft, which is kept for the learner to answer and is no card yet."""
    where: Where
    key: str = ""
    """The source's own id for it; empty where it has none: then the question says which card it is."""
    key_points: tuple[str, ...] = ()
    """Each one Markdown item, without its dash."""
    deeper: str = ""
    mistakes: str = ""
    sources: str = ""
    topic: tuple[str, ...] = ()
    """Titles from the outermost in."""
    changes: tuple[Alteration, ...] = ()
    state: ForeignState | None = None
    """What another program knew of it without saying how it came about: no history, so it is never made into grades."""
    progress: ForeignProgress = NO_PROGRESS
    is_markdown: bool = False
    """Its HTML has been read, and what its question begins or ends with belongs to it."""


@dataclass(frozen=True, order=True)
class LeftOut:
    """Something of the source that becomes no card, and why, in a sentence without a full stop."""

    where: Where
    reason: str
    title: str = ""
    """What is left out, where the place alone does not say it."""


class Pictures(Protocol):
    """Where the pictures of a source are found."""

    def find(self, address: str, path: str) -> str:
        """The name of the picture that the file `path` shows as `address`; empty where there is none."""
        ...

    def read(self, name: str) -> bytes:
        """The picture itself. Raises DeckError where it cannot be read or is too large."""
        ...


@dataclass
class NotesFound:
    """What a dialect has read. `words` says by which rule, in a few words that follow "167 questions, ": "written as bold lines"."""

    dialect: str
    words: str
    title: str = ""
    """What the source calls itself; empty where it does not say: then its file's name does."""
    notes: list[Note] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    pictures: Pictures | None = None
    """Where the pictures that its notes show are found; None where it has none."""
    references: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    """By file: addresses that it defines, for the links in its notes."""
