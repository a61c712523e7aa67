"""What stands between a title and its answer belongs to the question: the code that is asked about, the choices of a quiz."""

import re
from collections.abc import Sequence

from quizapp.decks.asking import has_words, stripped
from quizapp.decks.importing.headings import meaning

_FENCE = re.compile(r"[ >]*(?P<mark>`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}#{1,6}\s+(?P<title>.*)")
_LABEL = re.compile(r"\s*(?:\*\*|__)?(?:correct )?(?:answer|정답|해답|답)\s*\d*\s*[:：]", re.IGNORECASE)
_SUMMARY = re.compile(r"<summary\b[^>]*>(?P<words>.*?)</summary\s*>", re.IGNORECASE)
_HIDES_THE_ANSWER = re.compile(
    r"\W*(?:(?:view|show|see|reveal|click\w*|toggle|the|for) )*(?:answers?|solution|답변?|정답|해답|풀이)(?:\s*(?:보기|확인))?\W*",
    re.IGNORECASE,
)
_OPENED = re.compile(r"\s*(?:<details\b[^>]*>)?\s*", re.IGNORECASE)
_LONGEST = 700
"""Characters of what belongs to a question, code aside."""


def halves(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """The lines below a title that belong to the question, as a rule none, and those of the answer."""
    fence, said = "", 0
    for place, line in enumerate(lines):
        if mark := _FENCE.match(line):
            fence = "" if fence and mark["mark"].startswith(fence) else fence or mark["mark"]
        elif not fence and _divides(line):
            start = place
            while start and _OPENED.fullmatch(lines[start - 1]):
                start -= 1
            asked = [*lines[:start]]
            return (asked, [*lines[start:]]) if has_words(" ".join(asked)) else ([], [*lines])
        elif not fence and (said := said + len(line)) > _LONGEST:
            break
    return [], [*lines]


def _divides(line: str) -> bool:
    """Whether the answer begins with `line`."""
    if heading := _HEADING.fullmatch(line):
        return meaning(stripped(heading["title"])[0]) == "answer"
    if summary := _SUMMARY.search(line):
        return _HIDES_THE_ANSWER.fullmatch(re.sub(r"<[^<>]*>", "", summary["words"])) is not None
    return _LABEL.match(line) is not None
