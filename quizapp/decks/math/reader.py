"""Tokens to a tree by recursive descent: sequences, groups, scripts. What a macro reads behind it, its construct's function says."""

import re
from collections.abc import Callable, Mapping

from quizapp.decks.math.error import MathError
from quizapp.decks.math.fonts import in_font
from quizapp.decks.math.subset import READ_AS
from quizapp.decks.math.suggest import advice
from quizapp.decks.math.symbols import CHARACTERS, SYMBOLS, Role
from quizapp.decks.math.tokens import Cursor, check_character
from quizapp.decks.math.tree import Branch, Branches, Gap, Group, Scripted, Sign

DEEPEST = 40
"""Groups inside groups; no formula that a person can read comes near."""
NAME = "name"
"""The font of `\\mathrm`: letters in a row are one name."""
_ENDS = frozenset({"}", "&", "\\\\", "\\end", "\\right"})
_SCRIPTS = frozenset({"^", "_", "'", "′"})
_SAME = {"-": "−", "*": "∗"}
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})*")

Construct = Callable[["Reader", str], Branch | None]


class Reader:
    """Reads one formula. What `constructs` return for the name of a macro is its branch; None where nothing is drawn."""

    def __init__(self, cursor: Cursor, constructs: Mapping[str, Construct]) -> None:
        self.cursor = cursor
        self.tag = ""
        """What `\\tag` has said of the row that is being read."""
        self.environments = 0
        """Environments that are open."""
        self.font: str | None = None
        self._constructs = constructs
        self._depth = 0

    def formula(self) -> Branches:
        """The whole of it. Raises MathError."""
        branches = self.sequence()
        match self.cursor.next:
            case None:
                return branches
            case "&":
                raise MathError("'&' outside of an environment with columns; write \\&")
            case "\\\\":
                raise MathError("a row ends outside of an environment; put the rows between \\begin{aligned} and \\end{aligned}")
            case token:
                raise MathError(f"'{token}' has nothing to close")

    def sequence(self, closer: str | None = None) -> Branches:
        """Branches up to (not including) `closer`, another token that closes, or the end."""
        parts: list[Branch] = []
        blank = False
        while (token := self.cursor.next) is not None and token != closer and token not in _ENDS:
            self.cursor.skip(1)
            if token.isspace():
                blank = True
            elif token in _SCRIPTS:
                parts.append(
                    self._script(token, parts.pop() if parts and not isinstance(parts[-1], Gap) else Scripted(base=None, spaced=blank))
                )
                blank = False
            elif (branch := self._branch(token)) is not None:
                branch.spaced = blank
                parts.append(branch)
                blank = False
        return tuple(parts)

    def nested(self, closer: str | None = None) -> Branches:
        """A sequence one level further in. Raises MathError where that is too deep."""
        self.enter()
        found = self.sequence(closer)
        self._depth -= 1
        return found

    def enter(self) -> None:
        """One level further in, for good. Raises MathError where that is too deep."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise MathError(f"it is nested too deeply; the limit is {DEEPEST} levels")

    def group(self) -> Branches:
        """What is in the braces whose opening one has been taken. A change of font ends with them."""
        font = self.font
        found = self.nested()
        self.font = font
        if self.cursor.next != "}":
            raise MathError("'{' is never closed")
        self.cursor.skip(1)
        return found

    def argument(self, after: str) -> Branches:
        """What a macro or a script applies to: a group, or the one token that follows."""
        token = self.cursor.past_blanks()
        if token is None or token in _ENDS or token in _SCRIPTS:
            raise MathError(f"something is missing after '{after}'")
        self.cursor.skip(1)
        if token == "{":
            return self.group()
        self.enter()
        branch = self._atom(token)
        self._depth -= 1
        return () if branch is None else (branch,)

    def option(self) -> Branches | None:
        """What stands in square brackets behind a macro; None where there are none."""
        if self.cursor.past_blanks() != "[":
            return None
        self.cursor.skip(1)
        found = self.nested("]")
        if self.cursor.take() != "]":
            raise MathError("'[' behind a macro is never closed")
        return found

    def _branch(self, token: str) -> Branch | None:
        """An atom; digits in a row are one number, and letters in a row one name where the font says so."""
        if token.isdecimal():
            return self._letters(token + self._digits(token))
        if self.font == NAME and token[0].isalpha():
            return self._letters(token + self._name())
        return self._atom(token)

    def _atom(self, token: str) -> Branch | None:
        if token == "{":
            return Group(body=self.group())
        if token == "~":
            return Gap(columns=1)
        if token[0] == "\\":
            return self._macro(token[1:])
        check_character(token)
        text = _SAME.get(token, token)
        return self._letters(text) if text[0].isalnum() else Sign(text=text, role=CHARACTERS.get(text, Role.ORDINARY))

    def _macro(self, macro: str) -> Branch | None:
        if macro in SYMBOLS:
            text, role = SYMBOLS[macro]
            return self._letters(text) if text.isalpha() else Sign(text=text, role=role)
        if macro in READ_AS:
            return self._constructs[READ_AS[macro]](self, macro)
        if macro == "_" and self.font == NAME:
            return Sign(text="_")
        better = advice(macro)
        raise MathError(f"\\{macro} is not in the subset{f'. {better}' if better else ' that docs/formulas.md shows'}")

    def _letters(self, text: str) -> Sign:
        font = self.font
        drawn = text if font in {None, NAME} else in_font(text, str(font))
        return Sign(text=drawn, name=font == NAME and len(text) > 1 and not text[0].isdecimal())

    def _digits(self, first: str) -> str:
        """The digits that follow `first` in the same number, whose blanks LaTeX does not draw."""
        found = first
        while (token := self.cursor.next) is not None:
            blank = int(token.isspace())
            token = self.cursor.ahead(blank)
            if token is not None and token.isdecimal():
                found += token
            elif not blank and (taken := self._group_of_digits(found)):
                found += taken
                blank = len(taken) - 1
            else:
                break
            self.cursor.skip(blank + 1)
        return found[len(first) :]

    def _group_of_digits(self, before: str) -> str:
        """A decimal point or a comma between thousands, with the digits behind it."""
        after = [self.cursor.ahead(place) or "" for place in range(5)]
        digits = [token.isdecimal() for token in after]
        if after[0] == "." and digits[1] and "." not in before:
            return f".{after[1]}"
        if after[0] == "," and digits[1:] == [True, True, True, False] and _THOUSANDS.fullmatch(before):
            return "".join(after[:4])
        return ""

    def _name(self) -> str:
        found = list[str]()
        while (token := self.cursor.next) is not None:
            blank = int(token.isspace())
            token = self.cursor.ahead(blank)
            if token is None or not (token[0].isalnum() or token == "\\_"):
                break
            found.append(token.removeprefix("\\"))
            self.cursor.skip(blank + 1)
        return "".join(found)

    def _script(self, mark: str, base: Branch) -> Scripted:
        on = base if isinstance(base, Scripted) else Scripted(base=base, spaced=base.spaced)
        if mark in {"'", "′"}:
            if on.sup is not None:
                raise MathError("a prime stands behind a superscript; put it before, or the base in braces")
            on.primes += 1
            return on
        if (on.sup if mark == "^" else on.sub) is not None:
            raise MathError(f"two '{mark}' on one base; put braces around what belongs together")
        script = self.argument(mark)
        on.sup, on.sub = (script, on.sub) if mark == "^" else (on.sup, script)
        return on
