"""The language that a file's name says before ".md": one that the deck declares, or one that cannot be taken for anything else.

`vue.js.md` is a card about Vue.js, not the card `vue` in a language called "js".
"""

import re
from collections.abc import Container

from quizapp.domain.drawable import brief
from quizapp.domain.errors import AuthoringError
from quizapp.domain.i18n import gettext
from quizapp.domain.language_names import code, mixed_up

LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_NAME = re.compile(rf"(?P<stem>.+)\.(?P<language>{LANGUAGE.pattern})")
KNOWN = frozenset(
    re.findall(
        r"\w+",
        """aa ab af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch cr cs cv cy da de dv dz ee el en eo es et eu fa ff
        fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ig ik is it iu ja jv ka kg ki kj kk kl km kn ko kr ks
        ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or pa pl
        pt qu rm ro ru rw sa sc sd se sg si sk sl sm sn sq sr ss su sv sw ta te tg th ti tl tn to tr tt tw ty ug uk ur uz ve vi
        vo wa wo xh yi yo za zh zu ast ceb cmn fil gsw haw nds yue""",
    )
)
"""Codes of ISO 639 that count without being declared: without those that are better known as a domain or the suffix of a file,
such as io, ts, so, ps, tk, co and os."""


def split_name(name: str, declared: Container[str]) -> tuple[str, str]:
    """The stem of a file's name, and its language; that is empty where the file is in the deck's own."""
    stem = name.rpartition("/")[2][: -len(".md")]
    if "." not in stem:
        return stem, ""
    match = _NAME.fullmatch(stem)
    if match and (match["language"] in declared or match["language"].partition("-")[0] in KNOWN):
        return match["stem"], match["language"]
    return stem, ""


def language_code(name: str, declared: Container[str]) -> str:
    """The code that `name` means: "ko" for "KO" and "한국어". One that a deck has `declared` is a language, whatever else it may be.

    Raises AuthoringError where it means none.
    """
    meaning = code(name)
    language = name if name.casefold() == meaning and LANGUAGE.fullmatch(name) else meaning
    if language in declared:
        return language
    if other := mixed_up(language):
        raise AuthoringError(gettext("{name} is not a language code", name=brief(name)), gettext("Did you mean {name}?", name=brief(other)))
    if not LANGUAGE.fullmatch(language):
        raise AuthoringError(gettext("{name} is not a language code", name=brief(name)), gettext('Give one such as "en" or "ko".'))
    return language


def undeclared(name: str, declared: Container[str]) -> str:
    """What could be a language in a file's name and is not taken for one; empty where there is no such thing."""
    stem, language = split_name(name, declared)
    match = _NAME.fullmatch(stem)
    return match["language"] if match and not language else ""


def seems_to_say_a_language(stem: str) -> bool:
    """Whether the name of a file, without its extension, ends in what could be a language: as "vue.js" does."""
    return bool(_NAME.fullmatch(stem))
