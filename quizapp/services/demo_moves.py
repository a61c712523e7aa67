"""The move that the learner is shown after the verdict: the one that breaks the claim, or the way back from it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizapp.demos.kit import Demo, Finding, Setting


def proposed(
    demo: "Demo", settings: "Mapping[str, Setting]", opened_with: "Mapping[str, Setting]", finding: "Finding"
) -> "dict[str, Setting]":
    """The settings to be changed, by name. Where the claim is broken already, they lead back; nothing where the demo knows no move.

    The way back leads to the settings the demo was opened with or, where the claim is broken with those too, to its defaults.
    """
    parameters = {parameter.name: parameter for parameter in demo.parameters}
    move = {name: parameters[name].parse(text) for name, text in demo.breaks.items()}
    made = _changes(settings, move) == {}
    if not made and finding.claim_held is not False:
        return _changes(settings, move)
    usual = {name: parameter.default for name, parameter in parameters.items()}
    goal = opened_with if _changes(opened_with, move) and _changes(settings, opened_with) else usual
    back = _changes(settings, {name: goal[name] for name in move} if made else goal)
    return back or _changes(settings, move)


def _changes(settings: "Mapping[str, Setting]", wanted: "Mapping[str, Setting]") -> "dict[str, Setting]":
    return {name: value for name, value in wanted.items() if settings[name] != value}
