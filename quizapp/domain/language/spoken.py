"""Turns of phrase, each rewritten to a plainer one before a text is taken apart into words.

The tables hold what people say, as a pattern, and what is read instead. Patterns are matched one after another against text in lower case;
each looks a bounded way ahead, so that time grows with the length of a text and no faster.
"""

import re

_LETTER = r"[b-hj-z]"
_NAME = r"[a-z]{1,2}"
_GAP = " ?"
_COST = rf"(?:log {_LETTER}|{_LETTER} log {_LETTER}|{_LETTER}\^\d|{_LETTER}(?: times)? {_LETTER}|{_LETTER}|1)"

_SYMBOLS = (
    (r"\bc plus plus\b|\b씨 ?플플", "c++"),
    (r"\b([cfj]) ?sharp\b", r"\1#"),
    (rf"\b({_LETTER}) squared\b", r"\1^2"),
    (rf"\b({_LETTER}) cubed\b", r"\1^3"),
    (r"\b(?:big[ -]oh?|(?<!in )order)(?: of)? (?:one|constant)\b", "o(1)"),
    (rf"\b(?:big[ -]oh?|(?<!in )order)(?: of)? ({_COST})\b", r"o(\1)"),
    (rf"\b({_NAME}) (?:over|divided by) ({_NAME}) plus ({_NAME})\b", r"\1/(\2+\3)"),
    (rf"(?<=\w){_GAP}(?:\btimes\b|\bmultiplied by\b|곱하기){_GAP}(?=\w)", " * "),
    (rf"(?<=[\w)]){_GAP}\b(?:plus|더하기)\b{_GAP}(?=\w)", " + "),
)
"""Symbols that are spoken as words."""

_ENGLISH = (
    (r"\bnot (?:only|just|merely|simply)\b|\bno(?:t)? less than\b", "also"),
    (r"\b(?:nothing|no one|none) (?:but|other than)\b|\bnot until\b", "only"),
    (r"\bno matter (?=how|what|which|who|where|when)|\b(?:independent(?:ly)?|irrespective) of\b", "regardless "),
    (r"\ba (?:few|couple)\b(?: of\b)?", "couple"),
    (r"\btest(?:ing)?[ -]time\b", "inference time"),
    (r"\beval(?:uation)?[ -]mode\b", "inference mode"),
    (r"\bno (?:longer|more)\b(?! than)", "not"),
    (r"\bno (?:need|reason|point|way) (?:to|for|in|of)\b", "not need "),
    (r"\bno (?:problem|trouble|doubt|wonder)\b", "easily"),
    (r"\b(?:rather than|instead of|as opposed to|other than|apart from)\b", "without"),
    (r"\b(?:fail(?:s|ed|ing)?|unable|impossible|refus(?:e|es)|nowhere near|far from)(?= to\b| being\b| the\b| a\b)", "not"),
    (r"\b(?:immune to|free (?:of|from)|(?:ha(?:s|ve)|got) nothing to do with)\b", "without"),
    (r"\b(?:(?:invariant|insensitive|indifferent) (?:to|under)|unaffected by)\b", "not affected by"),
    (r"\b(?:to|down to|next to|almost|practically) nothing\b", "to zero"),
    (r"\b(?:whether or not|right or wrong|whatever|no matter (?:whether|if))\b", "regardless"),
    (r"\bnobody (?:has|needs) to\b|\bno one (?:has|needs) to\b", "not need to"),
    (r"\b(?:is|are|was|were)(?=n't\b)", "is"),
    (r"\bdo(?:es)? away with\b|\bget(?:s|ting)? rid of\b", "remove"),
)
"""What denies nothing though it says "not"; what denies without saying so."""

_OFTEN = "(?:절대로?|결코|그냥|바로|더는|전혀|아예) "
_KOREAN = (
    (rf"(\S)(?:으)?면 ?(?:{_OFTEN})?안 ?(?:되|돼|됩|된|될|됨)[가-힣]*", r"\1지 않는다"),  # must not
    (r"테스트(?= ?(?:때|시에|시엔|시는|단계|할 때|중))", "추론"),
    (r"학습(?= ?(?:중|때|시에|시엔|시는|데이터|세트|셋|동안|할 때|하는 동안))", "훈련"),  # the phase, not what is learned
    (r"지 ?(?:말|마(?=세요|십|라|시|$|[.,!]))", "지 않"),
    (r"밖에(?:는|도)? ([^.,!?\n]{0,24}?)수(?:가|는|도)? 없", r"만 \1수 있"),  # only
    (r"밖에(?:는|도)? ([^.,!?\n]{0,24}?[가-힣])지(?:를|는|도)? ?(?:못|않|안)[가-힣]*", r"만 \1는다"),
    (r"밖에(?:는|도)? ?(?:못|안) ?", "만 "),
    (r"밖에(?:는|도)? ?(?:없|모르|모른|불가)", "만 있"),
    (r"뿐(?:만)? ?(?:이 )?아니[라고]|뿐더러", "과 또"),  # not only
    (r"(?<=[가-힣])(?:나 )?다름 ?없", "와 같"),
)
"""The like in Korean, whose denials would be taken from the clauses they stand in."""

_FILLERS = re.compile(
    r"(?:[ ]*(?:\b(?:um+|uh+|erm|hmm+|basically|actually|literally|you know|i mean)\b"
    r"|(?<![가-힣])(?:음+|뭐랄까|뭐|막|약간|사실|그니까|그러니까)(?![가-힣])),?)+[ ]*",
    re.IGNORECASE,
)
"""What is said while one thinks."""
_READ = tuple((re.compile(pattern), instead) for pattern, instead in (*_ENGLISH, *_KOREAN))
_HEARD = tuple((re.compile(pattern), instead) for pattern, instead in _SYMBOLS)


def without_fillers(text: str) -> str:
    """`text` without what is said while one thinks."""
    return _FILLERS.sub(" ", text)


def written(text: str) -> str:
    """`text` (lower case) with the names of symbols as symbols."""
    for pattern, instead in _HEARD:
        text = pattern.sub(instead, text)
    return text


def plainly(text: str) -> str:
    """`text` (lower case) with its turns of phrase made plain."""
    for pattern, instead in _READ:
        text = pattern.sub(instead, text)
    return text
