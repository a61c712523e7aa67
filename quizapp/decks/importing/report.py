"""`import-report.md`: what came in as it is, what was changed and how, and what was left out, each with its place in the source."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from quizapp.decks.importing.conversion import Conversion, NewCard
from quizapp.decks.importing.note import Alteration, Altered
from quizapp.domain.drawable import one_line
from quizapp.domain.i18n import gettext, gettext_noop, ngettext
from quizapp.domain.markdown_text import as_markdown

REPORT = "import-report.md"
KINDS: Mapping[Altered, str] = {
    Altered.PICTURES: gettext_noop("pictures, copied beside the cards"),
    Altered.NO_PICTURE: gettext_noop("pictures that are not in the source: a link, or their description, stands in their place"),
    Altered.SOUND: gettext_noop("recordings, left out"),
    Altered.FIELDS: gettext_noop("fields that the card does not show, left out"),
    Altered.ANSWER_IS_PICTURE: gettext_noop("answers that are only a picture"),
    Altered.FORMULAS: gettext_noop("formulas outside what QuizApp reads, kept as code"),
    Altered.HTML: gettext_noop("HTML, written as Markdown or as text"),
    Altered.HEADINGS: gettext_noop("headings inside the answer, lowered or removed"),
    Altered.SECTIONS: gettext_noop('parts of the answer that are now sections, such as "Key points"'),
    Altered.LONG: gettext_noop('answers longer than 90 seconds aloud, continued under "Go deeper"'),
    Altered.LINKS: gettext_noop("links that lead nowhere outside the source, written as text"),
    Altered.QUESTION: gettext_noop("code of the question that is too long for one line, moved to the head of the answer"),
    Altered.CONTEXT: gettext_noop("titles that say nothing by themselves, asked with the title above them"),
    Altered.CLOZE: gettext_noop("sentences with gaps"),
    Altered.MARKS: gettext_noop("numbers, stars, links to where a question is from, and links back to the top, removed"),
    Altered.CHARACTERS: gettext_noop("control characters, removed"),
}
"""Each kind of change in the words of the interface, the gravest first."""


def report(conversion: Conversion, edited: Sequence[str], gone: Sequence[str]) -> str:
    """The report. `edited` are cards that the learner has edited, whose new text was not taken; `gone` those that the source lacks now."""
    return "\n".join(_lines(conversion, edited, gone)) + "\n"


def _lines(conversion: Conversion, edited: Sequence[str], gone: Sequence[str]) -> Iterator[str]:
    yield "# " + gettext("Import report") + "\n"
    yield f"{conversion.title}: {found_phrase(conversion)}.\n"
    if edited:
        yield from _section(gettext("Edited by you, not overwritten"), edited)
    if gone:
        yield from _section(gettext("No longer in the source; the cards stay"), gone)
    yield from _section(gettext("Kept as they are"), [f"{card.note.where}: {card.id}" for card in conversion.as_they_are])
    yield _heading("##", gettext("Changed"), len(conversion.changed))
    for kind, cards in by_kind(conversion).items():
        yield from _section(gettext(KINDS[kind]), [f"{card.note.where}: {card.id}{_details(card, kind)}" for card in cards], "###")
    left_out = ((each.where, f"{each.title}: {each.reason}" if each.title else each.reason) for each in conversion.left_out)
    yield from _section(gettext("Left out"), [f"{where}: {as_markdown(why)}" for where, why in left_out])
    if conversion.drafts:
        title = gettext("Questions without an answer, in drafts.md")
        yield from _section(title, [f"{draft.note.where}: {draft.id}" for draft in conversion.drafts])


def _section(title: str, lines: Sequence[str], marks: str = "##") -> Iterator[str]:
    yield _heading(marks, title, len(lines))
    yield from (f"- {line}" for line in lines)
    yield ""


def _heading(marks: str, title: str, number: int) -> str:
    return f"{marks} {title} ({number:,})\n"


def found_phrase(conversion: Conversion) -> str:
    """ "167 questions, written as bold lines"."""
    number = len(conversion.cards) + len(conversion.drafts) + sum(bool(each.title) for each in conversion.left_out)
    return ngettext("{count:,} question, {rule}", "{count:,} questions, {rule}", number, rule=conversion.found.words)


def by_kind(conversion: Conversion) -> Mapping[Altered, Sequence[NewCard]]:
    """The changed cards by what was changed in them, the gravest kind first."""
    found: dict[Altered, list[NewCard]] = defaultdict(list)
    for card in conversion.changed:
        for kind in dict.fromkeys(change.kind for change in card.note.changes):
            found[kind].append(card)
    return {kind: found[kind] for kind in KINDS if kind in found}


def _details(card: NewCard, kind: Altered) -> str:
    details = [_detail(change) for change in card.note.changes if change.kind is kind and change.detail]
    return f" ({', '.join(details)})" if details else ""


def _detail(change: Alteration) -> str:
    text = one_line(change.detail)
    mark = "``" if "`" in text else "`"
    return f"{mark}{text}{mark}"
