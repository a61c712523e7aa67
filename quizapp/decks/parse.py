"""One Markdown file becomes cards. Every error is reported, with its place and what to write instead; none of them stops the reading."""

from quizapp.decks.card_reader import CardParser
from quizapp.decks.parsed import File
from quizapp.decks.places import Paragraph, column, readable
from quizapp.decks.safe import complaints
from quizapp.decks.scan import scan
from quizapp.decks.several import questions_inside
from quizapp.decks.source import Source
from quizapp.domain.card import Problem


def parse(source: Source, language: str) -> File:
    """The cards of `source`, whose own language is `language` where its name says none."""
    file = File()
    file.problems += complaints(source.path, source.text)
    text = readable(source.text)
    lines, written = text.split("\n"), source.text.split("\n")
    found = scan(text)
    if not found.cards:
        file.problems.append(Problem(source.path, 0, "has no question; start a card with a line '# Your question'"))
    if found.early is not None:
        line, place = Paragraph("\n".join(lines[: found.cards[0][0]]), 0, lines).spot(found.early)
        message = "text before the first question; move it below a line '# Your question'"
        file.problems.append(Problem(source.path, line + 1, message, column=column(written[line], place)))
    for first, last in found.cards:
        if len(found.cards) == 1 and (number := questions_inside("\n".join(lines[first:last]))):
            message = f"one '# ' heading above {number} questions; `quizapp import` makes a card of each"
            file.problems.append(Problem(source.path, first + 1, message))
            continue
        reader = CardParser(source, source.language or language, lines, written, first, last, found.references)
        file.cards.append(reader.read(alone=len(found.cards) == 1))
        file.problems += reader.removed
    return file
