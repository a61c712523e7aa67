"""A demo in lines: predict, then the run's frames one by one, then what the run measured."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from quizapp.cli.demo import COLUMNS, ROWS, finding_line, title_and_claim
from quizapp.cli.lines import columns, put, say
from quizapp.cli.plain.dialogue import Dialogue, Key
from quizapp.domain.card import DemoLink
from quizapp.domain.i18n import gettext
from quizapp.services.demo_run import DemoRun
from quizapp.services.demo_view import DemoView
from quizapp.services.lab import Lab
from quizapp.services.predictions import Predictions
from quizapp.ui.phrases import score_phrase, settled_phrase

if TYPE_CHECKING:
    from quizapp.demos.kit import Demo


class DemoDialogue(Dialogue):
    """Draws a `DemoRun`."""

    def __init__(self, lab: Lab, predictions: Predictions, link: DemoLink) -> None:
        """Computes the first frame. Raises DemoError."""
        super().__init__()
        self._run = DemoRun(lab, predictions, link.demo, dict(link.settings))
        self._run.begin()
        self._work()
        self._drawn = 0
        """The number of the frame printed last, none at first."""
        self._settled = False
        """Whether the finding was printed."""

    def hold(self, once_drawn: Callable[[], object] = lambda: None) -> None:
        """Run the demo; if it cannot begin, say why."""
        view = self._run.view()
        if view.demo is None or view.moment is None:
            say(view.error)
            return
        say(title_and_claim(view.demo))
        say(gettext("Predict: {question}", question=view.demo.predict.question))
        try:
            super().hold(once_drawn)
        finally:
            self._run.close()

    # -- what is printed ---------------------------------------------------------------------------------------------

    def draw(self) -> None:
        """The frame that is looked at, once the prediction is over; the finding after the last."""
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
        say(finding_line(view.finding))
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
            skip = Key("", gettext("skip the prediction"), gettext("See the first frame without predicting."), partial(self._run.go_to, 1))
            choices = [
                Key(str(number), choice, gettext("Predict {choice}.", choice=choice), partial(self._run.predict, choice))
                for number, choice in enumerate(self._choices(), start=1)
            ]
            return [*choices, skip, back]
        if view.ended:
            return [Key("", gettext("go back"), gettext("Go back to the card."), self.close), picture, Key("q", "", "", self.close)]
        following = Key("", gettext("next frame"), gettext("Show the next frame."), self._step)
        rest = Key("e", gettext("the rest"), gettext("Print the captions of all the remaining frames."), self._run_to_the_end)
        return [following, rest, picture, back]

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

    def _work(self) -> None:
        """Does here and now what a screen leaves to a thread. Raises StorageError where a prediction cannot be stored."""
        for work in self._run.take_work():
            work(lambda then: then(), lambda: True)
