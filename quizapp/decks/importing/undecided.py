"""A question that only the learner can answer before a source can be read."""

from collections.abc import Sequence

from quizapp.domain.errors import QuizAppError
from quizapp.domain.i18n import gettext

OPTIONS = (
    *("question", "answer", "topic", "id", "deeper", "sources", "header"),
    *("fields", "deck", "reversed", "reviews"),
    *("inline", "inline-reversed", "multiline", "multiline-reversed"),
    "encoding",
)
"""All that a learner may say of a source in advance, by name: of a table, of an Anki package, of a vault, and of any file."""


class UndecidedError(QuizAppError):
    """Something about a source is to be chosen: `option` is its name, `choices` the values, the likeliest first.

    The reader is called again with the choice among the material's options. Where nobody can be asked, the message says how to give it.
    """

    def __init__(self, option: str, question: str, choices: Sequence[str], words: Sequence[str] = (), default: str = "") -> None:
        """`words` say of each choice what it means; empty where its name does. `default` is what a script gets that does not choose."""
        flag = f"--{option}" if option in ("as", "encoding") else f"--set {option}="
        names = ", ".join(choices)
        super().__init__(question, gettext("Give {option} with one of: {choices}.", option=flag, choices=names))
        self.option = option
        self.choices = tuple(choices)
        self.words = tuple(words) or self.choices
        self.default = default
