"""A card to be written: its question, and comments where its answer and its sections will stand.

Comments are not shown, so a card of which no more is written has no answer: an error, which keeps it out of the quiz.
"""

from dataclasses import astuple

from quizapp.decks.parse import parse
from quizapp.decks.parsed import File
from quizapp.decks.source import Source
from quizapp.domain.errors import AuthoringError
from quizapp.domain.sections import SectionNames, names_for

ANSWER_LINE = 3
"""The 1-based line on which the answer is to be written."""

_ANSWER = {
    "en": """The answer, as you would say it aloud in 30 to 60 seconds. The card is not asked until it is written.
A line such as [Watch it](demo:perceptron), on its own, links to a demo; `quizapp demo` lists them.""",
    "ko": """말로 했을 때 30~60초쯤 걸리는 답을 쓰세요. 답을 쓰기 전에는 출제되지 않습니다.
[보기](demo:perceptron)처럼 한 줄을 쓰면 데모가 연결됩니다. 데모 목록은 `quizapp demo`로 볼 수 있습니다.""",
}
"""What belongs in the answer, by language."""
_SECTIONS = {
    "en": SectionNames(
        key_points="A list of three to six things that an interviewer ticks off, with the **words** to listen for in bold.",
        deeper="Formulas, code, tables.",
        follow_ups="A list of the questions asked next, each with its answer below it, two spaces further in.",
        mistakes="A list of things that people get wrong, and why they are wrong.",
        sources="A list of places to read about it: author, year, title, address.",
    ),
    "ko": SectionNames(
        key_points="요점 3~6개의 목록. 면접관이 확인할 **핵심어**를 굵게 표시하세요.",
        deeper="수식, 코드, 표.",
        follow_ups="이어서 나올 질문 목록. 답은 각 질문 아래에 두 칸 들여 쓰세요.",
        mistakes="자주 하는 실수와 그것이 틀린 이유의 목록.",
        sources="참고 자료 목록: 저자, 연도, 제목, 주소.",
    ),
}
"""What belongs in each section, by language."""


def scaffold(question: str, language: str) -> str:
    """The file of a card still to be written. `question` is one line of Markdown. Raises AuthoringError where it cannot be one."""
    _check(question, language)
    answer, hints = _ANSWER.get(language, _ANSWER["en"]), _SECTIONS.get(language, _SECTIONS["en"])
    sections = (f"## {name}\n<!-- {hint} -->\n" for name, hint in zip(astuple(names_for(language)), astuple(hints), strict=True))
    return f"# {question}\n\n<!-- {answer} -->\n\n" + "\n".join(sections)


def plain(question: str) -> str:
    """`question` without its Markdown."""
    return _read(question, "").cards[0].text.question


def _check(question: str, language: str) -> None:
    """With an answer and an id, the question must make a card without a mistake."""
    file = _read(question, language)
    errors = [*file.problems, *(error for card in file.cards for error in card.errors)]
    if errors:
        raise AuthoringError(f"the question {question!r} cannot be used: {errors[0].message}")
    if file.cards[0].id_column:
        raise AuthoringError(f"the question {question!r} has an id in it", "Leave {#...} out, and give the id with --id.")


def _read(question: str, language: str) -> File:
    return parse(Source("card.md", "card", language, f"# {question}\n\nAn answer.\n"), "en")
