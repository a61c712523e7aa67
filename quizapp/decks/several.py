"""A file with one `#` heading that is the title of many questions: taken for one card, it would be asked as one."""

import re

from quizapp.decks.asking import asks, stripped
from quizapp.decks.outline import outline

_MAY_BE_A_TITLE = re.compile(r"^(?:#{3,6} |\*\*|__|Q:)", re.MULTILINE)
_ASKED = re.compile(r"^Q:.*\S", re.MULTILINE)
_ANSWERED = re.compile(r"^A:", re.MULTILINE)
_SECTION = re.compile(r"^## ", re.MULTILINE)
MANY = 4
"""Titles that ask something inside an answer, which are too many even where the card's own heading is a question."""


def questions_inside(card: str) -> int:
    """How many questions the text of a card, its heading included, seems to be the title of; 0 where it seems to be one card."""
    section = _SECTION.search(card)
    answer = card[: section.start()] if section else card
    if len(_MAY_BE_A_TITLE.findall(answer)) < 2:  # as in nearly all cards
        return 0
    if len(_ASKED.findall(answer)) > 1 and len(_ANSWERED.findall(answer)) > 1:
        return len(_ASKED.findall(answer))
    titles = outline("", answer).titles
    asking = [title for title in titles[1:] if asks(title.text)]
    most = len(asking) * 2 > len(titles) - 1
    own = bool(titles) and asks(stripped(titles[0].text)[0])
    return len(asking) if most and len(asking) >= (MANY if own else 2) else 0
