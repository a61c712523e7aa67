"""On the settings screen."""

from quizapp.ui.commands.command import Command


class RaiseSetting(Command):
    """The setting's next value: more, or the next choice."""

    key, label, key_display = "right,plus,equals_sign", "Change", "←→"


class LowerSetting(Command):
    """The setting's value before: less, or the choice before."""

    key, label, shown, key_display = "left,minus", "Change", False, "←"


class SetSetting(Command):
    """Type the setting's value; where there are choices, take the next."""

    key, label, key_display = "enter", "Set", "⏎"


class EditSettings(Command):
    """Open the settings file in your editor; what you save is in force when you come back."""

    key, label = "e", "Edit the file"
