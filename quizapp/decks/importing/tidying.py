"""A note as a dialect has read it becomes one that a card can be made of: its HTML, links, pictures and headings are put right."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from quizapp.decks.asking import stripped
from quizapp.decks.grammar import plain
from quizapp.decks.importing.body import parted
from quizapp.decks.importing.html import without_html
from quizapp.decks.importing.links import Linked
from quizapp.decks.importing.noise import is_placeholder, without_noise
from quizapp.decks.importing.note import Alteration, Altered, Note
from quizapp.decks.importing.question import one_line_question
from quizapp.domain.drawable import clean
from quizapp.domain.markdown_text import as_markdown

_TRAILING = re.compile(r"(?:\s*<br>)+\s*\Z")
"""What a picture that is not there leaves behind."""
_PICTURES_ALONE = re.compile(r"(?:\s*!\[[^\[\]]*\]\([^()\s]+\)(?:<br>)?)+\s*")


def tidied(note: Note, linked: Linked, references: Mapping[str, Any] | None = None) -> Note:
    """`note` with everything in it as a card has it. `references` are addresses that its file defines."""
    changes = [*note.changes]
    path = note.where.path

    def tidy(text: str) -> str:
        if clean(text) != text:
            changes.append(Alteration(Altered.CHARACTERS))
        text, of_html = (clean(text), []) if note.is_markdown else without_html(clean(text))
        text, of_links = linked.settled(text, path, references)
        changes.extend([*of_html, *of_links])
        return _TRAILING.sub("", text).strip("\n")

    first, newline, more = note.question.strip().partition("\n")
    title, links = (first, "") if note.is_markdown else stripped(first)
    if " ".join(title.split()) != " ".join(first.split()):
        changes.append(Alteration(Altered.MARKS))
    question, moved = one_line_question(tidy(f"{title}{newline}{more}"))
    if moved:
        changes.append(Alteration(Altered.QUESTION))
    if (marks := " ".join(clean(first).split())) and not re.search(r"[\w\[<]", marks) and not plain(question):
        question = as_markdown(marks)  # a key or an operator that Markdown reads as the beginning of a list, a quotation, a heading
    written = note.answer.split("\n")
    lines, sources, of_noise = (written, [], []) if note.is_markdown else without_noise(written)
    if is_placeholder(lines):
        lines = []
        changes.append(Alteration(Altered.MARKS))
    body = parted(_joined(moved, tidy("\n".join(lines))))
    changes += [*of_noise, *body.changes]
    sources = [f"- <{link}>" for link in _addresses(links)] + sources
    named = tidy(note.sources)
    if _PICTURES_ALONE.fullmatch(body.answer) and not (body.deeper or body.key_points):
        changes.append(Alteration(Altered.ANSWER_IS_PICTURE))
    return replace(
        note,
        question=question,
        answer=body.answer,
        key_points=(*(tidy(point) for point in note.key_points), *body.key_points),
        deeper=_joined(body.deeper, tidy(note.deeper)),
        mistakes=_joined(tidy(note.mistakes), body.mistakes),
        sources=_joined(named, body.sources, "\n".join(dict.fromkeys(sources))),
        topic=tuple(title for each in note.topic if (title := topic_title(each))),
        changes=tuple(dict.fromkeys(changes)),
    )


def topic_title(title: str) -> str:
    """The words of a heading or a folder's name, as the title of a topic."""
    return plain(stripped(without_html(clean(title))[0])[0]).strip().rstrip(":：").strip()


def _joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part.strip())


def _addresses(links: str) -> list[str]:
    return re.findall(r"\]\(([^()\s]+(?:\([^()\s]*\))?[^()\s]*)\)", links)
