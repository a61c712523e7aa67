"""A deck and a demo without a Latin letter: what else stands on a screen that shows them is the app's own.

Claim: 주장은 참이다. Sources: 없음.
"""

from pathlib import Path

from quizapp.demos.figures import Table
from quizapp.demos.kit import Bands, Choice, Demo, Figures, Histories, Now, Rng, Run, found, lesson, say

DEMO = "1"
CARDS = 5


def write_deck(content: Path) -> None:
    """Writes the deck into `content`. Its folder and its cards are numbers; the first card is in two languages and has all sections."""
    folder = content / "1"
    folder.mkdir(parents=True)
    (folder / "deck.toml").write_text(
        'title = "덱"\nlanguage = "ko"\n'
        '[[topic]]\ntitle = "첫째"\ncards = ["1", "2", "3"]\n[[topic]]\ntitle = "둘째"\ncards = ["4", "5"]\n',
        "utf-8",
    )
    for number in range(1, CARDS + 1):
        (folder / f"{number}.md").write_text(
            f"# 질문 {number}?\n\n답 {number}. [보기](demo:{DEMO}) [다음](card:{number % CARDS + 1})\n\n"
            f"## 핵심 포인트\n- **하나** {number}\n- **둘** {number}\n\n"
            f"## 꼬리 질문\n- 꼬리 {number}?\n\n  꼬리의 답.\n- 답이 없는 꼬리?\n",
            "utf-8",
        )
    (folder / "1.en.md").write_text("# 다른 질문 1?\n\n다른 답.\n", "utf-8")


@lesson(
    DEMO,
    title="데모",
    summary="데모를 보인다.",
    ask=Bands("무엇인가?", "one", {"하나": 2, "둘": 3}),
    breaks={"1": "둘"},
    **{"1": Choice("값", ("하나", "둘"))},
)
def run(rng: Rng, **_: object) -> Run:
    """Shows a table, and the same once more."""
    for number in range(2):
        yield say("그림 {number}.", number=number)
    return found(True, "끝났다.", one=1)


def picture(now: Now, past: Histories) -> Figures:
    """A table of one cell."""
    yield Table("표", ("열",), ((f"{now.number}",),))


assert isinstance(run, Demo)
