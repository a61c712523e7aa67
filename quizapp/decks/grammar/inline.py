"""The state in which a paragraph is read: emphasis beside Korean, Chinese and Japanese letters, and links whose place is known."""

import re
from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import TypeAlias

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline, autolink, text
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token
from markdown_it.utils import EnvType

from quizapp.decks.grammar.limits import BRACKETS

Rule: TypeAlias = Callable[[StateInline, bool], bool]

SEPARATORS = re.compile("[\u2028\u2029][\u2028\u2029 ]*")
ADDRESS = re.compile(r"<[^<>\x00-\x20]+>")
_TEXT: tuple[Rule, ...] = (text,)
_LETTERS = 1024
"""Letters of which is remembered what they are: those of a text are few, or else Han and Hangul ones, of which many occur once."""
_CJK = (
    (0x1100, 0x11FF),  # Hangul jamo
    (0x2E80, 0x303F),  # radicals, punctuation
    (0x3040, 0x31FF),  # kana, bopomofo, jamo
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),  # ideographs
    (0xA960, 0xA97F),
    (0xAC00, 0xD7FF),  # Hangul syllables
    (0xF900, 0xFAFF),
    (0xFF00, 0xFFEF),  # full width
    (0x20000, 0x3FFFF),
)


def is_cjk(char: str) -> bool:
    """Whether `char` belongs to a script whose words and particles follow each other without a blank."""
    code = ord(char)
    return code >= 0x1100 and any(first <= code <= last for first, last in _CJK)


class ParagraphState(StateInline):
    """As markdown-it's, but a run of asterisks may end before a Korean particle, and begin after one."""

    def __init__(self, src: str, md: MarkdownIt, env: EnvType, out_tokens: list[Token]) -> None:
        super().__init__(src, md, env, out_tokens)
        self.ends: dict[str, int] = {}
        """Where each closing mark that was looked for stands last."""
        self.brackets = src.count("[")

    def ends_after(self, mark: str, place: int) -> bool:
        """Whether `mark` stands anywhere behind `place`: to look for it again and again would take quadratic time."""
        if mark not in self.ends:
            self.ends[mark] = self.src.rfind(mark)
        return self.ends[mark] > place

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803  (as markdown-it calls them)
        """Whether the run of marks at `start` can open or close emphasis. On its far side a CJK letter counts as punctuation."""
        end, marker = start, self.src[start]
        while end < self.posMax and self.src[end] == marker:
            end += 1
        before = self.src[start - 1] if start > 0 else " "
        after = self.src[end] if end < self.posMax else " "
        blank_before, blank_after = _is_blank(before), _is_blank(after)
        mark_before, mark_after = _is_punctuation(before), _is_punctuation(after)
        left = not (blank_after or (mark_after and not (blank_before or mark_before or is_cjk(before))))
        right = not (blank_before or (mark_before and not (blank_after or mark_after or is_cjk(after))))
        opens = left and (canSplitWord or not right or mark_before or (mark_after and is_cjk(before)))
        closes = right and (canSplitWord or not left or mark_after or (mark_before and is_cjk(after)))
        return Scanned(opens, closes, end - start)


BEGINNINGS = {
    "separator": "\u2028\u2029",
    "newline": "\n",
    "formula": "$",
    "escape": "\\",
    "backticks": "`",
    "strikethrough": "~",
    "strong": "*",
    "emphasis": "*_",
    "link": "[",
    "image": "!",
    "autolink": "<",
    "html_inline": "<",
    "entity": "&",
}
"""The characters with which what each rule reads begins; `text` reads what begins with none that ends a text."""
ENDS_OF_TEXT = "".join(sorted({*"".join(BEGINNINGS.values()), "]"}))
"""Where a text ends: before these, and before the end of a link's label."""


class ParagraphParser(ParserInline):
    """Reads paragraphs in our state. Only the rules that can read what begins with a character are tried on it."""

    def __init__(self) -> None:
        super().__init__()
        self.terminator_re = re.compile(f"[{re.escape(ENDS_OF_TEXT)}]")

    @cached_property
    def _rules(self) -> dict[str, tuple[Rule, ...]]:
        """The rules to be tried, by the character that they begin with; for each character that ends a text."""
        rules = [(rule.name, rule.fn) for rule in self.ruler.__rules__ if rule.enabled and rule.name != "text"]
        return {char: tuple(rule for name, rule in rules if char in BEGINNINGS[name]) for char in ENDS_OF_TEXT}

    def tokenize(self, state: StateInline) -> None:
        """Reads from where `state` is to its end."""
        deepest, rules, ends_text, last = state.md.options["maxNesting"], self._rules, self.terminator_re.search, state.posMax
        while state.pos < last:
            found = ends_text(state.src, state.pos, last)
            end = found.start() if found else last
            if end > state.pos:
                state.append_pending(state.src[state.pos : end])
                state.pos = end
                continue
            char = state.src[end]
            for rule in rules[char] if state.level < deepest else ():
                if rule(state, False):
                    break
            else:
                state.append_pending(char)
                state.pos += 1
        if state.pending:
            state.pushPending()

    def skipToken(self, state: StateInline) -> None:  # noqa: N802
        """Goes to the end of what begins where `state` is."""
        place = state.pos
        if place in state.cache:
            state.pos = state.cache[place]
            return
        if state.level < state.md.options["maxNesting"]:
            state.level += 1
            if not any(rule(state, True) for rule in self._rules.get(state.src[place], _TEXT)):
                state.pos += 1
            state.level -= 1
        else:
            state.pos = state.posMax + 1
        state.cache[place] = state.pos

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """The tokens of `src`, added to `tokens`."""
        if src and self.terminator_re.search(src) is None:
            tokens.append(Token("text", "", 0, content=src))
            return tokens
        state = ParagraphState(src, md, env, tokens)
        self.tokenize(state)
        if state.delimiters or any(state.tokens_meta):
            for rule in self.ruler2.getRules(""):
                rule(state)
        return state.tokens


def placed(rule: Rule, types: frozenset[str]) -> Rule:
    """`rule`, noting in the token that it makes, of one of `types`, where its text begins and ends."""

    def placing(state: StateInline, silent: bool) -> bool:
        start, before = state.pos, len(state.tokens)
        done = rule(state, silent)
        if done and not silent:
            made = next(token for token in state.tokens[before:] if token.type in types)  # text that was pending comes before it
            made.meta |= {"place": start, "end": state.pos}
        return done

    return placing


def address(state: StateInline, silent: bool) -> bool:
    """An address between `<` and `>`. Comments and other tags, in which blanks stand, are not gone through for it."""
    return ADDRESS.match(state.src, state.pos, state.posMax) is not None and autolink(state, silent)


def separator(state: StateInline, silent: bool) -> bool:
    """A separator of lines or paragraphs, or several."""
    match = SEPARATORS.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push("separator", "", 0)
        token.meta = {"place": state.pos, "end": match.end()}
    state.pos = match.end()
    return True


def parse_link_label(state: StateInline, start: int, disableNested: bool = False) -> int:  # noqa: N803
    """Where the label that begins at `start` ends; -1 where it does not. The parameters are markdown-it's.

    A paragraph of more brackets than its limit has no links: each bracket is looked at from every one before it.
    """
    assert isinstance(state, ParagraphState)
    if state.brackets > BRACKETS or not state.ends_after("]", start):
        return -1
    before, level, found = state.pos, 1, -1
    state.pos = start + 1
    while state.pos < state.posMax and found < 0:
        mark, place = state.src[state.pos], state.pos
        level -= mark == "]"
        if level == 0:
            found = place
            break
        state.md.inline.skipToken(state)
        if mark == "[" and state.pos == place + 1:
            level += 1
        elif mark == "[" and disableNested:
            break
    state.pos = before
    return found


@lru_cache(maxsize=_LETTERS)
def _is_blank(char: str) -> bool:
    return isWhiteSpace(ord(char)) or SEPARATORS.match(char) is not None


@lru_cache(maxsize=_LETTERS)
def _is_punctuation(char: str) -> bool:
    return isMdAsciiPunct(ord(char)) or isPunctChar(char)
