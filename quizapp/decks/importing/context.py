"""Titles that say nothing by themselves, such as "Definition", are asked together with the title above them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from quizapp.decks.asking import asks, has_words, stripped
from quizapp.decks.grammar import plain
from quizapp.decks.importing.note import Alteration, Altered, Note
from quizapp.domain.names import folded

_VAGUE = """
    advantage, advantages, analysis, applications, background, basics, benefits, best practices, characteristics, comparison, complexity,
    concept, concepts, conclusion, cons, considerations, definition, description, detail, details, differences, disadvantages, drawbacks,
    example, examples, explanation, features, how it works, how to use, implementation, importance, introduction, intuition, key concepts,
    limitations, method, methods, motivation, notes, operations, overview, principle, problem, problems, process, properties, pros,
    pros and cons, purpose, solution, solutions, steps, structure, summary, syntax, terminology, time complexity, types, usage, use cases,
    use case, when to use, why, how, what, what is it, what i study,
    개념, 개요, 결과, 결론, 과정, 구성, 구성 요소, 구조, 구현, 기능, 내용, 단점, 동작, 동작 과정, 동작
    방식, 동작 원리, 등장 배경, 목적, 문제, 문제점, 방법, 배경, 비교, 사용 방법, 사용 예시, 사용법, 사용하는
    이유, 설명, 소개, 순서, 시간 복잡도, 시간복잡도, 알고리즘, 역할, 예, 예시, 예제, 왜, 요약, 용도, 용어,
    용어 정리, 용어정리, 원리, 원인, 의미, 이유, 이점, 작동 방식, 작동 원리, 장단점, 장점, 장점과 단점,
    정리, 정의, 조건, 종류, 주의, 주의 사항, 주의사항, 중요, 차이, 차이점, 코드, 특성, 특징, 필요성, 한계,
    해결 방법, 해결 방안, 해결방법, 해결법, 형태, 활용
"""
_WORDS = frozenset(" ".join(word.split()) for word in _VAGUE.split(","))


def with_context(found: Iterable[tuple[Note, Sequence[str]]]) -> list[Note]:
    """The notes, each of which comes with the titles above it, from the outermost in; those that say too little are named after these.

    Too little says a title that does not ask anything and stands above several answers of the collection, or is one of the words for a
    part of any article.
    """
    found = [*found]
    times = Counter(_name(note.question) for note, _ in found if not asks(note.question))
    return [_named(note, above) if _is_vague(note.question, times) else note for note, above in found]


def _named(note: Note, above: Sequence[str]) -> Note:
    own = _name(note.question)
    parent = next((title for title in reversed(above) if has_words(title) and _name(title) not in (own, *_WORDS)), "")
    if not parent:
        return note
    question = f"{stripped(parent)[0].rstrip(':：')}: {stripped(note.question)[0]}"
    return replace(note, question=question, changes=(*note.changes, Alteration(Altered.CONTEXT)))


def _is_vague(question: str, times: Counter[str]) -> bool:
    if "\n" in question:
        return False
    return _name(question) in _WORDS or (not asks(question) and times[_name(question)] > 1)


def _name(title: str) -> str:
    return " ".join(folded(plain(stripped(title)[0])).strip(" ?.:：").split())
