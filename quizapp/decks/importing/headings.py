"""What headings inside an answer mean in collections of questions: key points, sources, the answer itself, or what is no answer at all."""

import re
from functools import lru_cache

from quizapp.decks.grammar import plain
from quizapp.domain.names import folded
from quizapp.domain.sections import section

_MEANINGS = {
    "key_points": """key points, key point, key takeaways, key takeaway, takeaways, takeaway, main takeaways, good to hear,
        things to mention, what to mention, must mention, points to mention, key ideas, in short, tl;dr, tldr, key facts,
        핵심, 핵심 포인트, 핵심 정리, 핵심 요약, 핵심 내용, 핵심 키워드, 요점, 요점 정리, 포인트, 키포인트, 꼭 말할 것""",
    "sources": """references, reference, sources, source, additional links, additional resources, additional reading, further reading,
        further resources, read more, learn more, see also, useful links, links, resources, bibliography, citations, credits,
        참고, 참고 자료, 참고자료, 참고 문헌, 참고문헌, 참고 링크, 참고 사이트, 참조, 출처, 레퍼런스, 더 읽을거리, 더 읽어보기""",
    "mistakes": "common mistakes, common mistake, common pitfalls, pitfalls, mistakes to avoid, gotchas, 흔한 실수, 자주 하는 실수",
    "deeper": "go deeper, deep dive, in depth, details, 더 깊이, 심화, 자세히",
    "answer": "answer, answers, the answer, short answer, sample answer, solution, response, a, 답, 답변, 정답, 해답, 모범 답안, 풀이",
    "contents": "table of contents, contents, toc, list of questions, 목차, 차례",
    "nothing": """back to top, contributing, contributors, license, licence,
        acknowledgements, acknowledgments, sponsors, disclaimer, about the author, star history, preface, foreword,
        기여, 기여하기, 기여자, 라이선스, 후원, 머리말""",
}
_GENERIC = re.compile(
    r"(?:(?:the |all |list of )?(?:\d+ )?(?:top )?(?:\w+ ){0,2}(?:interview )?(?:questions?|q&a|qna)(?: (?:and|&) answers?)?|answers?|"
    r"interview|general|문제|질문|(?:면접 )?질문(?: ?(?:목록|리스트))?|예상 질문)"
)
_ANSWERED = re.compile(r"(?:correct )?(?:answer|solution|정답|답)\s*[:：]\s*(?=\S)", re.IGNORECASE)
_BY_NAME = {
    folded(" ".join(name.split())): meaning for meaning, names in _MEANINGS.items() for name in re.split(r",\s*", " ".join(names.split()))
}


@lru_cache(maxsize=8192)  # each convention looks at every title
def meaning(title: str) -> str:
    """What `title`, Markdown, stands for: the name of a field of Note, "answer", "contents", "nothing", or "" for a title."""
    words = re.sub(r"^[\W\d_]+|[\W_]+$", "", folded(plain(title)))
    if says_the_answer(title):
        return "answer"
    if found := section(words):
        return found
    return _BY_NAME.get(" ".join(words.split()), "")


def says_the_answer(title: str) -> bool:
    """Whether a title names the answer, as "Answer: B" does."""
    return _ANSWERED.match(re.sub(r"^[*_\s]+", "", title)) is not None


@lru_cache(maxsize=8192)  # each convention looks at every title
def is_generic(title: str) -> bool:
    """Whether a title above questions says no more than that there are some."""
    words = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", folded(plain(title)))
    return bool(_GENERIC.fullmatch(" ".join(words.split())))
