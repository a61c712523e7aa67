"""In a demo."""

from quizapp.ui.commands.command import Command


class PlayPause(Command):
    """Play the demo, or pause it."""

    key, label = "space", "Play"


class StepForward(Command):
    """Step the demo forward."""

    key, label, key_display = "right", "Step", "→"


class StepBack(Command):
    """Step the demo back."""

    key, label, key_display = "left", "Back a step", "←"
    shown = False


class FirstFrame(Command):
    """To the demo's first frame."""

    key, label, shown, key_display = "home", "First", False, "Home"


class LastFrame(Command):
    """Run the demo to its end."""

    key, label, key_display = "end", "Last", "End"


class LeapBack(Command):
    """Ten frames back."""

    key, label, shown, key_display = "pageup", "Leap back", False, "PgUp"


class LeapForward(Command):
    """Ten frames forward."""

    key, label, shown, key_display = "pagedown", "Leap", False, "PgDn"


class ChooseNext(Command):
    """The next answer of the prediction, or the next parameter."""

    key, label, key_display = "down", "Choose", "↓"


class ChoosePrevious(Command):
    """The previous answer of the prediction, or the previous parameter."""

    key, label, shown, key_display = "up", "Choose", False, "↑"


class Predict(Command):
    """Predict the chosen answer, and run."""

    key, label, key_display = "enter", "Predict", "⏎"


class PredictAgain(Command):
    """Predict anew, once a parameter has changed and before the demo runs."""

    key, label, shown = "p", "Predict", False


class TypeValue(Command):
    """Type a value for the chosen parameter."""

    key, label, shown, key_display = "enter", "Type", False, "⏎"


class Raise(Command):
    """Raise the chosen parameter; the demo starts anew."""

    key, label, key_display = "plus,equals_sign", "Change", "+/-"


class Lower(Command):
    """Lower the chosen parameter; the demo starts anew."""

    key, label, shown, key_display = "minus", "Lower", False, "-"


class Slower(Command):
    """Play more slowly."""

    key, label, shown, key_display = "left_square_bracket", "Slower", False, "["


class Faster(Command):
    """Play faster."""

    key, label, shown, key_display = "right_square_bracket", "Faster", False, "]"


class Cancel(Command):
    """Stop computing a demo, or leave off typing."""

    key, label, key_display = "escape", "Cancel", "Esc"


class ToggleCode(Command):
    """Show the demo's code, or put it away."""

    key, label, shown = "c", "Code", False
