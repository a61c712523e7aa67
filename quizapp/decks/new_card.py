"""Where a new card goes: its id, its file, and its place in the deck's table of contents. Nothing is written here."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from quizapp.decks.contents import Contents, ListedTopic, read_contents
from quizapp.decks.contents_edit import listed, with_topic
from quizapp.decks.files import why_left_out
from quizapp.decks.folder import deck_id
from quizapp.decks.ids import LEGAL, from_question, is_id, legal
from quizapp.decks.listing import CONTENTS
from quizapp.decks.load import CardsFound, load, topic_id
from quizapp.decks.new_deck import about_deck
from quizapp.decks.scaffold import plain, scaffold
from quizapp.decks.script import language_of
from quizapp.decks.source import is_text_of
from quizapp.decks.suffix import language_code, split_name
from quizapp.decks.toml import values_of
from quizapp.domain.card import Problem
from quizapp.domain.drawable import clean
from quizapp.domain.errors import AuthoringError, DeckError, UnknownTopicError, suggestion
from quizapp.domain.i18n import gettext, untranslated
from quizapp.domain.names import composed, folded


@dataclass(frozen=True)
class Wanted:
    """The card as it was asked for; what was not said is empty."""

    question: str
    id: str = ""
    language: str = ""
    topic: str = ""
    new_topic: bool = False
    """Whether the topic is to be made where the deck has none of that name."""
    preferred: str = ""
    """The language that is meant where nothing else tells, if the letters of the question allow it."""


@dataclass(frozen=True)
class Started:
    """The new file, and deck.toml as it is and as it is to be where the card is to be listed there."""

    path: Path
    text: bytes
    contents: tuple[bytes | None, bytes] | None
    translates: bool
    """Whether the card is there in another language."""


def start(folder: Path, wanted: Wanted) -> Started:
    """What has to be written for the card `wanted` in the deck in `folder`. Raises AuthoringError, UnknownTopicError and DeckError."""
    contents = read_contents(folder)
    if contents.problems:
        raise DeckError(f"{folder}/{contents.problems[0]}", "Fix that first.")
    language = _language(wanted, contents)
    question = composed(" ".join(clean(wanted.question).split()))
    text = scaffold(question, language)
    id = _id(wanted.id, question)
    found = load(folder, lambda _: None).found
    texts = found.get(id, {})
    own = contents.language if contents.says_language else _written_in(found, contents.language) or language
    if language in texts:
        there = texts[language].text
        raise AuthoringError(
            f"there is already a card {id!r}, at {folder / there.path}:{there.line}", "Give the new one another id with --id."
        )
    topic = _topic(wanted, contents, folder, id, texts)
    path = folder / (f"{id}.md" if language == own else f"{id}.{language}.md")
    if language != own and split_name(path.name, contents.languages)[1] != language:
        raise AuthoringError(
            gettext("{file} would not be read as a translation", file=path),
            gettext('Write languages = ["{language}"] into {contents}.', language=language, contents=folder / CONTENTS),
        )
    if topic is None and (reason := why_left_out(path.name, contents)):
        raise AuthoringError(f"{path} would be left out ({reason})", "Give the card another name with --id.")
    return Started(path, text.encode(), _contents(folder, contents, own, topic, id), bool(texts))


def _contents(folder: Path, contents: Contents, own: str, topic: int | str | None, id: str) -> tuple[bytes | None, bytes] | None:
    """deck.toml as it is and as it is to be: with the card listed in its `topic`, and with the deck's `own` language where there was none.

    None where it is to stay as it is. A topic is a number, or the title of a new one.
    """
    file = folder / CONTENTS
    before = file.read_bytes() if contents.written or file.exists() else None
    if before is not None and not is_text_of(before, contents.written):
        raise DeckError(f"{file} has just changed", "Try again.")
    head = about_deck(deck_id(folder), own) if before is None and own != contents.language else ""
    text = (before or b"").decode("utf-8-sig") + head
    if topic is None:
        return (before, text.encode()) if head else None
    if isinstance(topic, int):
        return before, listed(text, topic, id).encode()
    others = [] if contents.topics else [card.id.partition("/")[2] for card in load(folder, lambda _: None).deck.cards]
    if others:
        text = with_topic(text, next(iter(contents.titles.values()), deck_id(folder)), others)
    after = with_topic(text, topic, [id])
    if isinstance(values_of(CONTENTS, after), Problem):
        raise AuthoringError(f"no topic can be added to {file}", "Write each of its topics as [[topic]].")
    return before, after.encode()


def _language(wanted: Wanted, contents: Contents) -> str:
    if wanted.language:
        return language_code(wanted.language, contents.languages)
    return (contents.says_language and contents.language) or language_of(wanted.question, wanted.preferred)


def _written_in(found: CardsFound, language: str) -> str:
    """The language of most cards that their files say to be in `language`, as far as letters tell; empty where there are none."""
    told = Counter(language_of(texts[language].text.question) for texts in found.values() if language in texts)
    return next((most for most, _ in told.most_common(1)), "")


def _id(id: str, question: str) -> str:
    id = composed(id)
    if id and not is_id(id):
        better = f"; {legal(id)!r} would do" if legal(id) else ""
        raise AuthoringError(f"the id {id!r} may hold only {LEGAL}{better}")
    id = id or from_question(plain(question))
    if not id:
        raise AuthoringError(f"no id can be made from the question {question!r}", f"Give one of {LEGAL} with --id; it stays for ever.")
    return id


def _topic(wanted: Wanted, contents: Contents, folder: Path, id: str, texts: Collection[str]) -> int | str | None:
    """The number of the topic in which the card is to be listed, or the title of a new one; None where it is not to be, or is already."""
    topics = contents.topics
    number = _find(wanted.topic, contents, folder) if wanted.topic else None
    if wanted.topic and number is None and not wanted.new_topic:
        known = [title for topic in topics for title in topic.titles.values()]
        hint = suggestion(wanted.topic, known, untranslated) if known else "It has none yet."
        raise UnknownTopicError(f"there is no topic {wanted.topic!r} in the deck {deck_id(folder)!r}", hint)
    lists = next((place for place, topic in enumerate(topics) if id in topic.cards), None)
    if lists is not None and wanted.topic and number != lists:
        raise AuthoringError(f"the topic {_title(topics[lists])!r} already lists the card {id!r}", "Leave --topic out.")
    if lists is not None or (texts and not wanted.topic):
        return None
    if wanted.topic:
        return composed(" ".join(clean(wanted.topic).split())) if number is None else number
    if len(topics) > 1:
        titles = ", ".join(repr(_title(topic)) for topic in topics)
        raise AuthoringError("which topic does the card belong to?", f"Give --topic with one of these: {titles}.")
    return 0 if topics else None


def _find(name: str, contents: Contents, folder: Path) -> int | None:
    """The number of the topic whose title, in any language, or id is `name`, in any case."""
    names: dict[str, int] = {}
    ids: Counter[str] = Counter()
    for number, topic in enumerate(contents.topics):
        id = topic_id(topic, contents.language, ids)
        names |= dict.fromkeys([*topic.titles.values(), id, f"{deck_id(folder)}/{id}"], number)
    return {folded(known): number for known, number in names.items()}.get(folded(name))


def _title(topic: ListedTopic) -> str:
    return next(iter(topic.titles.values()))
