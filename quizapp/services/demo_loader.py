"""One run of a demo after another, each brought to the frame at which it is to be looked at.

Nothing here starts a thread: work waits in `take_work`, and what follows from it comes back on the thread of the inputs.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from quizapp.domain.errors import DemoError
from quizapp.services.demo_view import RunBefore
from quizapp.services.demo_work import Post, Wanted, Work, walk
from quizapp.services.lab import Lab

if TYPE_CHECKING:
    from quizapp.demos.kit import Progress, Setting
    from quizapp.demos.player import Player


class DemoLoader:
    """Holds the run that is shown. A subclass says what the learner can do with it."""

    def __init__(self, lab: Lab, demo: str, settings: Mapping[str, str], seed: int) -> None:
        self._lab = lab
        self._demo = demo
        self._settings: dict[str, Setting] = dict(settings)
        """Of the run that was begun last."""
        self._seed = seed
        self._opened_with: Mapping[str, Setting] | None = None
        """The settings of the first run, once it is there."""
        self._player: Player | None = None
        self._before: RunBefore | None = None
        self._leaving: RunBefore | None = None
        """The run before, once the one that is on its way is there."""
        self._work: list[Work] = []
        self._number = 0
        """Of the computation begun last: one of another number gives up."""
        self._loading = False
        """Whether a run is on its way to the frame at which it is to be looked at."""
        self._going = False
        """Whether the run that is looked at is on its way to a later frame."""
        self._place: int | None = 1
        """The number of the frame at which the next run is to be looked at; None for its last."""
        self._progress: Progress | None = None
        self._stopped = False
        self._error = ""
        self._playing = False
        self._plays_once_there = False

    def take_work(self) -> list[Work]:
        """What is to be done on a thread from now on, each once."""
        work, self._work = self._work, []
        return work

    def begin(self) -> None:
        """Begins anew, with the parameters as they are, and goes to where the learner was in the run before."""
        self._playing = False
        self._stopped = False
        self._loading = True
        self._compute(partial(self._load, dict(self._settings), self._seed, self._place))

    def close(self) -> None:
        """Nobody looks any more."""
        self._number += 1
        if self._player is not None:
            self._player.close()

    def cancel(self) -> None:
        """Stops computing."""
        if not self._computing:
            return
        self._number += 1
        self._loading = self._going = self._plays_once_there = False
        self._progress = None
        self._leaving = None
        if self._player is None or self._player.now is None:
            self._stopped = True
        else:  # the run that is shown goes on, so its parameters do too
            self._settings, self._seed = dict(self._player.settings), self._player.seed

    @property
    def _computing(self) -> bool:
        return self._loading or self._going

    def _compute(self, work: Callable[[int, Post, Wanted], None]) -> None:
        self._number += 1
        self._progress = None
        self._work.append(partial(work, self._number))

    def _load(self, settings: "dict[str, Setting]", seed: int, place: int | None, number: int, post: Post, wanted: Wanted) -> None:
        """On a thread: computes up to the frame at that place. What takes long, a demo does before its first frame."""
        try:
            player = self._lab.play(self._demo, settings, seed)
        except DemoError as error:
            post(partial(self._fail_to_start, number, error))
            return
        post(partial(self._take, number, player))
        self._advance(player, place, number, post, wanted)

    def _advance(self, player: "Player", frames: int | None, number: int, post: Post, wanted: Wanted) -> None:
        """On a thread; another computation, or `cancel`, stops it on the way."""

        def tell(progress: "Progress | None") -> None:
            post(partial(self._report, number, progress))

        error = walk(player, frames, tell, lambda: number == self._number and wanted())
        post(partial(self._arrive, number, player, error))

    def _report(self, number: int, progress: "Progress | None") -> None:
        if number == self._number:
            self._progress = progress

    def _take(self, number: int, player: "Player") -> None:
        """The run that is to be shown: it can be predicted, and its parameters be changed, while it computes."""
        if number != self._number:
            return
        if self._player is not None:
            self._player.close()
        self._player = player
        self._settings, self._seed = dict(player.settings), player.seed
        self._opened_with = self._opened_with or player.settings
        self._before, self._leaving = self._leaving or self._before, None
        self._error = ""

    def _arrive(self, number: int, player: "Player", error: DemoError | None) -> None:
        latest = number == self._number
        if player is not self._player or (not latest and player.now is None):
            player.close()
            return
        if not latest and self._computing:
            return
        self._loading = self._going = False
        self._progress = None
        if error is not None:
            self._fail(error)
        else:
            self._playing = self._playing or self._plays_once_there
            self._plays_once_there = False
            self._arrived()

    def _arrived(self) -> None:
        """The frame that was wanted is there."""
        raise NotImplementedError

    def _fail_to_start(self, number: int, error: DemoError) -> None:
        if number == self._number:
            self._loading = False
            self._fail(error)

    def _fail(self, error: DemoError) -> None:
        self._playing = self._plays_once_there = False
        self._error = str(error)

    def _leave(self) -> None:
        """The frame being looked at is kept, for comparison, and its place, at which the next run is looked at.

        Of a run that has not come to where it is to be looked at, nothing is: what was shown before it still counts.
        """
        player = self._player
        if player is None or player.now is None or self._loading:
            return
        self._leaving = RunBefore(player.now.frame.figures, {**player.settings, "seed": player.seed}, player.finding)
        if not self._going:
            self._place = None if player.at_end else player.now.number
        self._going = False
