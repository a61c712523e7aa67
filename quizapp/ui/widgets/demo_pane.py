"""A demo that runs: predict first, then play or step, with the line of code that has just run lit below the picture."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from quizapp.domain.errors import DemoError
from quizapp.services.lab import Lab
from quizapp.ui import commands
from quizapp.ui.widgets.drawing import Drawing

if TYPE_CHECKING:
    from quizapp.demos.kit import Setting
    from quizapp.demos.player import Player

FRAME_SECONDS = 0.35
"""How long a frame stays while playing."""


class Code(Widget):
    """The demo's source around one line, which is lit."""

    line: reactive[int] = reactive(0)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.lines: tuple[str, ...] = ()

    def render(self) -> Content:
        """As many lines as there is room for, the lit one in their middle."""
        height = self.size.height
        start = max(0, min(self.line - 1 - height // 2, len(self.lines) - height))
        shown = enumerate(self.lines[start : start + height], start=start + 1)
        return Content("\n").join(
            Content.assemble(
                ("▶" if number == self.line else " ", "bold $accent"),
                (f"{number:>4} ", "$ink-muted"),
                (text, "bold $accent" if number == self.line else ""),
            )
            for number, text in shown
        )


class DemoPane(Vertical, can_focus=True):
    """One run of one demo after another, as the learner changes its parameters."""

    ACTIONS = (
        commands.PlayPause,
        commands.StepForward,
        commands.StepBack,
        commands.LastFrame,
        commands.FirstFrame,
        commands.ChooseNext,
        commands.ChoosePrevious,
        commands.Predict,
        commands.Raise,
        commands.Lower,
        commands.ToggleCode,
    )
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    DEFAULT_CSS = """
    DemoPane {
        height: 1fr; padding: 0 2;
        #demo-head { height: 1; color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis; }
        #demo-parameters { height: auto; color: $text-muted; margin-bottom: 1; }
        #demo-said { height: auto; min-height: 2; max-height: 7; margin-bottom: 1; }
        Drawing { height: 1fr; min-height: 6; }
        Code { height: 8; border-top: solid $rule; text-wrap: nowrap; text-overflow: clip; }
        &.-low Code { height: 4; }
        &.-no-code Code, &.-low.-predicting Code { display: none; }
        &.-low #demo-parameters, &.-low #demo-said { margin-bottom: 0; }
    }
    """
    VERTICAL_ROOM = 28
    """Rows below which the code gets fewer lines."""

    def __init__(self, lab: Lab, demo: str, settings: Mapping[str, str]) -> None:
        super().__init__()
        self._lab = lab
        self._demo = demo
        self._settings: dict[str, Setting] = dict(settings)
        self._player: Player | None = None
        self._timer: Timer | None = None
        self._playing = False
        self._chosen = 0
        self._predicted: str | None = None
        self._predicting = True
        self._error = ""

    def compose(self) -> ComposeResult:
        yield Static("", id="demo-head", markup=False)
        yield Static("", id="demo-parameters", markup=False)
        yield Static("", id="demo-said", markup=False)
        yield Drawing(id="demo-drawing")
        yield Code(id="demo-code")

    def on_mount(self) -> None:
        """NumPy takes a moment to import: the pane opens first."""
        self._timer = self.set_interval(FRAME_SECONDS, self._play, pause=True)
        self._load()

    def on_unmount(self) -> None:
        """A run nobody looks at ends."""
        if self._player is not None:
            self._player.close()

    def on_resize(self) -> None:
        """Few rows are shared out differently."""
        self.set_class(self.size.height < self.VERTICAL_ROOM, "-low")

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _load(self) -> None:
        try:
            player = self._lab.play(self._demo, self._settings)
            player.forward()
        except DemoError as error:
            self.app.call_from_thread(self._fail, error)
            return
        self.app.call_from_thread(self._start, player)

    def _start(self, player: "Player") -> None:
        from quizapp.demos.player import source_of

        if self._player is not None:
            self._player.close()
        self._player = player
        self._error = ""
        self._settings = dict(player.settings)
        self.query_one(Code).lines = source_of(player.demo)
        self._show()

    def _fail(self, error: DemoError) -> None:
        self._pause()
        self._error = str(error)
        self.query_one("#demo-said", Static).update(self._error)

    # -- what is shown -----------------------------------------------------------------------------------------------

    def _show(self) -> None:
        player = self._player
        if player is None or player.now is None:
            return
        self.set_class(self._predicting, "-predicting")
        playing = "▶" if self._playing else "∎" if player.at_end else "‖"
        self.query_one("#demo-head", Static).update(f"{playing} {player.demo.title_in('en')} · frame {player.now.number}")
        self.query_one("#demo-parameters", Static).update(self._parameters(player))
        self.query_one("#demo-said", Static).update(self._said(player))
        self.query_one(Drawing).show(player.now.frame.figures)
        self.query_one(Code).line = player.now.line
        self.query_one(Code).refresh()
        self.refresh_bindings()

    def _parameters(self, player: "Player") -> Content:
        shown = []
        for i, parameter in enumerate(player.demo.parameters):
            value = player.settings[parameter.name]
            text = f"{parameter.label} {value if isinstance(value, str) else f'{value:g}'}"
            here = i == self._chosen and not self._predicting
            shown.append(Content.styled(f"‹{text}›" if here else f" {text} ", "bold $accent" if here else ""))
        return Content(" ").join(shown)

    def _said(self, player: "Player") -> Content:
        assert player.now is not None
        if self._error:
            return Content(self._error)
        predict = player.demo.predict
        if self._predicting:
            choices = [
                Content.styled(f"{'▸' if i == self._chosen else ' '} {choice}", "bold $accent" if i == self._chosen else "")
                for i, choice in enumerate(predict.choices)
            ]
            return Content("\n").join([Content.styled(f"Predict: {predict.question}", "bold"), *choices])
        if player.at_end and player.finding is not None:
            held = "The claim holds." if player.finding.claim_held else "The claim does not hold here."
            return Content.assemble(*self._verdict(player), f"{player.finding.text} ", (held, "bold"))
        return Content(player.now.frame.caption)

    def _verdict(self, player: "Player") -> list[tuple[str, str]]:
        if self._predicted is None or player.finding is None:
            return []
        right = player.demo.predict.answer(player.finding)
        if right == self._predicted:
            return [(f"You predicted {self._predicted!r}: right. ", "bold $success")]
        return [(f"You predicted {self._predicted!r}; it is {right!r}. ", "bold $warning")]

    # -- what the learner can do -------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Predicting comes before changing."""
        if action == "predict":
            return self._predicting
        if action in {"raise", "lower"}:
            return not self._predicting
        return True

    def _pause(self) -> None:
        self._playing = False
        if self._timer is not None:
            self._timer.pause()

    def _play(self) -> None:
        """One frame of playing; the end, and a screen on top of this one, pause it."""
        if self._player is None or not self.screen.is_current or not self._forward():
            self._pause()
        self._show()

    def _forward(self) -> bool:
        assert self._player is not None
        try:
            return self._player.forward()
        except DemoError as error:
            self._fail(error)
            return False

    def action_play_pause(self) -> None:
        if self._player is None or self._timer is None:
            return
        self._predicting = False
        if self._playing:
            self._pause()
        else:
            if self._player.at_end:
                self._player.first()
            self._playing = True
            self._timer.resume()
        self._show()

    def action_step_forward(self) -> None:
        if self._player is not None:
            self._pause()
            self._predicting = False
            self._forward()
            self._show()

    def action_step_back(self) -> None:
        if self._player is not None:
            self._pause()
            self._error = ""
            self._player.back()
            self._show()

    def action_first_frame(self) -> None:
        if self._player is not None:
            self._pause()
            self._error = ""
            self._player.first()
            self._show()

    def action_last_frame(self) -> None:
        if self._player is not None:
            self._pause()
            self._predicting = False
            self._finish(self._player)

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _finish(self, player: "Player") -> None:
        try:
            player.last()
        except DemoError as error:
            self.app.call_from_thread(self._fail, error)
            return
        self.app.call_from_thread(self._show)

    def _choose(self, by: int) -> None:
        if self._player is not None:
            demo = self._player.demo
            self._chosen = (self._chosen + by) % len(demo.predict.choices if self._predicting else demo.parameters)
            self._show()

    def action_choose_next(self) -> None:
        self._choose(1)

    def action_choose_previous(self) -> None:
        self._choose(-1)

    def action_predict(self) -> None:
        if self._player is not None:
            self._predicted = self._player.demo.predict.choices[self._chosen]
            self._chosen = 0
            self.action_play_pause()

    def _change(self, by: int) -> None:
        if self._player is None:
            return
        parameter = self._player.demo.parameters[self._chosen]
        self._settings[parameter.name] = parameter.moved(self._player.settings[parameter.name], by)
        self._predicted = None
        self._pause()
        self._load()

    def action_raise(self) -> None:
        self._change(1)

    def action_lower(self) -> None:
        self._change(-1)

    def action_toggle_code(self) -> None:
        self.toggle_class("-no-code")
