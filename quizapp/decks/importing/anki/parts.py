"""What a collection consists of, as far as cards are made of it."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Template:
    """How a kind of card is laid out: HTML with `{{Field}}` in it."""

    name: str
    front: str
    back: str


@dataclass(frozen=True)
class NoteType:
    """The fields that a note has, and the cards that are made of it."""

    name: str
    fields: tuple[str, ...]
    templates: tuple[Template, ...]
    cloze: bool = False
    keeps_lines: bool = False
    """Its style shows the line breaks of its text, which HTML otherwise does not."""


@dataclass(frozen=True, slots=True)
class AnkiCard:
    """A card of a note."""

    id: int
    """Milliseconds since 1970 at which it was made."""
    ord: int
    """Which template, or for a cloze which gap, it shows; from 0."""
    deck: tuple[str, ...]
    """The names of its deck, from the outermost in."""
    suspended: bool = False


@dataclass(frozen=True, slots=True)
class AnkiNote:
    """A note. Its fields are HTML."""

    id: int
    guid: str
    type: int
    """The id of its note type."""
    fields: tuple[str, ...]
    damage: str = ""
    """Why nothing can be made of it; empty as a rule."""


@dataclass(frozen=True, slots=True)
class AnkiReview:
    """A row of the review log."""

    at: int
    """Milliseconds since 1970."""
    button: int
    """1 to 4, 0 where nothing was answered."""
    duration: int
    """Milliseconds."""
    kind: int
    """0 learning, 1 review, 2 relearning, 3 filtered deck, 4 by hand, 5 rescheduled."""
    factor: int
    """0 where a filtered deck does not reschedule, and where a card was reset by hand."""


@dataclass
class CollectionParts:
    """A collection without its notes, which are read one after another."""

    types: dict[int, NoteType]
    cards: dict[int, list[AnkiCard]]
    """By the id of their note, in order."""
    reviews: dict[int, list[AnkiReview]] = field(default_factory=dict)
    """By the id of their card, in order."""
    narrowed: bool = False
    """Whether only `cards` of one deck are wanted."""

    def wants(self, note: int) -> bool:
        """Whether the note with this id comes in; one that has no card does where all do."""
        return note in self.cards or not self.narrowed
