"""The report to keep or to send: one page of HTML that needs nothing else, and in which nothing can run.

It has no script, and its policy forbids everything but its one style sheet, which it names by a hash: whatever a card is called, the page
loads nothing and tells nobody that it was opened.
"""

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from html import escape
from itertools import zip_longest
from pathlib import Path

from quizapp.domain.i18n import gettext
from quizapp.domain.statistics import Statistics
from quizapp.domain.statistics_tables import FigureTable, tables
from quizapp.domain.statistics_words import Section, meaning


@dataclass(frozen=True)
class GivenAnswer:
    """What the learner once typed as an answer."""

    question: str
    day: date
    grade: str
    """The word on the button."""
    text: str


def html_report(statistics: Statistics, charts: Mapping[Section, Sequence[str]], language: str, given: Sequence[GivenAnswer] = ()) -> str:
    """The page in `language`, that of the interface, with `charts` as SVG elements; `given` are the answers to show, by card, in order."""
    title = gettext("Progress on {day}", day=statistics.day)
    about = gettext("Questions for technical interviews, studied with QuizApp")
    body = [
        f"<header><h1>{escape(title)}</h1><p>{escape(about)}</p></header>",
        "<main>",
        *(line for section in Section for line in _section(section, statistics, charts.get(section, ()))),
        *(_answers(given) if given else ()),
        "</main>",
    ]
    return "\n".join([*_head(title, language), "<body>", *body, "</body>", "</html>", ""])


@cache
def style() -> str:
    """The style sheet."""
    return Path(__file__).with_name("report.css").read_text(encoding="utf-8")


def _head(title: str, language: str) -> Iterator[str]:
    digest = b64encode(sha256(style().encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    yield from ("<!DOCTYPE html>", f'<html lang="{escape(language)}">', "<head>", '<meta charset="utf-8">')
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield '<meta name="referrer" content="no-referrer">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(title)}</title>"
    yield f"<style>{style()}</style>"
    yield "</head>"


def _section(section: Section, statistics: Statistics, charts: Sequence[str]) -> Iterator[str]:
    yield f'<section id="{section.value}">'
    yield f"<h2>{escape(section.heading)}</h2>"
    yield f'<p class="meaning">{escape(meaning(section, statistics))}</p>'
    beside = "tables" if len(charts) == 1 else "tables wide"
    rows = [line for table in tables(section, statistics) for line in _table(table)]
    yield from ('<div class="figures">', *charts, f'<div class="{beside}">', *rows, "</div>", "</div>", "</section>")


def _table(table: FigureTable) -> Iterator[str]:
    yield "<table>"
    yield f"<thead><tr>{''.join(_cell('th', head, place == table.words) for place, head in enumerate(table.heads))}</tr></thead>"
    yield "<tbody>"
    for row, about in zip_longest(table.rows, table.about, fillvalue=""):
        yield f"<tr>{''.join(_cell('td', cell, place == table.words, about) for place, cell in enumerate(row))}</tr>"
    yield "</tbody></table>"


def _cell(tag: str, text: str, words: bool, about: object = "") -> str:
    """Below words, in small print, what they are `about`."""
    if not words:
        return f"<{tag}>{escape(text)}</{tag}>"
    below = f'<small dir="auto">{escape(str(about))}</small>' if about else ""
    return f'<{tag} class="words" dir="auto">{escape(text)}{below}</{tag}>'


def _answers(given: Sequence[GivenAnswer]) -> Iterator[str]:
    """What was typed, under the question that it answers."""
    heading = gettext("Your answers")
    yield f'<section id="answers"><h2>{escape(heading)}</h2>'
    question = None
    for each in given:
        if each.question != question:
            question = each.question
            yield f'<h3 dir="auto">{escape(question)}</h3>'
        yield f'<p class="when">{each.day} · {escape(each.grade)}</p>'
        yield f'<div class="given" dir="auto">{escape(each.text)}</div>'
    yield "</section>"
