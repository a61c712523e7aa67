"""Lines of a collection that say nothing about the question: ways back to its top, links to where an answer is from, invitations."""

import re

from quizapp.decks.importing.note import Alteration, Altered

_TOP = re.compile(
    r"(?:go |return |jump )?(?:back )?to (?:the )?(?:top|toc|index|contents|table of contents|list of questions|questions)\b|(?:top|toc)$|"
    r"뒤로(?: ?가기)?\b|(?:맨 ?)?위로(?: ?가기)?\b|목차로(?: ?이동)?\b|처음으로\b|돌아가기\b",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"<[^<>]*>|\]\([^()]*\)|&\w+;|[^\w\s]|_")
_IS_LINK = re.compile(r"\]\(|</a>|[↑⬆↥]", re.IGNORECASE)
_SOURCE = re.compile(
    r"\s*\[\[?(?P<name>src|source|sources|answer|answers|ref|reference|link|출처|답)\]?\]\((?P<address>[^()\s]+(?:\([^()\s]*\))?[^()\s]*)\)\]?\s*",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"\W*(?:(?:your |the )?answer(?: goes)? here|to ?do|tbd|tba|n/?a|wip|coming soon|to be (?:added|done|continued|written)|"
    r"(?:내용 )?(?:작성|준비|추가|정리) ?(?:중|예정)(?:입니다)?)?\W*",
    re.IGNORECASE,
)
_MORE = re.compile(r"\s*>?\s*(?:read|see|view) the \[[^\]]*(?:answer|explanation)[^\]]*\]\([^)]*\)[^\n]*", re.IGNORECASE)


def without_noise(lines: list[str]) -> tuple[list[str], list[str], list[Alteration]]:
    """The lines without such lines and rules at the end; the sources that were named in passing, and what was changed."""
    kept, sources = list[str](), list[str]()
    fenced = False
    for line in lines:
        fenced ^= bool(re.match(r"[ >]*(?:`{3,}|~{3,})", line))
        if not fenced and (leads_to_the_top(line) or _MORE.fullmatch(line)):
            continue
        if not fenced and (match := _SOURCE.fullmatch(line)):
            sources.append(f"- <{match['address']}>")
            continue
        kept.append(line)
    removed = len(kept) != len(lines)
    while kept and (
        not kept[-1].strip() or re.fullmatch(r"[ ]*(?:-{3,}|\*{3,}|_{3,}|(?:<br\s*/?>[ ]*)+|</?(?:details|div|p)>)[ ]*", kept[-1])
    ):
        kept.pop()
    return kept, sources, [Alteration(Altered.MARKS)] if removed else []


def is_placeholder(lines: list[str]) -> bool:
    """Whether an answer only says that there is to be one."""
    text = " ".join(line.strip() for line in lines if line.strip())
    return bool(text) and len(text) < 60 and any(map(str.isalpha, text)) and _PLACEHOLDER.fullmatch(text) is not None


def leads_to_the_top(line: str) -> bool:
    """Whether a line is a link back to the top, which ends an answer in many collections."""
    return len(line) < 1000 and bool(_IS_LINK.search(line) and _TOP.match(" ".join(_MARKUP.sub(" ", line).split())))
