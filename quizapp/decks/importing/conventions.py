"""Collections of questions in Markdown: a convention says which titles are questions, and all that is below one is its answer.

A file in which the convention of the whole collection finds nothing is read by the one that explains it best.
"""

import re
from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from quizapp.decks.asking import asks, has_words, is_numbered, stripped
from quizapp.decks.files import is_about_a_repository
from quizapp.decks.grammar import plain
from quizapp.decks.importing.context import with_context
from quizapp.decks.importing.halves import halves
from quizapp.decks.importing.headings import is_generic, meaning
from quizapp.decks.importing.material import Material
from quizapp.decks.importing.noise import leads_to_the_top
from quizapp.decks.importing.note import LeftOut, Note, NotesFound, Where
from quizapp.decks.importing.pictures import FolderPictures
from quizapp.decks.outline import BOLD, ITEM, Outline, Title, outline
from quizapp.decks.suffix import KNOWN, split_name
from quizapp.domain.i18n import gettext, gettext_noop

SUFFIXES = (".md", ".markdown", ".mdx")
_ANCHORS = re.compile(r"\]\(\s*#|<a\s[^>]*href=[\"']?#|^[\s>*+\d.-]*(?:\[[ xX]\]\s*)?\[[^\[\]]*\]\((?!\w+:)[^()\s]*\)\W*$", re.IGNORECASE)
"""A line of a list of contents: it leads to another place in the collection."""
_QUESTION_LABEL = re.compile(r"\W*(?:question|q|질문|문제)\s*[\d.:#-]*\W*", re.IGNORECASE)
_LOCALE = re.compile(rf"(?:{'|'.join(sorted(KNOWN))})(?:-[A-Za-z]{{2,4}})?", re.IGNORECASE)
_FRONT_TITLE = re.compile(r"""\A---[ ]*\n(?:(?!---).*\n)*?title:[ ]*["']?(?P<title>[^\n]*?)["']?[ ]*\n""")
_STATEMENT = 0.25
"""What a title counts that does not seem to ask anything, beside one that does."""
_CLEARLY = 2
"""How many times more another convention has to explain of one file than the collection's own does, to be taken for that file."""
_FEW = 5
_MOST_END = 0.8
"""The share of the answers that end with a link to the top, from which on it counts as their end."""
_SEVERAL = 2
"""Headings inside an answer that ask, from which on they are questions of their own."""
_LONGEST_ASKED = 400
"""Characters of a question that stands below a title."""
_PLAIN = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class TitledQuestion:
    """A title that is a question, with the lines of its answer, 0-based."""

    title: Title
    start: int
    end: int
    parents: tuple[tuple[int, str], ...] = ()
    """The titles above it that say something, each with its level."""


@dataclass(frozen=True)
class Convention:
    """One way in which a collection marks its questions; a dialect of its own, for `--as`."""

    id: str
    written: str
    """As `Dialect.words`, in English."""
    entries: Callable[[Outline], list[TitledQuestion]]

    def words(self) -> str:
        """How it is written."""
        return gettext(self.written)

    def recognises(self, source: Material) -> float:
        """About how many questions it finds."""
        return sum(worth(self.entries(each), each) for each in outlines(source))

    def read(self, source: Material) -> NotesFound:
        """The questions; those of files in which this convention has none by the one that explains each best."""
        found = NotesFound(self.id, self.words(), pictures=FolderPictures(source))
        files = outlines(source)
        several = len(files) > 1
        if len(files) == 1 and files[0].has_a_title:
            found.title = next(title.text for title in files[0].titles if title.level == 1)
        notes: list[tuple[Note, Sequence[str]]] = []
        for each in files:
            found.references[each.path] = each.references
            entries = _with_inner(self._entries(each) if several else self.entries(each), each)
            only_asked = _only_asks(entries, each)
            empty = _with_nothing_below(entries, each)
            entries = sorted([*entries, *(entry for entry in empty if asks(entry.title.text))], key=lambda entry: entry.title.line)
            found.left_out += (
                LeftOut(Where(each.path, entry.title.line + 1), gettext("nothing is below it"), plain(entry.title.text))
                for entry in empty
                if not asks(entry.title.text)
            )
            notes += ((_note(entry, each, several=several, only_asked=only_asked), _above(entry, each)) for entry in entries)
            if not entries:
                found.left_out.append(LeftOut(Where(each.path), gettext("no question was found in it")))
        found.notes = with_context(notes)
        found.left_out += (LeftOut(Where(name), reason) for name, reason in set_aside(source))
        return found

    def _entries(self, file: Outline) -> list[TitledQuestion]:
        """The questions of one file of several, by whichever convention is clearly better for it."""
        entries = self.entries(file)
        whole = whole_file(file)
        if whole and asks(whole[0].title.text) and 2 * sum(asks(entry.title.text) for entry in entries) <= len(entries):
            return whole  # what is asked is the file's title, and those in it are parts of the answer
        best = max(CONVENTIONS, key=lambda other: worth(other.entries(file), file))
        others = best.entries(file)
        return others if worth(others, file) >= max(1, _CLEARLY * worth(entries, file)) else entries


def outlines(source: Material) -> Sequence[Outline]:
    """The outlines of the source's files that may hold questions; made once."""
    cached: list[Outline] | None = source.memory.get("outlines")
    if cached is None:
        aside = {name for name, _ in set_aside(source)}
        texts = ((name, source.text(name)) for name in source.named(*SUFFIXES) if name not in aside)
        cached = source.memory["outlines"] = [_outline(name, text) for name, text in texts if text and text.strip()]
    return cached


def _outline(name: str, text: str) -> Outline:
    named, found = _FRONT_TITLE.match(text), outline(name, text)
    return replace(found, title=named["title"] if named else "", titles=_inside_answers(_answers_below(found.titles), found.lines))


def _answers_below(titles: Sequence[Title]) -> list[Title]:
    """The titles, of which "Answer" is never above the question before it, however large it is written."""
    out = list[Title]()
    for title in titles:
        before = out[-1] if out else title
        above = title.level <= before.level < BOLD and title is not before and meaning(stripped(title.text)[0]) == "answer"
        out.append(replace(title, level=before.level + 1) if above and not _is_label(before) else title)
    return out


def _inside_answers(titles: Sequence[Title], lines: Sequence[str]) -> list[Title]:
    """The titles. Where nearly every answer ends with a link to the top, none before it is above the question, however large it is."""
    asking = [title for title in titles if title.level < BOLD and asks(title.text)]
    level = Counter(title.level for title in asking).most_common(1)[0][0] if asking else 0
    ends = [number for number, line in enumerate(lines) if leads_to_the_top(line)]
    if len(ends) < _FEW or len(ends) < _MOST_END * sum(title.level == level for title in asking):
        return [*titles]
    out, question = list[Title](), -1
    starts = [title.line for title in asking if title.level == level]
    for title, following in zip(titles, [*titles[1:], None], strict=True):
        if bisect(ends, title.line) > bisect(ends, question):  # the answer has ended
            question = -1
        if title.level == level and asks(title.text):
            question = title.line
        elif question >= 0 and title.level <= level:
            text = lines[title.end : following.line if following else len(lines)]
            after = starts[place] if (place := bisect(starts, title.line)) < len(starts) else len(lines)
            if any(map(str.strip, text)) and bisect(ends, after) > bisect(ends, title.line):
                title = replace(title, level=level + 1)
        out.append(title)
    return out


def _is_label(title: Title) -> bool:
    return bool(_QUESTION_LABEL.fullmatch(title.text) or meaning(stripped(title.text)[0]))


def set_aside(source: Material) -> Iterator[tuple[str, str]]:
    """Files that are about the collection, or a translation of another one, with the reasons."""
    names = source.named(*SUFFIXES)
    for name in names:
        if len(names) > 1 and is_about_a_repository(name):
            yield name, gettext("by its name, a file about the deck")
            continue
        if other := _in_another_language(name, names):
            yield name, gettext("a translation of {file}; import it by itself", file=other)
            continue
        stem, language = split_name(name, ()) if name.lower().endswith(".md") else ("", "")
        folder = name[: name.rfind("/") + 1]
        original = f"{folder}{stem}.md"
        if language and original in names:
            yield name, gettext("a translation of {file}; import it by itself", file=original)


def _in_another_language(name: str, names: Sequence[str]) -> str:
    """The file of which `name`, called after a language, is a translation in the same folder; empty where there is none."""
    folder, _, base = name.rpartition("/")
    stem = base.rpartition(".")[0]
    if not _LOCALE.fullmatch(stem):
        return ""
    beside = [
        other for other in names if other.rpartition("/")[0] == folder and _LOCALE.fullmatch(other.rpartition("/")[2].rpartition(".")[0])
    ]
    original = next((other for other in beside if other.rpartition("/")[2].lower().startswith("en")), beside[0])
    return original if original != name else ""


def worth(entries: Sequence[TitledQuestion], file: Outline) -> float:
    """How much of a file it explains to take the titles of `entries` for questions: repeated ones count once."""
    once = {stripped(entry.title.text)[0]: entry for entry in entries}
    return sum(_worth_of(title, entry, file) for title, entry in once.items())


def _worth_of(title: str, entry: TitledQuestion, file: Outline) -> float:
    if entry.title.level == ITEM:
        return 0.5 if asks(title) else 0.0
    return 1.0 if asks(title) or _QUESTION_LABEL.fullmatch(file.lines[entry.title.line]) else _STATEMENT


def _note(entry: TitledQuestion, file: Outline, *, several: bool, only_asked: bool) -> Note:
    folders = tuple(part for part in file.path.split("/")[:-1]) if several else ()
    lowest = 2 if not several and file.has_a_title else 1
    parents = (title for level, title in entry.parents if level >= lowest)
    asked, answer = halves(file.lines[entry.start : entry.end])
    question = "\n\n".join(filter(None, [entry.title.text, "\n".join(asked).strip()]))
    if only_asked and (body := _asked_below(entry, file, seemingly=False)):
        question, answer = f"{stripped(entry.title.text)[0]}: {body}", []
    return Note(question, "\n".join(answer), Where(file.path, entry.title.line + 1), topic=(*folders, *parents))


def _above(entry: TitledQuestion, file: Outline) -> Sequence[str]:
    """The titles above a question, from that of its file in."""
    return (*([file.title] if file.title else []), *(title for _, title in entry.parents))


def _only_asks(entries: Sequence[TitledQuestion], file: Outline) -> bool:
    """Whether most titles of a file name a subject, below which stands a question and no answer."""
    return len(entries) >= _FEW and 2 * sum(bool(_asked_below(entry, file)) for entry in entries) > len(entries)


def _asked_below(entry: TitledQuestion, file: Outline, *, seemingly: bool = True) -> str:
    """The short text below a title that asks nothing, where there is no more, and where it asks `seemingly`; else nothing."""
    lines = [line.strip() for line in file.lines[entry.start : entry.end] if line.strip()]
    text = " ".join(lines)
    plain_lines = all(re.match(r"[^#>|`~\d*+\s-]", line) for line in lines)
    return text if plain_lines and len(text) <= _LONGEST_ASKED and (asks(text) or not seemingly) and not asks(entry.title.text) else ""


def _with_inner(entries: Sequence[TitledQuestion], file: Outline) -> list[TitledQuestion]:
    """The entries, where one that asks nothing and holds several headings that do gives way to these."""
    out = list[TitledQuestion]()
    titled = [entry for _, entry in _titled(file) if entry.title.level < BOLD]
    for entry in entries:
        inner = [each for each in titled if entry.start <= each.title.line < entry.end and entry.title.level < BOLD]
        highest = min((each.title.level for each in inner), default=0)
        asking = [each for each in inner if each.title.level == highest and asks(each.title.text) and _has_answer(each, file)]
        if len(asking) < _SEVERAL or asks(entry.title.text):
            out.append(entry)
            continue
        own = replace(entry, end=asking[0].title.line)
        out += [*([own] if _has_answer(own, file) else []), *(replace(each, end=_until(each, asking, entry)) for each in asking)]
    return out


def _with_nothing_below(entries: Sequence[TitledQuestion], file: Outline) -> list[TitledQuestion]:
    """The titles of the entries' level that stand alone: questions whose answers are still to be written, or names of nothing."""
    level = Counter(entry.title.level for entry in entries).most_common(1)[0][0] if entries else BOLD
    return [
        entry
        for _, entry in _titled(file)
        if entry.title.level == level < BOLD
        and not any(line.strip() for line in file.lines[entry.start : entry.end])
        and not any(other.title.line <= entry.title.line < other.end for other in entries)
    ]


def _until(one: TitledQuestion, asking: Sequence[TitledQuestion], outer: TitledQuestion) -> int:
    """Where an inner question ends: before the next one, or with the outer one."""
    return next((each.title.line for each in asking if each.title.line > one.title.line), outer.end)


# -- the conventions --------------------------------------------------------------------------------------------------


def at_level(level: int) -> Callable[[Outline], list[TitledQuestion]]:
    """Headings of one level. Where most of them ask something or are numbered, those that only name a part are none."""

    def entries(file: Outline) -> list[TitledQuestion]:
        found = [entry for place, entry in _titled(file) if entry.title.level == level and _has_answer(entry, file)]
        if level == BOLD:
            return _bold(found, file)
        numbered = [entry for entry in found if is_numbered(entry.title.text)]
        return numbered if len(numbered) > 2 and len(numbered) >= 0.6 * len(found) else found

    return entries


def _bold(found: list[TitledQuestion], file: Outline) -> list[TitledQuestion]:
    """Bold lines. Where many ask, the others are titles inside an answer, which then goes on to the next question or heading."""
    asking = [entry for entry in found if asks(entry.title.text)]
    if len(asking) * 2 < len({entry.title.text for entry in found}):
        asking = [entry for entry in found if not entry.title.text.rstrip("*").endswith((":", "："))]
    lines = sorted({entry.title.line for entry in asking} | {title.line for title in file.titles if title.level < BOLD})
    ends = dict(zip(lines, [*lines[1:], len(file.lines)], strict=True)) if lines else {}
    return [replace(each, end=ends[each.title.line]) for each in asking]


def _titled(file: Outline) -> Iterator[tuple[int, TitledQuestion]]:
    """Every title that may be a question, with the titles above it that say something."""
    above: list[Title] = []
    for place, title in enumerate(file.titles):
        while above and above[-1].level >= title.level:
            above.pop()
        names = [stripped(each.text)[0] for each in above]
        skipped = any(meaning(name) not in ("", "contents") for name in names)  # below contents may be all there is
        if not skipped and not meaning(stripped(title.text)[0]) and has_words(stripped(title.text)[0]):
            yield place, TitledQuestion(title, title.end, file.ends[place], _parents(above))
        above.append(title)


def _parents(above: Sequence[Title]) -> tuple[tuple[int, str], ...]:
    names = ((title.level, stripped(title.text)[0].rstrip(":：")) for title in above)
    return tuple((level, name) for level, name in names if has_words(name) and not is_generic(name) and not meaning(name))


def _has_answer(entry: TitledQuestion, file: Outline) -> bool:
    """Whether anything is below it that is not a list of the contents."""
    lines = [line for line in file.lines[entry.start : entry.end] if _PLAIN.sub("", re.sub(r"<[^>]*>", "", line))]
    links = sum(bool(_ANCHORS.search(line)) for line in lines)
    return bool(lines) and not (links >= 2 and links * 2 >= len(lines))


def question_and_answer(file: Outline) -> list[TitledQuestion]:
    """A heading "Question", what is asked below it, a heading "Answer", and the answer below that."""
    found, parents_of = [], {entry.title.line: entry.parents for _, entry in _titled(file)}
    for place, (title, answer) in enumerate(pairwise(file.titles)):
        if _QUESTION_LABEL.fullmatch(title.text) and meaning(answer.text) == "answer":
            asked = " ".join(" ".join(file.lines[title.end : answer.line]).split())
            question = Title(title.line, title.end, title.level, asked)
            end = min(file.ends[place + 1], file.ends[place] if answer.level > title.level else len(file.lines))
            if asked:
                found.append(TitledQuestion(question, answer.end, end, parents_of.get(title.line, ())))
    return found


def numbered_list(file: Outline) -> list[TitledQuestion]:
    """Items of lists that ask something: drafts, without answers."""
    found: list[TitledQuestion] = []
    above: list[Title] = []
    for each in sorted((*(title for title in file.titles if title.level < BOLD), *file.items), key=lambda title: title.line):
        if each.level < ITEM:
            above = [*(title for title in above if title.level < each.level), each]
        elif asks(each.text) and not _ANCHORS.search(each.text):
            found.append(TitledQuestion(each, each.end, each.end, _parents(above)))
    return found


def whole_file(file: Outline) -> list[TitledQuestion]:
    """One question a file: its only heading of the first level, or its name."""
    first = [title for title in file.titles if title.level == 1]
    stem = file.path.rpartition("/")[2].rpartition(".")[0]
    if len(first) > 1 or stem.casefold() in ("readme", "index") or not any(line.strip() for line in file.lines):
        return []
    title = first[0] if first and not any(line.strip() for line in file.lines[: first[0].line]) else Title(0, 0, 1, _words_of(stem))
    title = replace(title, text=file.title) if file.title else title
    entry = TitledQuestion(title, title.end, len(file.lines))
    return [entry] if has_words(title.text) and _has_answer(entry, file) else []


def _words_of(stem: str) -> str:
    words = re.sub(r"[-_]+", " ", stem) if " " not in stem else stem
    return re.sub(r"([\\`*_\[\]<>#$])", r"\\\1", " ".join(words.split()))


CONVENTIONS = (
    Convention("bold", gettext_noop("written as bold lines"), at_level(BOLD)),
    *(
        Convention(f"h{level}", written, at_level(level))
        for level, written in enumerate(
            (
                gettext_noop("written as headings with #"),
                gettext_noop("written as headings with ##"),
                gettext_noop("written as headings with ###"),
                gettext_noop("written as headings with ####"),
                gettext_noop("written as headings with #####"),
                gettext_noop("written as headings with ######"),
            ),
            start=1,
        )
    ),
    Convention("question-answer", gettext_noop('written below headings "Question" and "Answer"'), question_and_answer),
    Convention("list", gettext_noop("written as a list, without answers"), numbered_list),
    Convention("files", gettext_noop("one in each file, named by it"), whole_file),
)
"""In the order in which they are offered."""
