"""Links as decks write them: `demo:ID?name=value`, `card:ID`, and addresses, which are handed on as they are written."""

from urllib.parse import parse_qsl, unquote, urlsplit

from quizapp.domain.card import DemoLink
from quizapp.domain.names import composed

WEB_SCHEMES = ("http", "https", "mailto")


def scheme_of(href: str) -> str:
    """What stands before the first colon; empty where there is none."""
    scheme, colon, _ = href.partition(":")
    return scheme if colon else ""


def demo_of(href: str, text: str = "") -> DemoLink:
    """The demo, and its settings, that `href`, of the scheme demo, links under `text`."""
    id, _, query = href.partition(":")[2].partition("?")
    settings = parse_qsl(query, keep_blank_values=True)
    return DemoLink(composed(unquote(id)), tuple((composed(name), composed(value)) for name, value in settings), composed(text))


def card_of(href: str) -> str:
    """The id of the card that `href`, of the scheme card, links."""
    return composed(unquote(href.partition(":")[2]))


def is_address(href: str) -> bool:
    """Whether `href`, of one of `WEB_SCHEMES`, can be opened: a browser is given no address that makes no sense."""
    try:
        parts = urlsplit(href)
        host, _ = parts.hostname, parts.port  # which is looked at only now
    except ValueError:
        return False
    return bool(parts.path if parts.scheme == "mailto" else host)


def picture_address(href: str) -> str:
    """The address of the picture whose place is written as `href`, a path from the card's file."""
    return f"picture:{href}"


def picture_of(href: str) -> str:
    """The path that `href`, of the scheme picture, links."""
    return unquote(href.partition(":")[2])
