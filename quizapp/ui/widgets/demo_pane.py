"""A demo that runs: predict first, then play or step, with the line of code that has just run lit below the picture."""

from collections.abc import Mapping
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from quizapp.domain.errors import DemoError, QuizAppError
from quizapp.services.lab import Lab
from quizapp.services.predictions import Predictions
from quizapp.ui import commands
from quizapp.ui.phrases import score_phrase
from quizapp.ui.widgets.choices import Choices
from quizapp.ui.widgets.code import Code
from quizapp.ui.widgets.drawing import Drawing
from quizapp.ui.widgets.parameters import Parameters, written
from quizapp.ui.widgets.scrubber import Scrubber

if TYPE_CHECKING:
    from quizapp.demos.kit import Parameter, Progress, Setting
    from quizapp.demos.player import Player

FRAME_SECONDS = 0.35
"""How long a frame stays while playing at speed 1."""
SPEEDS = (0.25, 0.5, 1, 2, 4, 8, 16)
PROGRESS_SECONDS = 0.05
"""How often a long computation is told of."""
LEAP = 10
"""Frames that a leap goes."""


class DemoPane(Vertical, can_focus=True):
    """One run of one demo after another, as the learner changes its parameters."""

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
        self._lab = lab
        self._predictions = predictions
        self._demo = demo
        self._settings: dict[str, Setting] = dict(settings)
        self._seed = seed
        self._language = language
        self._player: Player | None = None
        self._runs = 0
        """Runs begun: one that is no longer the last gives up."""
        self._computing = True
        """Whether a worker is on its way to the first frame, or to the last."""
        self._timer: Timer | None = None
        self._playing = False
        self._speed = SPEEDS.index(1)
        self._chosen = 0
        self._predicting = True
        self._predicted: str | None = None
        self._verdict = Content("")
        self._error = ""

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
        self._begin()

    def on_unmount(self) -> None:
        """A run nobody looks at ends."""
        self._runs += 1
        if self._player is not None:
            self._player.close()

    def on_hide(self) -> None:
        """Nothing runs where nobody looks."""
        self._pause()

    def on_resize(self) -> None:
        """Few rows are shared out differently."""
        self.set_class(self.size.height < self.VERTICAL_ROOM, "-low")

    # -- a run and its frames ----------------------------------------------------------------------------------------

    def _begin(self) -> None:
        """Starts anew with the parameters as they are."""
        self._pause()
        self._runs += 1
        self._verdict = Content("")
        self._computing = True
        self._load(self._runs, dict(self._settings), self._seed)

    @work(thread=True, group="load", exit_on_error=False)
    def _load(self, run: int, settings: "dict[str, Setting]", seed: int) -> None:
        """Computes up to the first frame, away from the screen: what takes long, a demo does before it."""
        worker = get_current_worker()
        told = 0.0

        def report(progress: "Progress") -> bool:
            nonlocal told
            if monotonic() - told > PROGRESS_SECONDS:
                told = monotonic()
                self.call_later(self._tell_progress, run, progress)
            return run == self._runs and not worker.is_cancelled

        try:
            player = self._lab.play(self._demo, settings, seed)
            self.call_later(self._take, run, player)
            player.forward(report)
        except DemoError as error:
            self.call_later(self._fail_to_start, run, error)
            return
        self.call_later(self._start, run, player)

    def _tell_progress(self, run: int, progress: "Progress") -> None:
        if run == self._runs:
            done = round(20 * progress.done / max(progress.of, 1))
            self._say(
                Content(f"Computing {'━' * done}{'─' * (20 - done)} {progress.done} of {progress.of}. {commands.Cancel.spoken()} stops it.")
            )

    def _take(self, run: int, player: "Player") -> None:
        """The run that is to be shown: its parameters can be changed while it computes."""
        from quizapp.demos.player import source_of

        if run != self._runs or not self.is_mounted:
            return
        if self._player is not None:
            self._player.close()
        self._player = player
        self._error = ""
        self._settings, self._seed = dict(player.settings), player.seed
        self.query_one(Code).lines = source_of(player.demo)
        self._show_parameters(player)

    def _start(self, run: int, player: "Player") -> None:
        if run == self._runs and self.is_mounted:
            self._computing = False
            self._show()
        elif player is not self._player or player.now is None:
            player.close()

    def _fail_to_start(self, run: int, error: DemoError) -> None:
        if run == self._runs and self.is_mounted:
            self._computing = False
            self._fail(error)

    def _fail(self, error: DemoError) -> None:
        """Tells the error, and lights the line at which it came up."""
        self._pause()
        self._error = str(error)
        self._show()
        if self._player is not None and self._player.failed_at is not None:
            self.query_one(Code).line = self._player.failed_at

    def _forward(self) -> bool:
        assert self._player is not None
        try:
            return self._player.forward()
        except DemoError as error:
            self._fail(error)
            return False

    def _play(self) -> None:
        """One frame of playing; the end, and a screen on top of this one, pause it."""
        if self._player is None or not self.screen.is_current or not self._forward():
            self._pause()
        if not self._error:
            self._show()

    def _pause(self) -> None:
        self._playing = False
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _resume(self) -> None:
        self._pause()
        self._playing = True
        self._timer = self.set_interval(FRAME_SECONDS / SPEEDS[self._speed], self._play)

    # -- what is shown -----------------------------------------------------------------------------------------------

    def _say(self, words: Content) -> None:
        self.query_one("#demo-said", Static).update(words)

    def _show(self) -> None:
        player = self._player
        if self._error:
            self._say(Content(self._error))
        if player is None:
            return
        self._show_parameters(player)
        self.refresh_bindings()
        moment = player.now
        self.set_class(self._predicting and not self._error and moment is not None, "-predicting")
        if moment is None:
            return
        first, last = player.seen
        ended = player.finding is not None
        self.query_one(Scrubber).show(first, moment.number, last, ended=ended)
        state = "▶" if self._playing else "∎" if player.at_end else "‖"
        of = f" of {last}" if ended else ""
        speed = f" · {SPEEDS[self._speed]:g}x" if SPEEDS[self._speed] != 1 else ""
        title = player.demo.title_in(self._language)
        self.query_one("#demo-head", Static).update(f"{state} {moment.number}{of}{speed} · {title}")
        self.query_one(Drawing).show(moment.frame.figures)
        self.query_one(Code).line = moment.line
        self.query_one(Choices).show(player.demo.predict.choices, self._chosen)
        if not self._error:
            self._say(self._words(player))
        if player.at_end:
            self._judge(player)

    def _all_parameters(self, player: "Player") -> "list[Parameter]":
        from quizapp.demos.kit import SEED

        return [*player.demo.parameters, SEED]

    def _show_parameters(self, player: "Player") -> None:
        values = player.settings | {"seed": player.seed}
        self.query_one(Parameters).show(self._all_parameters(player), values, None if self._predicting else self._chosen)

    def _words(self, player: "Player") -> Content:
        assert player.now is not None
        if self._predicting:
            return Content.assemble(
                (f"Claim: {player.demo.claim_in_short}\n", "$ink-muted"), (f"Predict: {player.demo.predict.question}", "bold")
            )
        if player.at_end and player.finding is not None:
            claim = f"\nClaim: {player.demo.claim_in_short} "
            return Content.assemble(self._verdict, player.finding.text, (claim, "$ink-muted"), (player.finding.verdict, "bold"))
        return Content(player.now.frame.caption)

    # -- predicting --------------------------------------------------------------------------------------------------

    def _judge(self, player: "Player") -> None:
        """Holds what was predicted against what the run found, once."""
        if self._predicted is None:
            return
        predicted, self._predicted = self._predicted, None
        try:
            right, measured = player.outcome(predicted)
        except DemoError as error:
            self._fail(error)
            return
        words = f"You predicted {predicted}: right." if right else f"You predicted {predicted}; it is {measured}."
        self._verdict = Content.styled(f"{words}\n", "bold $success" if right else "bold $warning")
        self._say(self._words(player))
        self._record(player, predicted, measured, right)

    @work(thread=True, group="record", exit_on_error=False)
    def _record(self, player: "Player", predicted: str, measured: str, right: bool) -> None:
        try:
            score = self._predictions.record(player.demo.id, predicted, measured, right)
        except QuizAppError as error:
            self.call_later(self.app.notify, str(error), severity="error", timeout=12, markup=False)
            return
        told = Content.assemble(self._verdict.rstrip(), (f" {score_phrase(score)}.\n", "$ink-muted"))
        self.call_later(self._tell_score, player, told)

    def _tell_score(self, player: "Player", verdict: Content) -> None:
        if player is self._player:
            self._verdict = verdict
            self._show()

    @on(Choices.Picked)
    def _picked(self, event: Choices.Picked) -> None:
        if self._predicting and self._player is not None and event.index < len(self._player.demo.predict.choices):
            self._chosen = event.index
            self.action_predict()

    def on_key(self, event: events.Key) -> None:
        """While a prediction is asked for, digits belong to it: they never grade the card beside it."""
        player = self._player
        if not self._predicting or self.has_class("-typing") or player is None or player.now is None:
            return
        choices = player.demo.predict.choices
        if event.character is None or not (event.character.isdecimal() or (not choices and event.character in "-.")):
            return
        event.stop()
        event.prevent_default()
        if not choices:
            self._type(event.character)
        elif 0 < int(event.character) <= len(choices):
            self._predict(choices[int(event.character) - 1])

    def _predict(self, answer: str) -> None:
        self._predicted = answer
        self._predicting = False
        self._chosen = 0
        self.action_play_pause()

    # -- what the learner can do -------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Predicting comes before changing."""
        typing = self.has_class("-typing")
        if action == "cancel":
            return typing or self._computing
        if action == "predict":
            return self._predicting
        if action in {"raise", "lower", "type_value"}:
            return not self._predicting and not typing and self._player is not None
        if action == "predict_again":  # not once the run has been watched
            return not self._predicting and self._player is not None and self._player.seen[1] == 1
        return not typing

    def action_play_pause(self) -> None:
        if self._player is None or self._computing:
            return
        if self._player.now is None:  # it was stopped before its first frame
            self._begin()
            return
        self._predicting = False
        if self._playing:
            self._pause()
        else:
            if self._player.at_end:
                self._player.first()
            self._resume()
        self._show()

    def _look(self, *, predicting: bool = False) -> "Player | None":
        """Before the learner looks elsewhere in the run: playing and the error of another frame are over."""
        if self._player is None or self._player.now is None or self._computing:
            return None
        self._pause()
        self._predicting = self._predicting and predicting
        self._error = ""
        return self._player

    def action_step_forward(self) -> None:
        if self._look():
            self._forward()
            if not self._error:
                self._show()

    def action_step_back(self) -> None:
        if player := self._look(predicting=True):
            player.back()
            self._show()

    def action_leap_forward(self) -> None:
        if player := self._look():
            self._run_on(player, LEAP)

    def action_leap_back(self) -> None:
        if player := self._look(predicting=True):
            for _ in range(LEAP):
                player.back()
            self._show()

    def action_first_frame(self) -> None:
        if player := self._look(predicting=True):
            player.first()
            self._show()

    def action_last_frame(self) -> None:
        if player := self._look():
            self._run_on(player, None)

    def _run_on(self, player: "Player", frames: int | None) -> None:
        """Goes on for some frames, or to the end."""
        self._runs += 1
        self._computing = True
        self._advance(self._runs, player, frames)

    @on(Scrubber.Moved)
    def _scrubbed(self, event: Scrubber.Moved) -> None:
        if player := self._look():
            player.show(event.number)
            self._show()

    @work(thread=True, group="load", exit_on_error=False)
    def _advance(self, run: int, player: "Player", frames: int | None) -> None:
        """Away from the screen; a new run, or Cancel, stops it on the way."""
        worker = get_current_worker()
        error = None
        done = 0
        try:
            while done != frames and run == self._runs and not worker.is_cancelled and player.forward():
                done += 1
        except DemoError as failure:
            error = failure
        self.call_later(self._advanced, run, player, error)

    def _advanced(self, run: int, player: "Player", error: DemoError | None) -> None:
        if not self.is_mounted or player is not self._player or (run != self._runs and self._computing):
            return
        self._computing = False
        if error is None:
            self._show()
        else:
            self._fail(error)

    def action_cancel(self) -> None:
        """Typing first, then computing."""
        if self.has_class("-typing"):
            self._stop_typing()
            self._show()
            return
        self._runs += 1
        self._computing = False
        if self._player is None or self._player.now is None:
            self.query_one(Drawing).show(())
            self._say(Content(f"Stopped. {commands.PlayPause.spoken()} computes it after all; or change a parameter."))
            self.refresh_bindings()
        else:
            self._show()

    def action_faster(self) -> None:
        self._set_speed(1)

    def action_slower(self) -> None:
        self._set_speed(-1)

    def _set_speed(self, by: int) -> None:
        self._speed = max(0, min(self._speed + by, len(SPEEDS) - 1))
        if self._playing:
            self._resume()
        self._show()

    def _choose(self, by: int) -> None:
        if self._player is not None:
            choices = len(self._player.demo.predict.choices) or 1
            self._chosen = (self._chosen + by) % (choices if self._predicting else len(self._all_parameters(self._player)))
            self._show()

    def action_choose_next(self) -> None:
        self._choose(1)

    def action_choose_previous(self) -> None:
        self._choose(-1)

    def action_predict(self) -> None:
        if self._player is None or self._player.now is None or self._computing:
            return
        choices = self._player.demo.predict.choices
        if choices:
            self._predict(choices[self._chosen])
        else:
            self._type("")

    def action_predict_again(self) -> None:
        if player := self._look():
            player.first()
            self._predicting = True
            self._predicted = None
            self._chosen = 0
            self._show()

    # -- changing parameters -----------------------------------------------------------------------------------------

    @on(Parameters.Chosen)
    def _parameter_chosen(self, event: Parameters.Chosen) -> None:
        self._predicting = False
        self._chosen = event.index
        self._show()

    @on(Parameters.Changed)
    def _parameter_changed(self, event: Parameters.Changed) -> None:
        self._set(event.value)

    def _parameter(self) -> "Parameter | None":
        return None if self._player is None else self._all_parameters(self._player)[self._chosen]

    def _set(self, text: str) -> bool:
        """Gives the chosen parameter the value `text`; False, with the reason told, where it cannot have it."""
        parameter = self._parameter()
        if parameter is None:
            return False
        try:
            value = parameter.parse(text)
        except DemoError as error:
            self._say(Content(str(error)))
            return False
        if value == self._value(parameter):
            return True
        if parameter.name == "seed":
            self._seed = int(value)
        else:
            self._settings[parameter.name] = value
        self._predicted = None
        self._begin()
        return True

    def _value(self, parameter: "Parameter") -> "Setting":
        """What it was last set to."""
        return self._seed if parameter.name == "seed" else self._settings[parameter.name]

    def _change(self, by: int) -> None:
        parameter = self._parameter()
        if parameter is not None:
            self._set(written(parameter.moved(self._value(parameter), by)))

    def action_raise(self) -> None:
        self._change(1)

    def action_lower(self) -> None:
        self._change(-1)

    def action_type_value(self) -> None:
        parameter = self._parameter()
        if parameter is not None:
            self._type(written(self._value(parameter)))
            self.query_one(Input).select_all()

    def _type(self, text: str) -> None:
        self._pause()
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
        event.stop()
        from quizapp.demos.kit import NumberPrediction

        if self._player is None:
            return
        if not self._predicting:
            if self._set(event.value):
                self._stop_typing()
            return
        predict = self._player.demo.predict
        assert isinstance(predict, NumberPrediction), "choices are chosen, not typed"
        try:
            answer = predict.parse(event.value)
        except DemoError as error:
            self._say(Content.assemble((f"Predict: {predict.question}\n", "bold"), (str(error), "$warning")))
            return
        self._stop_typing()
        self._predict(answer)

    def action_toggle_code(self) -> None:
        self.toggle_class("-no-code")
