"""Sentences with gaps: each gap, or each group of gaps, is a question of its own, and the whole sentence its answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quizapp.decks.importing.note import Alteration, Altered

GAP = r"\[...\]"
"""What stands for a gap, in Markdown."""
MARKED = Alteration(Altered.CLOZE)


@dataclass(frozen=True)
class Deletion:
    """Where a gap begins and ends in its text, with the marks about it; what is in it; a hint; and the group that is asked together."""

    start: int
    end: int
    text: str
    group: str
    hint: str = ""


def asked(text: str, gaps: Sequence[Deletion]) -> Iterator[tuple[str, str, str]]:
    """For each group of the `gaps` of `text`, in order: the group, the question, and the answer."""
    whole = _filled(text, gaps, "")
    for group in dict.fromkeys(gap.group for gap in gaps):
        missing = [gap.text.strip() for gap in gaps if gap.group == group]
        yield group, _filled(text, gaps, group), f"{_named(missing)}\n\n{whole}"


def _filled(text: str, gaps: Sequence[Deletion], group: str) -> str:
    """The text with every gap filled but those of `group`."""
    out, at = "", 0
    for gap in gaps:
        hint = rf"\[{gap.hint.strip()}\]" if gap.hint.strip() else GAP
        out, at = out + text[at : gap.start] + (hint if gap.group == group else gap.text), gap.end
    return out + text[at:]


def _named(missing: Sequence[str]) -> str:
    plain = all(not set(text) & set("*_`$\n[]<>\\") for text in missing)
    return "; ".join(f"**{text}**" if plain and text else text for text in missing)
