"""Notes as a text file that Anki imports, with lines at its head that say how it is to be read.

Importing a newer one updates the notes of the same guid and leaves their cards' progress alone. The tag stands in the head and not in a
column: Anki adds that one to the tags that a note has got there, and puts a column in their place.
"""

import csv
import io
from collections.abc import Iterable

from quizapp.export.anki.collection import NOTE_TYPE
from quizapp.export.anki.notes import TAG, NoteForAnki

_HEAD = (
    "separator:tab",
    "html:true",
    "notetype:Basic",
    f"notetype:{NOTE_TYPE}",
    f"tags:{TAG}",
    "if matches:update current",
    "guid column:1",
    "deck column:2",
)
"""Of the note types the last that a collection has counts: ours, once a package has brought it, or else Anki's own of two sides."""


def anki_text(notes: Iterable[NoteForAnki]) -> str:
    """A line of values for each of `notes`: guid, deck, question and answer."""
    out = io.StringIO()
    out.writelines(f"#{line}\n" for line in _HEAD)
    writer = csv.writer(out, "excel-tab", quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows((note.guid, note.deck, note.question, note.answer) for note in notes)
    return out.getvalue()
