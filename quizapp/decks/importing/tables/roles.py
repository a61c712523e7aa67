"""Which column of a table is the question, the answer, the topic and so on: by its name, by what Anki says, or by what the learner says."""

import re
from collections.abc import Mapping, Sequence

from quizapp.decks.importing.tables.directives import Directives
from quizapp.decks.importing.undecided import UndecidedError
from quizapp.domain.drawable import one_line
from quizapp.domain.errors import DeckError
from quizapp.domain.i18n import gettext
from quizapp.domain.names import folded

ROLES = ("question", "answer", "topic", "id", "deeper", "sources")
_NAMES = {
    "question": "question, questions, q, front, term, terms, prompt, word, question text, front text, card front, "
    "질문, 문제, 앞면, 앞, 용어, 단어, 질문 내용, 물음",
    "answer": "answer, answers, a, back, definition, definitions, meaning, response, solution, answer text, back text, card back, "
    "correct answer, model answer, 답, 답변, 정답, 뒷면, 뒤, 정의, 뜻, 의미, 해답, 모범 답안, 모범답안, 답안",
    "topic": "topic, topics, deck, decks, tag, tags, category, categories, subject, chapter, section, theme, area, "
    "주제, 분류, 카테고리, 태그, 덱, 과목, 단원, 챕터, 영역",
    "id": "id, guid, uuid, card id, note id, key, 아이디, 식별자",
    "deeper": "explanation, details, notes, note, extra, back extra, comment, comments, example, examples, 설명, 해설, 메모, 예시, 비고",
    "sources": "source, sources, reference, references, url, link, links, 출처, 참고, 링크, 참고 자료, 참고자료",
}
_ROLE_OF = {name.strip(): role for role, names in _NAMES.items() for name in names.split(",")}
_WEAK = {"name": "question", "title": "question", "이름": "question", "제목": "question", "description": "answer", "text": "answer"}
"""Names that say it only where no other column does."""
_INSTEAD = {"answer": "deeper"}
"""Where there is no column for the first, one for the second is it."""
_SHOWN = 40
"""Characters of a cell that are shown."""


def named_roles(header: Sequence[str]) -> dict[str, int]:
    """The columns that are called after what is in them; the first of several."""
    found = dict[str, int]()
    names = [_plain_name(name) for name in header]
    for table in (_ROLE_OF, _WEAK):
        for place, parts in enumerate(names):
            role = next((table[part] for part in parts if part in table), "")
            if role and role not in found and place not in found.values():
                found[role] = place
    for role, other in _INSTEAD.items():
        if role not in found and other in found and "question" in found:
            found[role] = found.pop(other)
    return found


def _plain_name(name: str) -> list[str]:
    """A header as it is, and its parts around brackets and slashes: "질문 (Question)"."""
    whole = " ".join(re.sub(r"[_*:]+", " ", folded(name)).split())
    return [whole, *(part.strip() for part in re.split(r"[/()\[\]|]", whole) if part.strip())]


def is_header(cells: Sequence[str]) -> bool:
    """Whether a first row names the columns: at least the question or the answer, and nothing in it is long."""
    found = named_roles(cells)
    certain = {"question", "answer"} <= found.keys() or any(_ROLE_OF.get(_plain_name(cell)[0]) in ("question", "answer") for cell in cells)
    return certain and max(map(len, cells)) <= 2 * _SHOWN


def roles(header: Sequence[str], sample: Sequence[Sequence[str]], said: Directives, options: Mapping[str, str]) -> dict[str, int]:
    """The column of each role. Raises UndecidedError where the question or the answer is unknown, and DeckError where `options` are wrong.

    `header` is empty where there is none; `sample` are the first rows.
    """
    width = max([len(header), *map(len, sample), 1])
    chosen = {role: _column(options[role], header, width, role) for role in ROLES if role in options}
    found = _of_anki(said, width) if said.of_anki else {}
    found |= {
        role: place for role, place in named_roles(header or said.names).items() if role not in found or role in ("question", "answer")
    }
    found = {role: place for role, place in found.items() if place < width and place not in chosen.values()} | chosen
    free = [place for place in range(width) if place not in found.values()]
    if "question" in found and "answer" not in found and len(free) == 1:
        found["answer"] = free.pop()
    for role in ("question", "answer"):
        if role not in found:
            raise _undecided(role, free, header or said.names, sample)
    return found


def _of_anki(said: Directives, width: int) -> dict[str, int]:
    """In Anki's export the first field that is no such column is the question, and the next one the answer."""
    found = {role: said.columns[name] for name, role in (("tags", "topic"), ("deck", "topic"), ("guid", "id")) if name in said.columns}
    fields = [place for place in range(width) if place not in said.columns.values()]
    return found | dict(zip(("question", "answer"), fields, strict=False))


def _column(wanted: str, header: Sequence[str], width: int, role: str) -> int:
    names = [folded(name.strip()) for name in header]
    if folded(wanted.strip()) in names:
        return names.index(folded(wanted.strip()))
    if wanted.isascii() and wanted.isdigit() and 0 < int(wanted[:9]) <= width:
        return int(wanted) - 1
    raise DeckError(
        gettext("there is no column {name!r} for {role}", name=wanted, role=role),
        gettext("Give a number from 1 to {last}, or a column's name.", last=width),
    )


def _undecided(role: str, free: Sequence[int], header: Sequence[str], sample: Sequence[Sequence[str]]) -> UndecidedError:
    words = [f"{place + 1}: {_shown(place, header, sample)}" for place in free]
    question = {
        "question": gettext("Which column is the question? {columns}", columns=" · ".join(words)),
        "answer": gettext("Which column is the answer? {columns}", columns=" · ".join(words)),
    }
    return UndecidedError(role, question[role], [str(place + 1) for place in free], words)


def _shown(place: int, header: Sequence[str], sample: Sequence[Sequence[str]]) -> str:
    cells = [row[place] for row in sample if place < len(row) and row[place].strip()][:2]
    texts = [one_line(cell)[:_SHOWN] for cell in ([header[place]] if place < len(header) else []) + cells]
    return " / ".join(text for text in texts if text) or "-"
