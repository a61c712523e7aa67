"""A demo that runs: predict first, then play or step, with the line of code that has just run lit below the picture."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import ClassVar

from textual import events, on, work
from textual.timer import Timer
from textual.widgets import Input
from textual.worker import get_current_worker

from quizapp.domain.errors import DemoError
from quizapp.domain.i18n import gettext
from quizapp.services.demo_run import LEAP, DemoRun
from quizapp.services.demo_view import DemoView
from quizapp.services.demo_work import Then, Work
from quizapp.services.lab import Lab
from quizapp.services.predictions import Predictions
from quizapp.ui import commands
from quizapp.ui.notices import reported
from quizapp.ui.widgets.choices import Choices
from quizapp.ui.widgets.demo_display import DemoDisplay
from quizapp.ui.widgets.parameters import Parameters
from quizapp.ui.widgets.scrubber import Scrubber

FRAME_SECONDS = 0.35
"""How long a frame stays while playing at speed 1."""
PATIENCE = 0.15
"""Seconds that a picture may stay after the run that it belongs to was left for another one."""


class DemoPane(DemoDisplay, can_focus=True):
    """Has a `DemoRun` drawn, and hands on to it what is pressed; threads and the clock of playing are the pane's."""

    ACTIONS = (
        commands.PlayPause,
        commands.StepForward,
        commands.StepBack,
        commands.LastFrame,
        commands.FirstFrame,
        commands.LeapForward,
        commands.LeapBack,
        commands.Slower,
        commands.Faster,
        commands.Predict,
        commands.ChooseNext,
        commands.ChoosePrevious,
        commands.Raise,
        commands.Lower,
        commands.TypeValue,
        commands.PredictAgain,
        commands.TryProposal,
        commands.ReadClaim,
        commands.Cancel,
        commands.ToggleCode,
    )
    BINDINGS: ClassVar = commands.bindings(ACTIONS)

    def __init__(self, lab: Lab, predictions: Predictions, demo: str, settings: Mapping[str, str], seed: int = 0) -> None:
        super().__init__()
        self.demo_run = DemoRun(lab, predictions, demo, settings, seed)
        self._view = DemoView(computing=True)
        """What was drawn last, on which keys and clicks are pressed."""
        self._timer: Timer | None = None
        self._speed: float | None = None
        """The speed at which it plays; None while it does not."""
        self._patience: Timer | None = None
        """Runs while a picture of the run before is shown."""
        self._offered: Sequence[bool] = ()
        """Which of its keys did something when it was drawn last."""
        self._played = False
        """Whether it was playing then."""

    def on_mount(self) -> None:
        """NumPy takes a moment to import: the pane opens first."""
        self._hand_on(self.demo_run.begin)

    def on_unmount(self) -> None:
        """A run nobody looks at ends."""
        self.demo_run.close()

    def on_hide(self) -> None:
        """Nothing runs where nobody looks."""
        self.demo_run.pause()
        self._keep_time(self.demo_run.view())

    def on_show(self) -> None:
        """As it was left, which is paused."""
        self._follow()

    def respell(self) -> None:
        """Draws what it shows, with its own words in the language of the interface."""
        self._follow()

    # -- what the run needs ------------------------------------------------------------------------------------------

    def _hand_on(self, to: Callable[..., None], *given: object) -> None:
        to(*given)
        self._follow()

    def _follow(self) -> None:
        """After each input: begins what is to be computed, keeps the time of playing, and draws."""
        for each in self.demo_run.take_work():
            self._do(each)
        self._view = self.demo_run.view()
        self._keep_time(self._view)
        self._keep_patience(self._view)
        self.draw(self._view)
        offered = [bool(self.check_action(each.action(), ())) for each in self.ACTIONS]
        if offered != self._offered or self._view.playing != self._played:
            self._offered, self._played = offered, self._view.playing
            self.refresh_bindings()  # has the footer work out its keys, which takes a part of a frame

    @work(thread=True, group="demo")
    def _do(self, each: Work) -> None:
        worker = get_current_worker()
        each(partial(self.call_later, self._finish), lambda: not worker.is_cancelled)

    def _finish(self, then: Then) -> None:
        if self.is_mounted:
            with reported(self):
                then()
            self._follow()

    def _keep_time(self, view: DemoView) -> None:
        speed = view.speed if view.playing else None
        if speed == self._speed:
            return
        self._speed = speed
        if self._timer is not None:
            self._timer.stop()
        self._timer = None if speed is None else self.set_interval(FRAME_SECONDS / speed, self._play)

    def _keep_patience(self, view: DemoView) -> None:
        if view.computing and view.moment is None and view.progress is None:
            self._patience = self._patience or self.set_timer(PATIENCE, self._lose_patience)
        elif self._patience is not None:
            self._patience.stop()
            self._patience = None

    def _lose_patience(self) -> None:
        """Shows that there is nothing to be seen yet."""
        self.draw(self._view, overdue=True)

    def _play(self) -> None:
        """One frame of playing; a screen on top of this one pauses it."""
        self._hand_on(self.demo_run.play_on if self.screen.is_current else self.demo_run.pause)

    # -- what the learner can do -------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """A key that would do nothing now is not offered. Typing comes before all else, and predicting before changing."""
        view = self._view
        if action == "cancel":
            return self.has_class("-typing") or view.computing
        if action == "predict":
            return view.asking
        return not self.has_class("-typing") and self._makes_sense(action, view)

    def _makes_sense(self, action: str, view: DemoView) -> bool:
        match action:
            case "raise" | "lower" | "type_value":
                return view.can_change
            case "predict_again":
                return view.can_predict_again
            case "try_proposal":
                return bool(view.proposal)
            case "read_claim":
                return view.claim_known
            case "choose_next" | "choose_previous":
                return view.asking or view.can_change
            case "play_pause":
                return view.can_look or view.stopped
            case "toggle_code":
                return view.demo is not None
        return view.can_look

    def labels(self) -> Mapping[str, str]:
        """Space pauses what plays."""
        return {"play_pause": gettext("Pause")} if self._view.playing else {}

    def action_play_pause(self) -> None:
        self._hand_on(self.demo_run.play_or_pause)

    def action_step_forward(self) -> None:
        self._hand_on(self.demo_run.step_forward)

    def action_step_back(self) -> None:
        self._hand_on(self.demo_run.step_back)

    def action_leap_forward(self) -> None:
        self._hand_on(self.demo_run.go_on, LEAP)

    def action_leap_back(self) -> None:
        self._hand_on(self.demo_run.step_back, LEAP)

    def action_first_frame(self) -> None:
        self._hand_on(self.demo_run.go_to_first)

    def action_last_frame(self) -> None:
        self._hand_on(self.demo_run.go_on)

    @on(Scrubber.Moved)
    def _scrubbed(self, event: Scrubber.Moved) -> None:
        self._hand_on(self.demo_run.go_to, event.number)

    def action_cancel(self) -> None:
        """Typing first, then computing."""
        if self.has_class("-typing"):
            self._stop_typing()
            self._follow()
        else:
            self._hand_on(self.demo_run.cancel)

    def action_faster(self) -> None:
        self._hand_on(self.demo_run.change_speed, 1)

    def action_slower(self) -> None:
        self._hand_on(self.demo_run.change_speed, -1)

    def action_choose_next(self) -> None:
        self._hand_on(self.demo_run.choose, 1)

    def action_choose_previous(self) -> None:
        self._hand_on(self.demo_run.choose, -1)

    def action_toggle_code(self) -> None:
        self.toggle_class("-toggled")

    # -- predicting --------------------------------------------------------------------------------------------------

    def action_predict(self) -> None:
        view = self._view
        if view.demo is None or not view.asking:
            return
        if view.demo.predict.choices:
            self._predict(view.demo.predict.choices[view.chosen])
        else:
            self._type("")

    def action_predict_again(self) -> None:
        self._hand_on(self.demo_run.predict_again)

    def action_try_proposal(self) -> None:
        self.claim_wanted = False
        self._hand_on(self.demo_run.try_proposal)

    def action_read_claim(self) -> None:
        self.claim_wanted = not self.claim_wanted
        self.draw(self._view)

    @on(Choices.Picked)
    def _picked(self, event: Choices.Picked) -> None:
        view = self._view
        if view.demo is not None and event.index < len(view.demo.predict.choices):
            self._predict(view.demo.predict.choices[event.index])

    def on_key(self, event: events.Key) -> None:
        """While a prediction is asked for, digits belong to it: they never grade the card beside it."""
        view = self._view
        if not view.asking or self.has_class("-typing") or view.demo is None:
            return
        choices = view.demo.predict.choices
        if event.character is None or not (event.character.isdecimal() or (not choices and event.character in "-.")):
            return
        event.stop()
        event.prevent_default()
        if not choices:
            self._type(event.character)
        elif 0 < int(event.character) <= len(choices):
            self._predict(choices[int(event.character) - 1])

    def _predict(self, answer: str) -> None:
        self.claim_wanted = False
        self._hand_on(self.demo_run.predict, answer)

    # -- changing parameters -----------------------------------------------------------------------------------------

    @on(Parameters.Chosen)
    def _parameter_chosen(self, event: Parameters.Chosen) -> None:
        self._hand_on(self.demo_run.choose_parameter, event.index)

    @on(Parameters.Changed)
    def _parameter_changed(self, event: Parameters.Changed) -> None:
        self._hand_on(self.demo_run.set, event.value)

    def action_raise(self) -> None:
        self._hand_on(self.demo_run.move, 1)

    def action_lower(self) -> None:
        self._hand_on(self.demo_run.move, -1)

    def action_type_value(self) -> None:
        view = self._view
        if view.can_change:
            parameter = view.parameters[view.chosen]
            self._type(parameter.shown(view.values[parameter.name]))
            self.query_one(Input).select_all()

    def _type(self, text: str) -> None:
        self.complaint = ""
        self._hand_on(self.demo_run.pause)
        typed = self.query_one(Input)
        typed.value = text
        self.add_class("-typing")
        typed.focus()
        typed.cursor_position = len(text)
        self.refresh_bindings()

    def _stop_typing(self) -> None:
        self.complaint = ""
        self.remove_class("-typing")
        self.focus()

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        """A number that is predicted, or a value; why it cannot be that stands where the caption stood."""
        event.stop()
        view = self._view
        try:
            (self.demo_run.predict if view.predicting else self.demo_run.set)(event.value)
        except DemoError as error:
            self.complaint = str(error)
            self.draw(view)
            return
        self._stop_typing()
        self._follow()
