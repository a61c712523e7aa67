"""How the run of a demo stands, for whoever shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from quizapp.domain.progress import Score

if TYPE_CHECKING:
    from quizapp.demos.kit import Demo, Figure, Finding, Parameter, Progress, Setting
    from quizapp.demos.player import Moment


@dataclass(frozen=True)
class SettledPrediction:
    """A prediction that the run has settled."""

    predicted: str
    measured: str
    right: bool
    score: Score | None = None
    """Of all predictions, this one included; None until it is stored."""


@dataclass(frozen=True)
class RunBefore:
    """What is kept of the run before, to compare with."""

    figures: "Sequence[Figure]"
    """Of the frame that was looked at."""
    values: "Mapping[str, Setting]"
    """What each parameter was set to, by name."""
    finding: "Finding | None"
    """What it measured, if it had come to its end."""


@dataclass(frozen=True)
class DemoView:
    """How a run stands, with all that is shown of it."""

    demo: "Demo | None" = None
    """None until it is found."""
    source: Sequence[str] = ()
    """The lines of its file."""
    parameters: "Sequence[Parameter]" = ()
    """What can be changed: its own, then the seed where chance has a part."""
    values: "Mapping[str, Setting]" = field(default_factory=dict)
    """What each parameter was last set to, by name."""
    moment: "Moment | None" = None
    """The frame being looked at; None before the first."""
    first: int = 0
    """The number of the first frame that one can go back to."""
    last: int = 0
    """The number of the last frame there is as yet."""
    finding: "Finding | None" = None
    """What the run measured, once it has come to its end."""
    at_end: bool = False
    """Whether its last frame is looked at."""
    failed_at: int | None = None
    """The 1-based line at which the demo failed."""
    playing: bool = False
    speed: float = 1
    """As many times the usual frames a second."""
    predicting: bool = True
    """Whether a prediction is asked for."""
    chosen: int = 0
    """The place of the answer chosen while predicting, afterwards that of the parameter."""
    predicted: str | None = None
    """What was predicted of this run, until the run judges it."""
    settled: SettledPrediction | None = None
    computing: bool = False
    """Whether work is on its way to the frame that is to be looked at."""
    progress: "Progress | None" = None
    """Towards the next frame, where the demo reports it."""
    stopped: bool = False
    """Whether it was stopped before its first frame."""
    error: str = ""
    before: RunBefore | None = None
    """The run before this one, once there was another."""
    proposal: "Mapping[str, Setting]" = field(default_factory=dict)
    """At the end: the settings to be changed so that the claim no longer holds, or holds again. Empty where the demo knows none."""

    @property
    def ended(self) -> bool:
        """Whether the run has come to its end, wherever one looks."""
        return self.finding is not None

    @property
    def asking(self) -> bool:
        """Whether its question is shown, which it is as soon as the demo is known."""
        return self.predicting and self.demo is not None and not self.error

    @property
    def can_look(self) -> bool:
        """Whether one can look about in the run."""
        return self.moment is not None and not self.computing

    @property
    def can_change(self) -> bool:
        """Whether the chosen parameter can be changed: predicting comes first."""
        return self.demo is not None and bool(self.parameters) and not self.predicting

    @property
    def can_predict_again(self) -> bool:
        """Not once the run has been watched."""
        return self.demo is not None and not (self.predicting or self.computing or self.error) and self.last <= 1

    @property
    def claim_known(self) -> bool:
        """Whether the claim may be read: it would give the answer away."""
        return self.demo is not None and not self.predicting
