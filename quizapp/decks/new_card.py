"""Where a new card goes: its id, its file, and its place in the deck's table of contents. Nothing is written here."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from quizapp.decks.contents import Contents, ListedTopic, read_contents
from quizapp.decks.contents_edit import listed
from quizapp.decks.ids import ID, from_question, legal
from quizapp.decks.load import load, topic_id
from quizapp.decks.scaffold import plain, scaffold
from quizapp.decks.source import CONTENTS, LANGUAGE, deck_id, is_text_of
from quizapp.domain.drawable import clean
from quizapp.domain.errors import AuthoringError, DeckError, UnknownTopicError, suggestion


@dataclass(frozen=True)
class Wanted:
    """The card as it was asked for; what was not said is empty."""

    question: str
    id: str = ""
    language: str = ""
    topic: str = ""


@dataclass(frozen=True)
class Started:
    """The new file, and deck.toml as it is and as it is to be where the card is to be listed there."""

    path: Path
    text: bytes
    contents: tuple[bytes, bytes] | None
    translates: bool
    """Whether the card is there in another language."""


def start(folder: Path, wanted: Wanted) -> Started:
    """What has to be written for the card `wanted` in the deck in `folder`. Raises AuthoringError, UnknownTopicError and DeckError."""
    contents = read_contents(folder)
    if contents.problems:
        raise DeckError(f"{folder}/{contents.problems[0]}", "Mend that first.")
    language = _language(wanted, contents)
    question = " ".join(clean(wanted.question).split())
    text = scaffold(question, language)
    id = _id(wanted.id, question)
    texts = load(folder, lambda _: None).found.get(id, {})
    if language in texts:
        there = texts[language].text
        raise AuthoringError(f"there is a card {id!r} already, at {folder / there.path}:{there.line}", "--id gives the new one another id.")
    topic = _topic(wanted.topic, contents, folder, id, texts)
    path = folder / (f"{id}.md" if language == contents.language else f"{id}.{language}.md")
    return Started(path, text.encode(), None if topic is None else _with_card(folder, contents, topic, id), bool(texts))


def _with_card(folder: Path, contents: Contents, topic: int, id: str) -> tuple[bytes, bytes]:
    """deck.toml as it is, and with the card listed."""
    before = (folder / CONTENTS).read_bytes()
    if not is_text_of(before, contents.written):
        raise DeckError(f"{folder / CONTENTS} has just been changed", "Try again.")
    return before, listed(before.decode("utf-8-sig"), topic, id).encode()


def _language(wanted: Wanted, contents: Contents) -> str:
    language = wanted.language or contents.language
    if not LANGUAGE.fullmatch(language):
        raise AuthoringError(f"{language!r} is no language", 'Write a code such as "en" or "ko".')
    return language


def _id(id: str, question: str) -> str:
    if id and not ID.fullmatch(id):
        better = f"; {legal(id)!r} would do" if legal(id) else ""
        raise AuthoringError(f"the id {id!r} may hold only a-z, 0-9 and '-'{better}")
    id = id or from_question(plain(question))
    if not id:
        raise AuthoringError(
            f"no id can be made of the question {question!r}", "Choose one for ever, of a-z, 0-9 and '-', and give it with --id."
        )
    return id


def _topic(name: str, contents: Contents, folder: Path, id: str, texts: Collection[str]) -> int | None:
    """The number of the topic in which the card is to be listed; None where it is not to be, or is already."""
    topics = contents.topics
    wanted = _find(name, contents, folder) if name else None
    lists = next((number for number, topic in enumerate(topics) if id in topic.cards), None)
    if lists is not None and wanted not in (None, lists):
        raise AuthoringError(f"the topic {_title(topics[lists])!r} lists the card {id!r} already", "Leave --topic out.")
    if lists is not None or not topics or (texts and not name):
        return None
    if wanted is None and len(topics) > 1:
        titles = ", ".join(repr(_title(topic)) for topic in topics)
        raise AuthoringError("which topic is the card to be in?", f"Say --topic with one of: {titles}.")
    return wanted or 0


def _find(name: str, contents: Contents, folder: Path) -> int:
    """The number of the topic whose title, in any language, or id is `name`, in any case."""
    if not contents.topics:
        where = f"{CONTENTS} of the deck {deck_id(folder)!r} has no [[topic]]" if contents.written else f"{folder} has no {CONTENTS}"
        raise AuthoringError(f"{where}, so each of its files is a topic", "Leave --topic out.")
    names: dict[str, int] = {}
    ids: set[str] = set()
    for number, topic in enumerate(contents.topics):
        id = topic_id(topic, contents.language, ids)
        ids.add(id)
        names |= dict.fromkeys([*topic.titles.values(), id, f"{deck_id(folder)}/{id}"], number)
    found = {known.casefold(): number for known, number in names.items()}.get(name.casefold())
    if found is None:
        raise UnknownTopicError(f"there is no topic {name!r} in the deck {deck_id(folder)!r}", suggestion(name, names))
    return found


def _title(topic: ListedTopic) -> str:
    return next(iter(topic.titles.values()))
