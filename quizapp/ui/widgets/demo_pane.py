"""A demo that runs: predict first, then play or step, with the line of code that has just run lit below the picture."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from quizapp.domain.errors import DemoError
from quizapp.services.demo_run import LEAP, DemoRun, Then, Work
from quizapp.services.demo_view import DemoView
from quizapp.services.lab import Lab
from quizapp.services.predictions import Predictions
from quizapp.ui import commands
from quizapp.ui.notices import reported
from quizapp.ui.widgets.choices import Choices
from quizapp.ui.widgets.code import Code
from quizapp.ui.widgets.demo_words import head, question, words
from quizapp.ui.widgets.drawing import Drawing
from quizapp.ui.widgets.parameters import Parameters, written
from quizapp.ui.widgets.scrubber import Scrubber

FRAME_SECONDS = 0.35
"""How long a frame stays while playing at speed 1."""


class DemoPane(Vertical, can_focus=True):
    """Draws a `DemoRun` and hands on what is pressed; threads and the clock of playing are its own."""

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
        commands.Cancel,
        commands.ToggleCode,
    )
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    DEFAULT_CSS = """
    DemoPane {
        height: 1fr; padding: 0 2;
        #demo-top { height: 1; }
        #demo-head {
            width: auto; max-width: 70%; height: 1; padding-right: 2;
            color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis;
        }
        Parameters { margin-bottom: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        #demo-said { height: auto; min-height: 2; max-height: 9; margin-bottom: 1; }
        #demo-choices { height: auto; margin-bottom: 1; display: none; text-wrap: nowrap; text-overflow: ellipsis; }
        #demo-typed { display: none; margin-bottom: 1; background: $panel; }
        Drawing { height: 1fr; min-height: 6; }
        Code { border-top: solid $rule; }
        &.-predicting #demo-choices { display: block; }
        &.-predicting #demo-said { margin-bottom: 0; }
        &.-typing #demo-typed { display: block; }
        &.-low Code { height: 4; }
        &.-no-code Code, &.-low.-predicting Code { display: none; }
        &.-low Parameters, &.-low #demo-said, &.-low #demo-choices, &.-low #demo-typed { margin-bottom: 0; }
    }
    """
    VERTICAL_ROOM = 28
    """Rows below which the code gets fewer lines."""

    def __init__(self, lab: Lab, predictions: Predictions, demo: str, settings: Mapping[str, str], language: str, seed: int = 0) -> None:
        super().__init__()
        self.demo_run = DemoRun(lab, predictions, demo, settings, seed)
        self._language = language
        self._timer: Timer | None = None
        self._speed: float | None = None
        """At which it plays; None while it does not."""

    def compose(self) -> ComposeResult:
        with Horizontal(id="demo-top"):
            yield Static("", id="demo-head", markup=False)
            yield Scrubber()
        yield Parameters()
        yield Static("", id="demo-said", markup=False)
        yield Choices("", id="demo-choices", markup=False)
        yield Input(id="demo-typed", compact=True, select_on_focus=False)
        yield Drawing(id="demo-drawing")
        yield Code(id="demo-code")

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

    def on_resize(self) -> None:
        """Few rows are shared out differently."""
        self.set_class(self.size.height < self.VERTICAL_ROOM, "-low")

    # -- what the run needs ------------------------------------------------------------------------------------------

    def _hand_on(self, to: Callable[..., None], *given: object) -> None:
        to(*given)
        self._follow()

    def _follow(self) -> None:
        """After each input: begins what is to be computed, keeps the time of playing, and draws."""
        for each in self.demo_run.take_work():
            self._do(each)
        view = self.demo_run.view()
        self._keep_time(view)
        self._draw(view)

    @work(thread=True, group="demo", exit_on_error=False)
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

    def _play(self) -> None:
        """One frame of playing; a screen on top of this one pauses it."""
        self._hand_on(self.demo_run.play_on if self.screen.is_current else self.demo_run.pause)

    # -- what is shown -----------------------------------------------------------------------------------------------

    def _say(self, words: Content) -> None:
        self.query_one("#demo-said", Static).update(words)

    def _draw(self, view: DemoView) -> None:
        """Where there is no frame yet, what was drawn before stays, unless that is over."""
        if said := words(view):
            self._say(said)
        if view.stopped:
            self.query_one(Drawing).show(())
        self.set_class(view.predicting and not view.error and view.moment is not None, "-predicting")
        self.refresh_bindings()
        if view.demo is None:
            return
        self.query_one(Parameters).show(view.parameters, view.values, None if view.predicting else view.chosen)
        code = self.query_one(Code)
        code.lines = tuple(view.source)
        if view.moment is not None:
            code.line = view.moment.line
            self.query_one("#demo-head", Static).update(head(view, view.demo.title_in(self._language)))
            self.query_one(Scrubber).show(view.first, view.moment.number, view.last, ended=view.ended)
            self.query_one(Drawing).show(view.moment.frame.figures)
            self.query_one(Choices).show(view.demo.predict.choices, view.chosen)
        if view.error and view.failed_at is not None:
            code.line = view.failed_at

    # -- what the learner can do -------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Typing comes before all else, and predicting before changing."""
        view = self.demo_run.view()
        typing = self.has_class("-typing")
        if action == "cancel":
            return typing or view.computing
        if action == "predict":
            return view.predicting
        if action in {"raise", "lower", "type_value"}:
            return view.can_change and not typing
        if action == "predict_again":
            return view.can_predict_again
        return not typing

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
        self.toggle_class("-no-code")

    # -- predicting --------------------------------------------------------------------------------------------------

    def action_predict(self) -> None:
        view = self.demo_run.view()
        if view.demo is None or view.moment is None or view.computing:
            return
        if view.demo.predict.choices:
            self._predict(view.demo.predict.choices[view.chosen])
        else:
            self._type("")

    def action_predict_again(self) -> None:
        self._hand_on(self.demo_run.predict_again)

    @on(Choices.Picked)
    def _picked(self, event: Choices.Picked) -> None:
        view = self.demo_run.view()
        if view.demo is not None and event.index < len(view.demo.predict.choices):
            self._predict(view.demo.predict.choices[event.index])

    def on_key(self, event: events.Key) -> None:
        """While a prediction is asked for, digits belong to it: they never grade the card beside it."""
        view = self.demo_run.view()
        if not view.predicting or self.has_class("-typing") or view.demo is None or view.moment is None:
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
        view = self.demo_run.view()
        if view.can_change:
            self._type(written(view.values[view.parameters[view.chosen].name]))
            self.query_one(Input).select_all()

    def _type(self, text: str) -> None:
        self._hand_on(self.demo_run.pause)
        typed = self.query_one(Input)
        typed.value = text
        self.add_class("-typing")
        typed.focus()
        typed.cursor_position = len(text)
        self.refresh_bindings()

    def _stop_typing(self) -> None:
        self.remove_class("-typing")
        self.focus()

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        """A number that is predicted, or a value; why it cannot be that stands where the caption stood."""
        event.stop()
        view = self.demo_run.view()
        try:
            (self.demo_run.predict if view.predicting else self.demo_run.set)(event.value)
        except DemoError as error:
            self._say(Content.assemble(question(view), "\n", (str(error), "$warning")) if view.predicting else Content(str(error)))
            return
        self._stop_typing()
        self._follow()
