"""A deck and a demo without a Latin letter: what else stands on a screen that shows them is the app's own.

Claim: 주장은 참이다. Sources: 없음.
"""

from pathlib import Path

import numpy as np

from quizapp.demos.figures import Table
from quizapp.demos.kit import Choice, Demo, Finding, Frame, Prediction, Run, demo

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


@demo(
    DEMO,
    titles={"en": "데모"},
    summary="데모를 보인다.",
    parameters=(Choice("1", "값", ("하나", "둘"), "하나"),),
    predict=Prediction("무엇인가?", ("하나", "둘"), lambda _: "하나"),
)
def run(rng: np.random.Generator, **_: object) -> Run:
    """Shows a table, and the same once more."""
    for number in range(2):
        yield Frame(f"그림 {number}.", {"1": number}, (Table("표", ("열",), ((f"{number}",),)),))
    return Finding("끝났다.", True, {"1": 1})


assert isinstance(run, Demo)
