"""What is said of a demo's run above its picture: the question first, then captions, and at the end what was found and what was claimed."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.content import Content

from quizapp.domain.i18n import gettext
from quizapp.services.demo_view import DemoView
from quizapp.ui import commands
from quizapp.ui.phrases import before_phrase, claim_phrase, proposal_phrase, score_phrase, settled_phrase

if TYPE_CHECKING:
    from quizapp.demos.kit import Progress


def words(view: DemoView, complaint: str = "", *, claim: bool = False) -> Iterator[Content]:
    """What there is to say, in ever fewer words for ever less room; nothing where what was said before stays.

    `complaint` says what was wrong with what was typed. With `claim` the claim is wanted rather than what was found.
    """
    if view.error:
        yield Content(view.error)
    elif view.asking:
        yield from _question(view, complaint)
    elif complaint:
        yield Content(complaint)
    elif view.progress is not None:
        predicted = gettext('You predicted "{predicted}".', predicted=view.predicted) if view.predicted else ""
        yield _lines(predicted, _computing(view.progress))
    elif view.stopped:
        yield Content(_stopped(view))
    elif view.moment is not None:
        if claim:
            yield from _claim(view)
        elif view.at_end and view.finding is not None:
            yield from _finding(view)
        else:
            yield Content(view.moment.frame.caption)


def _question(view: DemoView, complaint: str) -> Iterator[Content]:
    assert view.demo is not None
    asked = Content.styled(gettext("Predict: {question}", question=view.demo.predict.question), "bold")
    status = _computing(view.progress) if view.progress is not None else _stopped(view) if view.stopped else ""
    what = Content.styled(complaint, "$warning") if complaint else Content.styled(status, "$ink-muted")
    yield _lines(asked, _before(view), what)
    yield _lines(asked, what)


def _finding(view: DemoView) -> Iterator[Content]:
    """The verdict and what to try next stand in all of them."""
    assert view.demo is not None
    assert view.finding is not None
    settled, score = Content(""), Content("")
    if view.settled is not None:
        settled = Content.styled(settled_phrase(view.settled), "bold $success" if view.settled.right else "bold $warning")
        if view.settled.score is not None:
            score = Content.styled(f" {score_phrase(view.settled.score)}.", "$ink-muted")
    claim = Content.styled(f"{claim_phrase(view.demo)} ", "$ink-muted")
    verdict = Content.styled(view.finding.verdict, "bold")
    found, move = Content(view.finding.text), proposal_phrase(view, commands.TryProposal.spoken())
    yield _lines(settled + score, found, claim + verdict, _before(view), move)
    yield _lines(settled, found, claim + verdict, move)
    where = gettext("{key} shows the claim and where it fails.", key=commands.ReadClaim.spoken())
    short = found + " " + verdict, f"{move} {where}".strip()
    yield _lines(settled + score, *short)
    yield _lines(settled, *short)


def _claim(view: DemoView) -> Iterator[Content]:
    assert view.demo is not None
    at_end = view.at_end and view.finding is not None
    verdict = Content.styled(f" {view.finding.verdict}", "bold") if at_end and view.finding is not None else Content("")
    claim = Content(claim_phrase(view.demo)) + verdict
    yield _lines(claim, _before(view), proposal_phrase(view, commands.TryProposal.spoken()))
    yield claim


def _before(view: DemoView) -> Content:
    return Content.styled(before_phrase(view), "$ink-muted")


def _stopped(view: DemoView) -> str:
    key = commands.PlayPause.spoken()
    if view.can_change:
        return gettext("Stopped. {key} computes it anyway, or change a parameter.", key=key)
    return gettext("Stopped. {key} computes it anyway.", key=key)


def _computing(progress: "Progress") -> str:
    done = round(20 * progress.done / max(progress.of, 1))
    bar = f"{'━' * done}{'─' * (20 - done)}"
    key = commands.Cancel.spoken()
    return gettext("Computing {bar} {done} of {total}. {key} stops it.", bar=bar, done=progress.done, total=progress.of, key=key)


def _lines(*parts: Content | str) -> Content:
    return Content("\n").join([Content(part) if isinstance(part, str) else part for part in parts if len(part)])
