"""What can be done on the settings screen."""

from quizapp.ui.commands.command import Command


class RaiseSetting(Command):
    """Raise the setting's value, or take the next choice."""

    key, label, key_display = "right,plus,equals_sign", "Change", "←→"


class LowerSetting(Command):
    """Lower the setting's value, or take the previous choice."""

    key, label, shown, key_display = "left,minus", "Change", False, "←"


class SetSetting(Command):
    """Type a value for the setting; where there are choices, take the next one."""

    key, label, key_display = "enter", "Set", "⏎"


class LearnWeights(Command):
    """Learn how you forget from your reviews, and use it if it predicts the newest ones better; {take_back_weights} takes it back."""

    key, label = "o", "Optimise"


class TakeBackWeights(Command):
    """Bring back the weights of the memory model from before; once more brings back the others."""

    key, label = "u", "Take back"


class EditSettings(Command):
    """Open the settings file in your editor; what you save takes effect when you come back."""

    key, label = "e", "Edit the file"
