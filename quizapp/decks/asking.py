"""Whether a title asks something, in English or Korean, and what about it belongs to the collection rather than to the question."""

import re
from functools import lru_cache

from quizapp.decks.grammar import plain

_ENGLISH = re.compile(
    r"(?:what|why|how|when|where|which|who|whose|is|are|was|were|do|does|did|can|could|should|would|will|has|have|if|in what|in which|"
    r"explain|describe|define|discuss|compare|contrast|differentiate|distinguish|list|name|give|state|tell|talk|mention|outline|"
    r"difference|differences|pros and cons|advantages|write|implement|create|design|suppose|given|calculate|derive|prove|show)\b",
    re.IGNORECASE,
)
_KOREAN = re.compile(r"(?:요|까|나|가|란|는지|뭔지|이유|차이|차이점|무엇|설명|설명하시오|비교|시오|세요|해라|하라|보라)[.!]?$")
_ASKS = re.compile(r"[?？](?:[^\w]|$)|[?？]$")
_LABEL = re.compile(r"(?:Q(?:uestion)?|문제|질문)?\s*\d{1,4}\s*[.):\]-]\s+|Q(?:uestion)?\s*\d*\s*[.):]\s*|#\d+\s*[.:]?\s+", re.IGNORECASE)
_SOURCE_LINK = re.compile(r"\s*\[\[?(?:src|source|answer|ref|link|출처|답)\w*\]?\]\([^()\s]*(?:\([^()\s]*\))?[^()\s]*\)\]?", re.IGNORECASE)
_STARS = re.compile(
    "[\\s*]*[\u2b50\u2605\u2606\U0001f31f\U0001f476\U0001f680\U0001f525\u2728\U0001f4a1\u200d\ufe0f\u2705\u2714\U0001f195]+"
)
_UPWARDS = re.compile(r"\[?\[\s*(?:[⬆↑⬆↥🔝]|back to top\b)[^\[\]]*\]\]?\([^()]*\)\s*", re.IGNORECASE)
_EMOJI = "(?::[a-z][a-z0-9_+-]{1,30}:|[\U0001f300-\U0001faff\u2600-\u27bf\ufe0f\u200d]+)"
_ORNAMENT = re.compile(rf"^(?:{_EMOJI}\s*)+(?=\S)|(?:\s*{_EMOJI})+$")
_TRAILING = re.compile(r"\s*(?:\{#[^{}]*\}|#+\s*$)")
_ANCHOR = re.compile(r"</?(?:a|span|font|center)(?:\s[^>]*)?>", re.IGNORECASE)


@lru_cache(maxsize=8192)  # each convention looks at every title
def asks(title: str) -> bool:
    """Whether `title`, Markdown, seems to ask something."""
    words = plain(stripped(title)[0]).strip()
    return bool(_ASKS.search(words) or _ENGLISH.match(words) or _KOREAN.search(words))


@lru_cache(maxsize=8192)  # each convention looks at every title
def stripped(title: str) -> tuple[str, str]:
    """`title` without numbers, ornaments, anchors and links to its source; and the addresses of those links, in Markdown."""
    links = " ".join(match[0].strip() for match in _SOURCE_LINK.finditer(title))
    text = _ANCHOR.sub("", _SOURCE_LINK.sub("", title))
    text = _TRAILING.sub("", _UPWARDS.sub("", text))
    while _STARS.search(text) and (shorter := _STARS.sub("", text)) != text:
        text = shorter
    text = _ORNAMENT.sub("", text.strip()).strip()
    if (bold := re.fullmatch(r"\*\*((?:(?!\*\*).)+)\*\*", text)) or (bold := re.fullmatch(r"__((?:(?!__).)+)__", text)):
        text = bold[1].strip()
    if label := _LABEL.match(text):
        text = text[label.end() :] or text
    return " ".join(text.split()), links


@lru_cache(maxsize=8192)  # each convention looks at every title
def has_words(title: str) -> bool:
    """Whether `title` says anything, as "#1" does not."""
    return sum(1 if char.isascii() else 2 for char in plain(title) if char.isalpha()) >= 2  # 큐 is a word, "A" is not


def is_numbered(title: str) -> bool:
    """Whether `title` begins with a number, or a "Q", that counts questions."""
    return _LABEL.match(re.sub(r"^[*_\s]+", "", title)) is not None
