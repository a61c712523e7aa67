"""A demo in lines: predict, then the run's frames one by one, then what the run measured."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from queue import SimpleQueue
from typing import TYPE_CHECKING

from quizapp.cli.demo import COLUMNS, ROWS, finding_lines, title_and_question
from quizapp.cli.lines import columns, put, say
from quizapp.cli.plain.dialogue import Dialogue, Key
from quizapp.domain.card import DemoLink
from quizapp.domain.i18n import gettext
from quizapp.services.demo_run import DemoRun
from quizapp.services.demo_view import DemoView
from quizapp.services.demo_work import Then, Work
from quizapp.services.lab import Lab
from quizapp.services.predictions import Predictions
from quizapp.ui.phrases import score_phrase, settings_phrase, settled_phrase

if TYPE_CHECKING:
    from quizapp.demos.kit import Demo


class DemoDialogue(Dialogue):
    """Draws a `DemoRun`."""

    def __init__(self, lab: Lab, predictions: Predictions, link: DemoLink, seed: int) -> None:
        """Begins to compute the first frame: the question is asked meanwhile."""
        super().__init__()
        self._run = DemoRun(lab, predictions, link.demo, dict(link.settings), seed)
        self._worker = ThreadPoolExecutor(1)
        self._results: SimpleQueue[Then | None] = SimpleQueue()
        """What follows from the work that is being done, and None behind the last of it."""
        self._working: Future[None] | None = None
        self._drawn = 0
        """The number of the frame printed last, none at first."""
        self._asked = False
        """Whether the question was printed."""
        self._settled = False
        """Whether the finding was printed."""
        self._begin(self._run.begin)

    def hold(self, once_drawn: Callable[[], object] = lambda: None) -> None:
        """Run the demo; if it cannot begin, say why."""
        view = self._run.view()
        try:
            if view.demo is None:
                say(view.error)
            else:
                super().hold(once_drawn)
        finally:
            self._run.close()
            self._worker.shutdown()

    # -- what is printed ---------------------------------------------------------------------------------------------

    def draw(self) -> None:
        """The question; once it is answered, the frame that is looked at; the finding after the last."""
        view = self._run.view()
        if view.predicting and view.demo is not None and not self._asked:
            self._asked = True
            say(title_and_question(view.demo))
            return
        if view.computing and not view.predicting:
            self._finish()
            view = self._run.view()
        if view.moment is not None and not view.predicting and view.moment.number != self._drawn:
            self._drawn = view.moment.number
            say(f"{view.moment.number}. {view.moment.frame.caption}")
        if view.error:
            say(view.error)
            self.close()
        elif view.finding is not None and not self._settled:
            self._settled = True
            self._print_finding(view)

    def _print_finding(self, view: DemoView) -> None:
        assert view.finding is not None
        if view.settled is not None:
            say(settled_phrase(view.settled))
        say(finding_lines(self._demo, view.finding))
        if view.settled is not None and view.settled.score is not None:
            say(score_phrase(view.settled.score))

    def prompt(self) -> str:
        """A prediction, or the way through the run."""
        view = self._run.view()
        if view.predicting:
            return gettext("Your prediction") if self._choices() else gettext("Your prediction, a number")
        return gettext("The run has ended") if view.ended else gettext("Go on")

    # -- what may be typed -------------------------------------------------------------------------------------------

    def keys(self) -> Sequence[Key]:
        """While predicting, the choices; afterwards the way through the run."""
        view = self._run.view()
        back = Key("q", gettext("go back"), gettext("Go back to the card."), self.close)
        picture = Key("p", gettext("picture"), gettext("Print this frame's figures as text."), self._print_picture)
        if view.predicting:
            skip = Key("", gettext("skip the prediction"), gettext("See the first frame without predicting."), self._skip)
            choices = [
                Key(str(number), choice, gettext("Predict {choice}.", choice=choice), partial(self._run.predict, choice))
                for number, choice in enumerate(self._choices(), start=1)
            ]
            return [*choices, skip, back]
        if view.ended:
            return [
                Key("", gettext("go back"), gettext("Go back to the card."), self.close),
                *self._proposal(view),
                picture,
                Key("q", "", "", self.close),
            ]
        following = Key("", gettext("next frame"), gettext("Show the next frame."), self._step)
        rest = Key("e", gettext("the rest"), gettext("Print the captions of all the remaining frames."), self._run_to_the_end)
        return [following, rest, picture, back]

    def _proposal(self, view: DemoView) -> list[Key]:
        if not view.proposal:
            return []
        move = settings_phrase(view.parameters, view.proposal)
        does = gettext("Try {settings}, and predict again.", settings=move)
        return [Key("n", gettext("try {settings}", settings=move), does, partial(self._begin, self._run.try_proposal))]

    def take_other(self, line: str) -> None:
        """While a number is asked for, `line` is a prediction. Raises DemoError if it is not a number."""
        if self._run.view().predicting and not self._choices():
            self._run.predict(line)
        else:
            super().take_other(line)

    def _choices(self) -> Sequence[str]:
        return self._demo.predict.choices

    @property
    def _demo(self) -> "Demo":
        demo = self._run.view().demo
        assert demo is not None, "it is held only where it was found"
        return demo

    # -- what the learner can do -------------------------------------------------------------------------------------

    def _skip(self) -> None:
        self._finish()
        self._run.go_to(1)

    def _step(self) -> None:
        self._run.step_forward()
        self._work()

    def _run_to_the_end(self) -> None:
        while self._open and not self._run.view().ended:
            self._step()
            self.draw()

    def _print_picture(self) -> None:
        moment = self._run.view().moment
        assert moment is not None, "there is a first frame"
        put(Lab.text(moment.frame, min(COLUMNS, (columns() or COLUMNS) - 1), ROWS))

    def _begin(self, begin: Callable[[], None]) -> None:
        """Begins a run and waits until it is known what it asks; it computes on."""
        self._drawn, self._asked, self._settled = 0, False, False
        begin()
        (work,) = self._run.take_work()
        self._working = self._worker.submit(self._compute, work)
        self._follow_once()

    def _compute(self, work: Work) -> None:
        """On a thread."""
        try:
            work(self._results.put, lambda: True)
        finally:
            self._results.put(None)

    def _finish(self) -> None:
        """Waits for the frame that is being computed."""
        while self._working is not None:
            self._follow_once()

    def _follow_once(self) -> None:
        """Waits for what follows next from the work, or for its end."""
        assert self._working is not None
        if (then := self._results.get()) is not None:
            then()
        else:
            self._working.result()
            self._working = None

    def _work(self) -> None:
        """Does here and now what a screen leaves to a thread. Raises StorageError where a prediction cannot be stored."""
        self._finish()
        for work in self._run.take_work():
            work(lambda then: then(), lambda: True)
