"""A folder becomes a deck: its files parsed, translations joined by id, topics put in order, links and demos looked up."""

import re
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import TypeAlias

import quizapp
from quizapp.decks.cache import FORMAT, NOTHING_KNOWN, Known, decode_file, decode_heads, encode_file, head_of, ids_in
from quizapp.decks.contents import NOWHERE, Contents, ListedTopic, read_contents
from quizapp.decks.files import files_of
from quizapp.decks.folder import READING, deck_id, folder_name
from quizapp.decks.listing import CONTENTS, Listing, listing
from quizapp.decks.parse import parse
from quizapp.decks.parsed import File, Parsed, Texts
from quizapp.decks.pictures import picture_file
from quizapp.decks.readers import MANY, Progress, parse_many
from quizapp.decks.safe import complaint_of_name
from quizapp.decks.source import source
from quizapp.decks.suffix import split_name, undeclared
from quizapp.decks.variants import TermVariants, term_variants
from quizapp.domain.card import Card, Deck, DemoLink, Problem, Severity, Topic
from quizapp.domain.card_json import Written
from quizapp.domain.drawable import brief, one_line
from quizapp.domain.errors import DeckError, QuizAppError, suggestion
from quizapp.domain.i18n import untranslated
from quizapp.domain.names import folded

MOST_HINTS = 50
"""Missing cards for which one that is called nearly so is looked for, among all."""
DemoCheck = Callable[[DemoLink], str | None]
"""Says what is wrong with a demo link, or None."""
CardsFound: TypeAlias = Mapping[str, Mapping[str, Parsed]]
"""Cards by their id within the deck and their language."""


@dataclass(frozen=True)
class Loaded:
    """A deck, and everything that is wrong in its folder, in order of place."""

    deck: Deck
    problems: Sequence[Problem]
    files: "FilesRead"
    """What is to be kept for the next `load` of this deck."""
    found: CardsFound
    """Every card that is there, also with errors, by its id within the deck and its language."""
    left_out: Sequence[tuple[str, str]]
    """Files that are no cards', each with the reason."""


@dataclass
class FilesRead:
    """The files of a deck, beside those that were known."""

    parsed: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By the name of a file that was parsed: its stamp, and the string to keep."""
    unchanged: set[str] = field(default_factory=set)
    """The names of those that are as they were."""
    touched: set[str] = field(default_factory=set)
    """Ids within the deck of cards that are or were in a file that is not as it was; all others say what they said."""


def load(
    folder: Path, check_demo: DemoCheck, known: Known = NOTHING_KNOWN, progress: Progress | None = None, listed: Listing | None = None
) -> Loaded:
    """Reads the deck in `folder`, whose listing may be at hand; files that are as they were when `known` was kept are not parsed again.

    A card with errors, or a translation with errors, is left out and the rest loads. Raises DeckError where the folder cannot be read; also
    for a defect of ours that the deck brings to light, which must not keep other decks from being read.
    """
    try:
        return _load(folder, check_demo, known, progress, listed)
    except QuizAppError:
        raise
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        defect = f"{type(error).__name__} in {Path(place.filename).name}:{place.lineno}"
        raise DeckError(
            f"the deck in {folder} cannot be read because of a defect ({defect})", "Please report it, and include the deck."
        ) from error


def _load(folder: Path, check_demo: DemoCheck, known: Known, progress: Progress | None, listed: Listing | None) -> Loaded:
    contents = read_contents(folder)
    wanted = files_of(listed or listing(folder), contents)
    problems = [*complaint_of_name(".", folder_name(folder)), *contents.problems, *wanted.problems]
    found: dict[str, dict[str, Parsed]] = {}
    files, variants = FilesRead(), term_variants(folder)
    for name in wanted.stamps:
        if (shown := one_line(name)) != name:
            problems += complaint_of_name(shown, name)
    stamps = _full_stamps(wanted.stamps, variants, contents)
    for name, file in _read(folder, stamps, contents, known, files, progress):
        problems += file.problems
        problems += _no_language(name, file, contents)
        for card in file.cards:
            problems += card.errors
            problems += _add(found, card)
    for name in known.heads.keys() - files.unchanged:
        files.touched.update(ids_in(*known.heads[name]))
    problems += _look_up(found, deck_id(folder), check_demo)
    problems += _missing_pictures(found, folder)
    broken = {(problem.path, problem.line, problem.column) for problem in problems if problem.is_error}
    good = {id: texts for id, its in found.items() if (texts := _good(its, contents.language, broken))}
    problems += _missing_originals(good, contents.language)
    deck = _deck(folder, contents, good, [*_topics(deck_id(folder), contents, found, problems)], variants)
    return Loaded(deck, sorted(set(problems)), files, found, wanted.left_out)


def _read(
    folder: Path, stamps: Mapping[str, str], contents: Contents, known: Known, files: FilesRead, progress: Progress | None
) -> Iterator[tuple[str, File]]:
    """Each file, from `known` where that is still true; notes in `files` what is worth keeping, by the name that is shown."""
    unchanged = {name: kept[1] for name, stamp in stamps.items() if (kept := known.heads.get(one_line(name))) and kept[0] == stamp}
    heads = dict(zip(unchanged, decode_heads(unchanged.values()), strict=True))
    changed = [name for name in stamps if name not in unchanged]
    parsed = parse_many(folder, changed, contents.language, contents.languages, progress) if len(changed) >= MANY else {}
    for name, stamp in stamps.items():
        shown = one_line(name)
        if name in heads:
            files.unchanged.add(shown)
            yield name, decode_file(heads[name], partial(known.whole, shown))
        elif isinstance(whole := parsed.get(name) or _parsed(folder, name, contents), Problem):
            yield name, File(problems=[whole])
        else:
            files.parsed[shown] = (stamp, whole)
            (head,) = decode_heads([head_of(whole)])
            file = decode_file(head, partial(str, whole))
            files.touched.update(card.id for card in file.cards)
            yield name, file


def _parsed(folder: Path, name: str, contents: Contents) -> str | Problem:
    """What parsing a file gave, as it is kept; or why the file is refused."""
    text = source(folder, name, contents.languages)
    return text if isinstance(text, Problem) else encode_file(parse(text, contents.language))


def _full_stamps(stamps: Mapping[str, str], variants: TermVariants, contents: Contents) -> dict[str, str]:
    """By name, what changes whenever parsing the file would give something else."""
    program = f"{FORMAT} {quizapp.__version__} {READING} {contents.language}"
    return {
        name: f"{program} {split_name(one_line(name), contents.languages)[1]} {stamp} {variants.stamp}" for name, stamp in stamps.items()
    }


def _no_language(name: str, file: File, contents: Contents) -> Iterator[Problem]:
    """Beside the error that a file's name is no id: what in it may have been meant as a language."""
    for card in file.cards:
        if card.errors and not card.id_column and (suffix := undeclared(name, contents.languages)):
            message = f"{suffix!r} before .md is not treated as a language; if it is one, add languages = [{suffix!r}] to {CONTENTS}"
            yield Problem(card.path, card.line, message, Severity.WARNING)


def _add(found: dict[str, dict[str, Parsed]], card: Parsed) -> Iterator[Problem]:
    texts = found.setdefault(card.id, {})
    first = texts.setdefault(card.language, card)
    if first is not card and (card.id_column or first.path != card.path):  # else they lack ids, which has been told
        place = f"{first.path}:{first.line}"
        yield Problem(
            card.path,
            card.line,
            f"a second card {brief(card.id)}; the first is at {place}. Give one of them a different id",
            column=card.id_column,
        )


def _look_up(found: dict[str, dict[str, Parsed]], deck: str, check_demo: DemoCheck) -> Iterator[Problem]:
    check_once = cache(check_demo)
    for texts in found.values():
        for card in texts.values():
            for link in card.links:
                if link.demo is not None and (complaint := check_once(link.demo)):
                    yield Problem(card.path, link.line, complaint, column=link.column)
                if link.scheme == "card" and (own := link.target.removeprefix(f"{deck}/")) not in found and "/" not in own:
                    yield Problem(
                        card.path,
                        link.line,
                        f"a link to the card {brief(own)}, which is not in this deck. {suggestion(own, found, untranslated)}",
                        Severity.WARNING,
                        link.column,
                    )


def _missing_pictures(found: CardsFound, folder: Path) -> Iterator[Problem]:
    for card in (card for texts in found.values() for card in texts.values()):
        for link in card.links:
            if link.scheme == "picture":
                try:
                    picture_file(folder, card.path, link.target)
                except DeckError as error:
                    yield Problem(card.path, link.line, str(error), column=link.column)


def _good(texts: dict[str, Parsed], language: str, broken: set[tuple[str, int, int]]) -> dict[str, Parsed]:
    """The texts without errors. A translation with errors is left out alone, an original takes the card with it."""
    bad = {one for one, card in texts.items() if card.errors or (broken and _links_to_nothing(card, broken))}
    if language in bad:
        return {}
    return {one: card for one, card in texts.items() if one not in bad} if bad else texts


def _links_to_nothing(card: Parsed, broken: set[tuple[str, int, int]]) -> bool:
    return any((card.path, link.line, link.column) in broken for link in card.links)


def _missing_originals(good: dict[str, dict[str, Parsed]], language: str) -> Iterator[Problem]:
    for texts in good.values():
        if language not in texts:
            card = next(iter(texts.values()))
            said = f"the card is not written in the deck's language ({language}), so it is asked in {card.language}"
            yield Problem(card.path, card.line, said, Severity.WARNING)


def _topics(deck: str, contents: Contents, found: CardsFound, problems: list[Problem]) -> Iterator[ListedTopic]:
    """The listed topics, then those of the cards that none lists; and complaints (to `problems`) about what is listed and what is not."""
    listed: set[str] = set()
    hints = MOST_HINTS
    for topic in contents.topics:
        kept = []
        for id, (line, column) in topic.listed():
            if id in listed:
                problems.append(
                    Problem(CONTENTS, line, f"the card {brief(id)} is listed twice; only the first place counts", column=column)
                )
                continue
            if id not in found:
                hint = suggestion(id, found, untranslated) if hints > 0 else ""
                hints -= 1
                problems.append(Problem(CONTENTS, line, f"there is no card {brief(id)}. {hint}".rstrip(), column=column))
            listed.add(id)
            kept.append(id)
        yield ListedTopic(topic.titles, tuple(kept), topic.place)
    unlisted = {id: _original(texts, contents.language) for id, texts in found.items() if id not in listed}
    for id, card in unlisted.items() if contents.topics else ():
        message = f"no topic in {CONTENTS} lists the card {brief(id)}, so it comes last"
        problems.append(Problem(card.path, card.line, message, Severity.WARNING))
    yield from _unlisted(deck, contents, unlisted)


def _unlisted(deck: str, contents: Contents, cards: Mapping[str, Parsed]) -> Iterator[ListedTopic]:
    """Topics of cards that no topic lists: one for the whole deck before one for each of its subfolders."""
    topics: dict[str, list[str]] = {}
    for id, card in cards.items():
        topics.setdefault(_topic_of(card.path, contents), []).append(id)
    for title in sorted(topics, key=bool):
        titles = {contents.language: title} if title else contents.titles or {contents.language: deck}
        yield ListedTopic(titles, tuple(topics[title]), NOWHERE)


def _topic_of(path: str, contents: Contents) -> str:
    """The title of the topic of a card that none lists: its folder; at the top of the deck its file's, or "" for the deck's where there
    are no topics.
    """
    folder, _, name = path.rpartition("/")
    return folder or (split_name(name, contents.languages)[0] if contents.topics else "")


def _original(texts: Mapping[str, Parsed], language: str) -> Parsed:
    return texts.get(language) or next(iter(texts.values()))


def _deck(
    folder: Path, contents: Contents, good: dict[str, dict[str, Parsed]], listed: Iterable[ListedTopic], variants: TermVariants
) -> Deck:
    deck = deck_id(folder)
    topics: list[Topic] = []
    cards: list[Card] = []
    taken: Counter[str] = Counter()
    for topic in listed:
        id = topic_id(topic, contents.language, taken)
        members = [_card(f"{deck}/{card}", id, good[card], contents.language, variants) for card in topic.cards if card in good]
        cards += members
        if members:
            topics.append(Topic(id, topic.titles, [card.id for card in members]))
    return Deck(deck, contents.titles or {contents.language: deck}, contents.language, topics, cards)


def written_texts(card: Card) -> Iterator[Written]:
    """The texts of a card that was loaded here, as they are stored."""
    assert isinstance(card.texts, Texts)
    return card.texts.written()


def _card(id: str, topic: str, texts: dict[str, Parsed], language: str, variants: TermVariants) -> Card:
    in_order = sorted(texts, key=lambda one: (one != language, one))
    return Card(id, topic, Texts({one: texts[one] for one in in_order}, variants))


def topic_id(topic: ListedTopic, language: str, taken: Counter[str]) -> str:
    """What a topic is called on the command line: its title, in small letters, with '-' for blanks. It joins those `taken`."""
    title = topic.titles.get(language) or next(iter(topic.titles.values()))
    base = re.sub(r"[^\w]+", "-", folded(title)).strip("-") or "topic"
    id = base
    while id in taken:
        taken[base] += 1
        id = f"{base}-{taken[base]}"
    taken[id] = 1
    return id
