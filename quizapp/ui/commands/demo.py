"""What can be done in a demo."""

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
    """Go to the demo's first frame."""

    key, label, shown, key_display = "home", "First", False, "Home"


class LastFrame(Command):
    """Run the demo to its end."""

    key, label, key_display = "end", "Last", "End"


class LeapBack(Command):
    """Go back ten frames."""

    key, label, shown, key_display = "pageup", "Ten back", False, "PgUp"


class LeapForward(Command):
    """Go forward ten frames."""

    key, label, shown, key_display = "pagedown", "Ten forward", False, "PgDn"


class ChooseNext(Command):
    """Select the next answer of the prediction, or the next parameter."""

    key, label, key_display = "down", "Choose", "↓"


class ChoosePrevious(Command):
    """Select the previous answer of the prediction, or the previous parameter."""

    key, label, shown, key_display = "up", "Choose", False, "↑"


class Predict(Command):
    """Predict the selected answer and run the demo."""

    key, label, key_display = "enter", "Predict", "⏎"


class PredictAgain(Command):
    """Predict again after changing a parameter, before the demo runs."""

    key, label, shown = "p", "Predict", False


class TryProposal(Command):
    """Make the change that is proposed after the verdict, and predict again."""

    key, label = "n", "Try"


class ReadClaim(Command):
    """Read the demo's claim and where it fails, or go back to what was found."""

    key, label, shown = "w", "Claim", False


class TypeValue(Command):
    """Type a value for the selected parameter."""

    key, label, shown, key_display = "enter", "Type", False, "⏎"


class Raise(Command):
    """Raise the selected parameter; the demo is run anew."""

    key, label, key_display = "plus,equals_sign", "Change", "+/-"


class Lower(Command):
    """Lower the selected parameter; the demo is run anew."""

    key, label, shown, key_display = "minus", "Lower", False, "-"


class Slower(Command):
    """Play more slowly."""

    key, label, shown, key_display = "left_square_bracket", "Slower", False, "["


class Faster(Command):
    """Play faster."""

    key, label, shown, key_display = "right_square_bracket", "Faster", False, "]"


class Cancel(Command):
    """Stop computing the demo, or stop typing."""

    key, label, key_display = "escape", "Cancel", "Esc"


class ToggleCode(Command):
    """Show or hide the demo's code, which takes the place of the picture if there is little room."""

    key, label, shown = "c", "Code", False
