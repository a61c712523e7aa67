"""Writing into deck.toml what cards a topic lists, with its comments and its layout kept. TOMLKit is imported when it is needed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any


def listed(text: str, topic: int, id: str) -> str:
    """`text`, a deck.toml without mistakes, with the card `id` listed last in its `topic`, counted from 0."""
    import tomlkit

    document: Any = tomlkit.parse(text)
    table = document["topic"][topic]
    if "cards" in table:
        table["cards"].append(id)
    else:
        table["cards"] = [id]
    return tomlkit.dumps(document)


def with_topic(text: str, title: str, cards: Sequence[str]) -> str:
    """`text`, a deck.toml without mistakes or none yet, with a topic at its end."""
    import tomlkit

    lines = [f"title = {tomlkit.item(title).as_string()}", f"cards = {tomlkit.item(list(cards)).as_string()}"]
    newline = "\r\n" if "\r\n" in text else "\n"
    gap = newline if text.strip() else ""
    end = newline if text and not text.endswith("\n") else ""
    return text + end + gap + newline.join(["[[topic]]", *lines, ""])


def renamed(text: str, ids: Mapping[str, str]) -> str:
    """`text`, a deck.toml without mistakes, with the cards that it lists under the old ids (the keys) listed under the new ones."""
    import tomlkit

    document: Any = tomlkit.parse(text)
    for cards in _lists(document):
        for place, id in enumerate(cards):
            if id in ids:
                cards[place] = ids[id]
    return tomlkit.dumps(document)


def _lists(document: Any) -> Iterator[Any]:
    yield from (topic["cards"] for topic in document.get("topic", ()) if "cards" in topic)
