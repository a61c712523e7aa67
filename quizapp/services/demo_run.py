"""The run of a demo in the learner's hands: predicted first, then played or stepped through, and begun anew as parameters change.

It knows no screen and starts no thread. An input takes effect at once, or is ignored where it makes no sense, and `view` says how things
stand then. What takes long waits in `take_work`: whoever shows the run does it on a thread, and each `Then` on the thread of the inputs.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from quizapp.domain.errors import DemoError, QuizAppError
from quizapp.services.demo_loader import DemoLoader
from quizapp.services.demo_moves import proposed
from quizapp.services.demo_view import DemoView, SettledPrediction
from quizapp.services.demo_work import Post, Wanted
from quizapp.services.lab import Lab
from quizapp.services.predictions import Predictions

if TYPE_CHECKING:
    from quizapp.demos.kit import Parameter, Setting
    from quizapp.demos.player import Player

SPEEDS = (0.25, 0.5, 1, 2, 4, 8, 16)
"""As many times the usual frames a second."""
LEAP = 10
"""Frames that a leap goes."""


class DemoRun(DemoLoader):
    """What the learner does with a demo. `begin` begins its first run."""

    def __init__(self, lab: Lab, predictions: Predictions, demo: str, settings: Mapping[str, str], seed: int = 0) -> None:
        super().__init__(lab, demo, settings, seed)
        self._predictions = predictions
        self._speed = SPEEDS.index(1)
        self._chosen = 0
        self._predicting = True
        self._predicted: str | None = None
        self._settled: SettledPrediction | None = None

    def view(self) -> DemoView:
        """How it stands now."""
        view = DemoView(
            playing=self._playing,
            speed=SPEEDS[self._speed],
            predicting=self._predicting,
            chosen=self._chosen,
            predicted=self._predicted,
            settled=self._settled,
            computing=self._computing,
            progress=self._progress,
            stopped=self._stopped,
            error=self._error,
            before=self._before,
        )
        return view if self._player is None else self._with_frames(view, self._player)

    def _with_frames(self, view: DemoView, player: "Player") -> DemoView:
        first, last = player.seen
        finding = player.finding
        settled_here = finding is not None and player.at_end and not self._computing
        return replace(
            view,
            demo=player.demo,
            source=player.demo.source,
            parameters=player.demo.controls,
            values=self._settings | {"seed": self._seed},
            moment=player.now,
            first=first,
            last=last,
            finding=finding,
            at_end=player.at_end,
            failed_at=player.failed_at,
            proposal=proposed(player.demo, player.settings, self._opened_with or {}, finding) if finding and settled_here else {},
        )

    def begin(self) -> None:
        """Begins anew; what was predicted of another run is settled."""
        self._settled = None
        super().begin()

    def _arrived(self) -> None:
        self._judge()

    # -- playing and looking about -----------------------------------------------------------------------------------

    def play_or_pause(self) -> None:
        """Plays on, from the first frame where the last is being looked at; or pauses. What was stopped before it began, begins."""
        if self._player is None or self._computing:
            return
        if self._player.now is None:
            self._plays_once_there = not self._predicting
            self.begin()
            return
        self._predicting = False
        if self._playing:
            self.pause()
            return
        if self._player.at_end:
            self._player.first()
        self._playing = True

    def pause(self) -> None:
        """The frame being looked at stays."""
        self._playing = False

    def play_on(self) -> None:
        """The next frame of playing; the end pauses it."""
        if self._playing and not self._forward():
            self.pause()

    def change_speed(self, by: int) -> None:
        """By so many places in `SPEEDS`; the ends hold."""
        self._speed = max(0, min(self._speed + by, len(SPEEDS) - 1))

    def step_forward(self) -> None:
        """Looks at the next frame, which is computed where it is new."""
        if self._look():
            self._forward()

    def step_back(self, frames: int = 1) -> None:
        """Looks at the frame before, or at one that many before."""
        if player := self._look(predicting=True):
            for _ in range(frames):
                player.back()

    def go_to_first(self) -> None:
        """Looks at the first frame that is kept."""
        if player := self._look(predicting=True):
            player.first()

    def go_to(self, number: int) -> None:
        """Looks at the frame `number`, or at the nearest that is kept."""
        if player := self._look():
            player.show(number)
            self._judge()

    def go_on(self, frames: int | None = None) -> None:
        """Goes that many frames on, or to the end: as work."""
        if player := self._look():
            assert player.now is not None
            self._place = None if frames is None else player.now.number + frames
            self._going = True
            self._compute(partial(self._advance, player, frames))

    def _look(self, *, predicting: bool = False) -> "Player | None":
        """Before the learner looks elsewhere in the run: playing and the error of another frame are over. None where there is no run."""
        if self._player is None or self._player.now is None or self._computing:
            return None
        self._playing = False
        self._error = ""
        self._predicting = self._predicting and predicting
        return self._player

    def _forward(self) -> bool:
        assert self._player is not None
        try:
            moved = self._player.forward()
        except DemoError as error:
            self._fail(error)
            return False
        self._judge()
        return moved

    # -- predicting --------------------------------------------------------------------------------------------------

    def predict(self, answer: str) -> None:
        """Predicts one of the choices, or the number written in `answer`, and plays, once there is something to play.

        Raises DemoError where it is to be a number and is none.
        """
        if self._player is None or not self._predicting or self._error:
            return
        self._predicted = self._player.demo.predict.parse(answer)
        self._predicting = False
        self._chosen = 0
        if self._loading:
            self._plays_once_there = True
        else:
            self.play_or_pause()

    def predict_again(self) -> None:
        """Asks anew for a prediction."""
        if self.view().can_predict_again:
            self._ask()

    def try_proposal(self) -> None:
        """Makes the move that is proposed after the verdict, and asks for a prediction."""
        if proposal := self.view().proposal:
            self._leave()
            self._settings |= proposal
            self._place = 1
            self._ask()
            self.begin()

    def _ask(self) -> None:
        self._playing = False
        self._predicting = True
        self._predicted = None
        self._chosen = 0

    def _judge(self) -> None:
        """Once, at the end: holds what was predicted against what the run found, and leaves it to be stored."""
        player, predicted = self._player, self._predicted
        if player is None or predicted is None or not player.at_end:
            return
        self._predicted = None
        try:
            right, measured = player.outcome(predicted)
        except DemoError as error:
            self._fail(error)
            return
        settled = SettledPrediction(predicted, measured, right)
        self._settled = settled
        self._work.append(partial(self._record, player, settled))

    def _record(self, player: "Player", settled: SettledPrediction, post: Post, _: Wanted) -> None:
        """On a thread: stores the prediction."""
        try:
            score = self._predictions.record(player.demo.id, settled.predicted, settled.measured, settled.right)
        except QuizAppError as error:
            post(partial(_raise, error))
        else:
            post(partial(self._score, player, replace(settled, score=score)))

    def _score(self, player: "Player", settled: SettledPrediction) -> None:
        if player is self._player and self._settled is not None:
            self._settled = settled

    # -- choosing and changing ---------------------------------------------------------------------------------------

    def choose(self, by: int) -> None:
        """The answer, or the parameter, that many places on; behind the last comes the first."""
        if self._player is not None:
            answers = len(self._player.demo.predict.choices) or 1
            places = answers if self._predicting else len(self._player.demo.controls)
            self._chosen = (self._chosen + by) % places

    def choose_parameter(self, index: int) -> None:
        """The parameter at that place; there is no predicting any more."""
        if self._player is not None:
            self._predicting = False
            self._chosen = index

    def set(self, text: str) -> None:
        """Gives the chosen parameter the value written in `text`. Raises DemoError where it cannot have it."""
        if parameter := self._parameter():
            self._assign(parameter, parameter.parse(text))

    def move(self, by: int) -> None:
        """Moves the chosen parameter up (1) or down (-1)."""
        if parameter := self._parameter():
            self._assign(parameter, parameter.moved(self._value(parameter), by))

    def _parameter(self) -> "Parameter | None":
        return self._player.demo.controls[self._chosen] if self._player and not self._predicting else None

    def _value(self, parameter: "Parameter") -> "Setting":
        return self._seed if parameter.name == "seed" else self._settings[parameter.name]

    def _assign(self, parameter: "Parameter", value: "Setting") -> None:
        """Another value begins the run anew, and there is no prediction of that one yet."""
        if value == self._value(parameter):
            return
        self._leave()
        if parameter.name == "seed":
            self._seed = int(value)
        else:
            self._settings[parameter.name] = value
        self._predicted = None
        self._plays_once_there = False
        self.begin()


def _raise(error: QuizAppError) -> None:
    raise error
