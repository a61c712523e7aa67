"""What is said of a demo's run, beside its picture."""

from textual.content import Content

from quizapp.services.demo_view import DemoView, SettledPrediction
from quizapp.ui import commands
from quizapp.ui.phrases import score_phrase


def head(view: DemoView, title: str) -> str:
    """A line: whether it plays, the frame being looked at, the speed, the title."""
    assert view.moment is not None
    state = "▶" if view.playing else "∎" if view.at_end else "‖"
    of = f" of {view.last}" if view.ended else ""
    speed = f" · {view.speed:g}x" if view.speed != 1 else ""
    return f"{state} {view.moment.number}{of}{speed} · {title}"


def words(view: DemoView) -> Content | None:
    """What stands above the picture; None where what stood there stays."""
    if view.progress is not None:
        done = round(20 * view.progress.done / max(view.progress.of, 1))
        bar = f"{'━' * done}{'─' * (20 - done)}"
        return Content(f"Computing {bar} {view.progress.done} of {view.progress.of}. {commands.Cancel.spoken()} stops it.")
    if view.stopped:
        return Content(f"Stopped. {commands.PlayPause.spoken()} computes it after all; or change a parameter.")
    if view.error:
        return Content(view.error)
    if view.demo is None or view.moment is None:
        return None
    claim = f"Claim: {view.demo.claim_in_short}"
    if view.predicting:
        return Content.assemble((f"{claim}\n", "$ink-muted"), question(view))
    if view.at_end and view.finding is not None:
        prediction = _settled(view.settled) if view.settled else ""
        return Content.assemble(prediction, view.finding.text, (f"\n{claim} ", "$ink-muted"), (view.finding.verdict, "bold"))
    return Content(view.moment.frame.caption)


def question(view: DemoView) -> Content:
    """What is to be predicted."""
    assert view.demo is not None
    return Content.styled(f"Predict: {view.demo.predict.question}", "bold")


def _settled(settled: SettledPrediction) -> Content:
    right = f"You predicted {settled.predicted}: right."
    wrong = f"You predicted {settled.predicted}; it is {settled.measured}."
    words = Content.styled(right if settled.right else wrong, "bold $success" if settled.right else "bold $warning")
    score = f" {score_phrase(settled.score)}." if settled.score is not None else ""
    return Content.assemble(words, (score, "$ink-muted"), "\n")
