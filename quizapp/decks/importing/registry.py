"""Every dialect that can be imported. A further one is a file beside this one and a line here; `quizapp.decks.importing` says how."""

from quizapp.decks.importing.anki.dialect import AnkiPackage
from quizapp.decks.importing.conventions import CONVENTIONS
from quizapp.decks.importing.dialects import Dialect
from quizapp.decks.importing.obsidian import Obsidian
from quizapp.decks.importing.qa import QuestionAnswerLines
from quizapp.decks.importing.tables.dialect import Tables

DIALECTS: tuple[Dialect, ...] = (*CONVENTIONS, QuestionAnswerLines(), Obsidian(), Tables(), AnkiPackage())
"""In the order in which they are offered."""
