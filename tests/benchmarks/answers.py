"""How well the measure of typed answers tells which key points were said.

python -m tests.benchmarks.answers [PART]          figures on one part of the typed answers
python -m tests.benchmarks.answers --wrong PART    the misjudged answers of the tune half or of the development part, to learn from

The other parts are for figures alone: whoever reads their answers, and then changes the measure, has nothing left to measure with.
"""

import argparse
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from quizapp.decks.load import load
from quizapp.domain.card import Card, Coverage
from quizapp.domain.matching import Verdict, match
from quizapp.settings import shipped

DATA = Path(__file__).parent.parent / "data"
PARTS = {
    "tune": DATA / "answers",
    "report": DATA / "answers",
    "development": DATA / "development",
    "validation": DATA / "development",
    "third": DATA / "third",
}
"""The folder of each part; the third was written by somebody who had not seen the measure."""
READ = ("tune", "development")
"""The parts that may be read, and that rules and weights are chosen on."""
LABELS = {"y": Coverage.SAID, "p": Coverage.PERHAPS, "n": Coverage.MISSING}
KINDS, LANGUAGES = ("good", "partial", "wrong", "off-topic"), ("en", "ko")


@dataclass(frozen=True)
class Judged:
    """A key point of an answer: what a reader made of it, and what the measure did."""

    answer: str
    text: str
    language: str
    kind: str
    point: str
    label: Coverage
    verdict: Verdict


@dataclass(frozen=True)
class Figures:
    """How often "said" is right, from 0 to 1; not a number where nothing was said."""

    precision: float
    """Of the points judged as said, the share that were."""
    recall: float
    """Of the points that were said, the share judged so."""

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def cards() -> dict[str, Card]:
    """The shipped cards by the last part of their id."""
    return {card.id.partition("/")[2]: card for card in load(shipped("content") / "deep-learning", lambda link: None).deck.cards}


def judged(part: str) -> Iterator[Judged]:
    """Every key point of every answer in `part`."""
    known = cards()
    for path in sorted(PARTS[part].glob("*.toml")):
        for answer in tomllib.loads(path.read_text(encoding="utf-8"))["answer"]:
            if answer["half"] == part:
                texts = known[path.stem].texts
                asked = texts[answer["language"]]
                verdicts = match(answer["text"], asked, [text for text in texts.values() if text is not asked])
                for point, label, verdict in zip(asked.key_points, answer["said"], verdicts, strict=True):
                    yield Judged(answer["id"], answer["text"], answer["language"], answer["kind"], point.text, LABELS[label], verdict)


def figures(points: Sequence[Judged], true: Sequence[Coverage] = (Coverage.SAID,)) -> Figures:
    """For "said", where a label among `true` makes it right."""
    taken = [point for point in points if point.verdict.coverage is Coverage.SAID]
    right = sum(point.label in true for point in taken)
    wanted = sum(point.label in true for point in points)
    return Figures(right / len(taken) if taken else float("nan"), right / wanted if wanted else float("nan"))


def falsely_said(points: Sequence[Judged], kind: str) -> float:
    """Of the points that answers of `kind` miss, the share judged as said."""
    missed = [point for point in points if point.kind == kind and point.label is Coverage.MISSING]
    return sum(point.verdict.coverage is Coverage.SAID for point in missed) / len(missed) if missed else float("nan")


def _row(name: str, points: Sequence[Judged]) -> str:
    strict, lenient = figures(points), figures(points, (Coverage.SAID, Coverage.PERHAPS))
    cells = " ".join(f"{value:9.3f}" for each in (strict, lenient) for value in (each.precision, each.recall, each.f1))
    return f"{name:<12}{len(points):>7} {cells}"


def report(points: Sequence[Judged]) -> Iterator[str]:
    """The figures, line by line."""
    yield f"{'':<12}{'points':>7} {'--- said: label y ---':^29} {'-- said: label y or p --':^29}"
    yield f"{'':<12}{'':>7} " + " ".join(f"{name:>9}" for name in ("precision", "recall", "F1") * 2)
    yield _row("all", points)
    for value, of in (*((one, _language) for one in LANGUAGES), *((one, _kind) for one in KINDS if one != "off-topic")):
        if its := [point for point in points if of(point) == value]:
            yield _row(value, its)
    yield "\nlabel, and what the measure says"
    counts = Counter((point.label, point.verdict.coverage) for point in points)
    yield f"{'':<12}" + "".join(f"{coverage.value:>9}" for coverage in Coverage)
    for label in Coverage:
        yield f"{label.value:<12}" + "".join(f"{counts[label, coverage]:>9}" for coverage in Coverage)
    yield "\nfalsely said, of the points missing in"
    for kind in KINDS:
        yield f"{kind:<12}{falsely_said(points, kind):>9.3f}"


def _language(point: Judged) -> str:
    return point.language


def _kind(point: Judged) -> str:
    return point.kind


def mistakes(points: Sequence[Judged]) -> Iterator[str]:
    """What was misjudged, answer by answer, and on what evidence."""
    last = ""
    for point in points:
        if (point.label is Coverage.SAID) != (point.verdict.coverage is Coverage.SAID):
            if point.answer != last:
                yield f"\n{point.answer} ({point.kind})\n  {' '.join(point.text.split())}"
                last = point.answer
            yield f"  - {' '.join(point.point.split())}"
            evidence = f"found {list(point.verdict.found)}, denied {list(point.verdict.denied)}"
            yield f"    {point.label.value}, judged {point.verdict.coverage.value}: {evidence}"


def pace(runs: int = 50) -> Iterator[str]:
    """How long the longest card of six points takes for its own answer, cut to 90 words: the median of `runs`."""
    card = max((card for card in cards().values() if len(card.texts["en"].key_points) == 6), key=lambda card: len(card.texts["en"].answer))
    for language, asked in card.texts.items():
        answer = " ".join(asked.answer.split()[:90])
        others = [text for text in card.texts.values() if text is not asked]
        times = []
        for _ in range(runs):
            start = time.perf_counter()
            match(answer, asked, others)
            times.append((time.perf_counter() - start) * 1000)
        yield f"{card.id}, 90 words, {language}: {sorted(times)[runs // 2]:.1f} ms"


def main() -> int:
    """Prints, and judges nothing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", nargs="?", choices=PARTS, default="tune")
    parser.add_argument("--wrong", metavar="PART", choices=READ, help="print the misjudged answers of a part that may be read")
    options = parser.parse_args()
    if options.wrong:
        print(*mistakes(list(judged(options.wrong))), sep="\n")
    else:
        print(*report(list(judged(options.part))), "", *pace(), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
