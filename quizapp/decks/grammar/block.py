"""How blocks are read: only the rules that can read what a line begins with are tried on it."""

from collections.abc import Mapping

from markdown_it.parser_block import ParserBlock, RuleFuncBlockType
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock

BEGINNINGS = {
    "display_formula": "$",
    "fence": "`~",
    "blockquote": ">",
    "hr": "*-_",
    "list": "*-+0123456789",
    "reference": "[",
    "html_block": "<",
    "heading": "#",
}
"""The characters with which what each rule reads begins, behind blanks; what the others read may begin with any."""


class BlockRuler(Ruler[RuleFuncBlockType]):
    """Gives each chain of rules as one, which looks at the first character of a line."""

    def __compile__(self) -> None:
        super().__compile__()
        assert self.__cache__ is not None
        names = {rule.fn: rule.name for rule in self.__rules__}
        self.__cache__ = {chain: [_by_beginning({rule: names[rule] for rule in rules})] for chain, rules in self.__cache__.items()}


class BlockParser(ParserBlock):
    """Markdown-it's, with such rules."""

    def __init__(self) -> None:
        super().__init__()
        mine = BlockRuler()
        mine.__rules__ = self.ruler.__rules__
        self.ruler = mine


def _by_beginning(rules: Mapping[RuleFuncBlockType, str]) -> RuleFuncBlockType:
    """The first of `rules` that reads what begins at a line."""
    chars = sorted({char for name in rules.values() for char in BEGINNINGS.get(name, "")})
    every = tuple(rules)
    in_margin = {rule: name for rule, name in rules.items() if name != "code"}
    by_char = {char: tuple(rule for rule, name in in_margin.items() if char in BEGINNINGS.get(name, char)) for char in chars}
    others = tuple(rule for rule, name in in_margin.items() if name not in BEGINNINGS)

    def reads(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
        place = state.bMarks[start_line] + state.tShift[start_line]
        tried = every if state.is_code_block(start_line) else by_char.get(state.src[place : place + 1], others)
        for rule in tried:  # noqa: SIM110  (any() takes longer, and this runs for every line)
            if rule(state, start_line, end_line, silent):
                return True
        return False

    return reads
