"""The run of a demo in the learner's hands: predicted first, then played or stepped through, and begun anew as parameters change.

It knows no screen and starts no thread. An input takes effect at once, or is ignored where it makes no sense, and `view` says how things
stand then. What takes long waits in `take_work`: whoever shows the run does it on a thread, and each `Then` on the thread of the inputs.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, TypeAlias

from quizapp.domain.errors import DemoError, QuizAppError
from quizapp.services.demo_view import DemoView, SettledPrediction
from quizapp.services.lab import Lab
from quizapp.services.predictions import Predictions

if TYPE_CHECKING:
    from quizapp.demos.kit import Parameter, Progress, Setting
    from quizapp.demos.player import Player

SPEEDS = (0.25, 0.5, 1, 2, 4, 8, 16)
"""As many times the usual frames a second."""
LEAP = 10
"""Frames that a leap goes."""
PROGRESS_SECONDS = 0.05
"""How often the progress of a long computation is reported."""

Then: TypeAlias = Callable[[], None]
"""What follows from work that was done. Raises QuizAppError where there is something to tell the learner."""
Work: TypeAlias = Callable[[Callable[[Then], object], Callable[[], bool]], None]
"""What takes long: it is given what passes a `Then` on, and what says whether its end is still wanted."""


class DemoRun:
    """One run of a demo after another, as the learner changes its parameters. `begin` begins the first."""

    def __init__(self, lab: Lab, predictions: Predictions, demo: str, settings: Mapping[str, str], seed: int = 0) -> None:
        self._lab = lab
        self._predictions = predictions
        self._demo = demo
        self._settings: dict[str, Setting] = dict(settings)
        self._seed = seed
        self._player: Player | None = None
        self._work: list[Work] = []
        self._number = 0
        """Of the computation begun last: one of another number gives up."""
        self._computing = False
        self._progress: Progress | None = None
        self._stopped = False
        self._error = ""
        self._playing = False
        self._speed = SPEEDS.index(1)
        self._chosen = 0
        self._predicting = True
        self._predicted: str | None = None
        self._settled: SettledPrediction | None = None

    def take_work(self) -> list[Work]:
        """What is to be done on a thread from now on, each once."""
        work, self._work = self._work, []
        return work

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
        )
        return view if self._player is None else self._with_frames(view, self._player)

    def _with_frames(self, view: DemoView, player: "Player") -> DemoView:
        first, last = player.seen
        return replace(
            view,
            demo=player.demo,
            source=player.demo.source,
            parameters=player.demo.controls,
            values=self._settings | {"seed": self._seed},
            moment=player.now,
            first=first,
            last=last,
            finding=player.finding,
            at_end=player.at_end,
            failed_at=player.failed_at,
        )

    # -- from its begin to its end -----------------------------------------------------------------------------------

    def begin(self) -> None:
        """Begins anew, with the parameters as they are."""
        self._playing = False
        self._settled = None
        self._stopped = False
        self._compute(partial(self._load, dict(self._settings), self._seed))

    def close(self) -> None:
        """Nobody looks any more."""
        self._number += 1
        if self._player is not None:
            self._player.close()

    def cancel(self) -> None:
        """Stops computing."""
        if self._computing:
            self._number += 1
            self._computing = False
            self._progress = None
            if self._player is None or self._player.now is None:
                self._stopped = True
            else:  # the run that is shown goes on, so its parameters do too
                self._settings, self._seed = dict(self._player.settings), self._player.seed

    def _compute(self, work: "Callable[[int, Callable[[Then], object], Callable[[], bool]], None]") -> None:
        self._number += 1
        self._computing = True
        self._progress = None
        self._work.append(partial(work, self._number))

    def _load(
        self, settings: "dict[str, Setting]", seed: int, number: int, then: Callable[[Then], object], wanted: Callable[[], bool]
    ) -> None:
        """On a thread: computes up to the first frame. What takes long, a demo does before it."""
        reported = 0.0

        def report(progress: "Progress") -> bool:
            nonlocal reported
            if monotonic() - reported > PROGRESS_SECONDS:
                reported = monotonic()
                then(partial(self._report, number, progress))
            return number == self._number and wanted()

        try:
            player = self._lab.play(self._demo, settings, seed)
            then(partial(self._take, number, player))
            player.forward(report)
        except DemoError as error:
            then(partial(self._fail_to_start, number, error))
        else:
            then(partial(self._start, number, player))

    def _report(self, number: int, progress: "Progress") -> None:
        if number == self._number:
            self._progress = progress

    def _take(self, number: int, player: "Player") -> None:
        """The run that is to be shown: its parameters can be changed while it computes."""
        if number != self._number:
            return
        if self._player is not None:
            self._player.close()
        self._player = player
        self._settings, self._seed = dict(player.settings), player.seed
        self._error = ""

    def _start(self, number: int, player: "Player") -> None:
        if number == self._number:
            self._computing = False
            self._progress = None
        elif player is not self._player or player.now is None:
            player.close()

    def _fail_to_start(self, number: int, error: DemoError) -> None:
        if number == self._number:
            self._computing = False
            self._progress = None
            self._fail(error)

    def _fail(self, error: DemoError) -> None:
        self._playing = False
        self._error = str(error)

    # -- playing and looking about -----------------------------------------------------------------------------------

    def play_or_pause(self) -> None:
        """Plays on, from the first frame where the last is being looked at; or pauses. What was stopped before it began, begins."""
        if self._player is None or self._computing:
            return
        if self._player.now is None:
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

    def _advance(
        self, player: "Player", frames: int | None, number: int, then: Callable[[Then], object], wanted: Callable[[], bool]
    ) -> None:
        """On a thread; another computation, or `cancel`, stops it on the way."""
        error = None
        done = 0
        try:
            while done != frames and number == self._number and wanted() and player.forward():
                done += 1
        except DemoError as failure:
            error = failure
        then(partial(self._arrive, number, player, error))

    def _arrive(self, number: int, player: "Player", error: DemoError | None) -> None:
        if player is not self._player or (number != self._number and self._computing):
            return
        self._computing = False
        if error is None:
            self._judge()
        else:
            self._fail(error)

    # -- predicting --------------------------------------------------------------------------------------------------

    def predict(self, answer: str) -> None:
        """Predicts one of the choices, or the number written in `answer`, and plays. Raises DemoError where that is no number."""
        if self._player is None or self._player.now is None or self._computing or not self._predicting:
            return
        self._predicted = self._player.demo.predict.parse(answer)
        self._chosen = 0
        self.play_or_pause()

    def predict_again(self) -> None:
        """Asks anew for a prediction."""
        if self.view().can_predict_again and (player := self._look()):
            player.first()
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

    def _record(self, player: "Player", settled: SettledPrediction, then: Callable[[Then], object], _: Callable[[], bool]) -> None:
        """On a thread: stores the prediction."""
        try:
            score = self._predictions.record(player.demo.id, settled.predicted, settled.measured, settled.right)
        except QuizAppError as error:
            then(partial(_raise, error))
        else:
            then(partial(self._score, player, replace(settled, score=score)))

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
        if parameter.name == "seed":
            self._seed = int(value)
        else:
            self._settings[parameter.name] = value
        self._predicted = None
        self.begin()


def _raise(error: QuizAppError) -> None:
    raise error
