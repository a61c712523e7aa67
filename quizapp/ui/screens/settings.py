"""The settings: each with its value, and for the one under the cursor what it means. A change is saved and in force at once."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import events, on, work
from textual.app import ComposeResult
from textual.widgets import DataTable, Input, Static

from quizapp.domain.errors import QuizAppError, SettingsError, UnknownTopicError
from quizapp.domain.i18n import gettext, gettext_noop, pgettext
from quizapp.services.catalog import Catalog
from quizapp.services.lazy import Lazy
from quizapp.services.preferences import Preferences
from quizapp.settings import SETTINGS
from quizapp.settings.kinds import CalendarDay, OneOf, Probability, Titles, Whole, Zone
from quizapp.settings.zones import near_zones
from quizapp.ui import commands, messages
from quizapp.ui.command_screen import CommandScreen
from quizapp.ui.phrases import workload_phrase
from quizapp.ui.widgets.key_bar import KeyBar
from quizapp.ui.widgets.list_table import ListTable
from quizapp.ui.widgets.topbar import TopBar

if TYPE_CHECKING:
    from quizapp.services.optimising import Optimisation, Optimiser

SUGGESTED = 4
"""Time zones named while one is being typed."""
CHANGED = "•"
"""Marks a setting whose value is not the default."""


class SettingsTable(ListTable[Text]):
    """Left and right are its screen's as well, which changes the value with them."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action not in {"cursor_left", "cursor_right"} and super().check_action(action, parameters)


class SettingsScreen(CommandScreen[None]):
    """All settings; `themes` are those that there are."""

    CSS_PATH = "settings.tcss"
    ACTIONS = (
        commands.RaiseSetting,
        commands.LowerSetting,
        commands.SetSetting,
        commands.LearnWeights,
        commands.TakeBackWeights,
        commands.EditSettings,
        commands.Help,
        commands.Back,
    )
    BINDINGS: ClassVar = commands.bindings(ACTIONS)
    KEEPS = False
    NAME = gettext_noop("Settings")

    def __init__(self, preferences: Preferences, optimising: Lazy["Optimiser"], catalog: Catalog, themes: Sequence[str]) -> None:
        super().__init__()
        self._preferences = preferences
        self._optimising = optimising
        self._learning = False
        """Whether weights are being learned."""
        self._outcome = ""
        """What came of learning them."""
        self._catalog = catalog
        languages = catalog.languages()
        alternate = ["alternate"] if len(languages) > 1 else []
        self._choices: dict[str, Sequence[Any]] = {"language": ["", *languages, *alternate], "theme": themes}
        """The choices of settings whose choices depend on what there is."""

    def compose(self) -> ComposeResult:
        yield TopBar(gettext("Settings"))
        yield SettingsTable(id="settings", cursor_type="row", show_header=False)
        yield Static("", id="about", markup=False)
        yield Static("", id="more", markup=False)
        yield Input(id="typed", compact=True, select_on_focus=False)
        yield KeyBar()

    def on_mount(self) -> None:
        table = self.query_one(SettingsTable)
        table.add_column("setting", key="setting", width=max(map(len, SETTINGS)) + 4)
        table.add_column("value", key="value")
        for name in SETTINGS:
            table.add_row(Text(title(name)), Text(self._described(name)), key=name)
        self._show_values()
        table.focus()

    async def reload(self) -> None:
        """The values may have changed, and the schedule has followed."""
        self.query_one(TopBar).tell(gettext("Settings"), "")
        self._show_values()
        if not self._typing:
            self._explain()

    async def respell(self) -> None:
        """The cursor stays where it is."""
        row = self.query_one(SettingsTable).cursor_row
        await super().respell()
        self.query_one(SettingsTable).move_cursor(row=row)

    # -- what is shown -----------------------------------------------------------------------------------------------

    @property
    def _setting(self) -> str:
        """The setting under the cursor."""
        return list(SETTINGS)[self.query_one(SettingsTable).cursor_row]

    def _value(self, name: str) -> Any:
        return getattr(self._preferences.settings, name)

    def _described(self, name: str) -> str:
        value = self._value(name)
        if name == "interview_topics" and value:
            titles = self._topic_titles()
            return ", ".join(titles.get(topic, topic) for topic in value)
        system = f" ({self._preferences.calendar.zone})" if (name, value) == ("time_zone", "") else ""
        return SETTINGS[name].described(value) + system

    def _topic_titles(self) -> Mapping[str, str]:
        return self._catalog.topic_titles(self._preferences.settings.asked_in)

    def _usual(self, name: str) -> str:
        """The default of a setting that was changed."""
        usual = SETTINGS[name].default
        return gettext("Default: {value}.", value=SETTINGS[name].described(usual)) if self._value(name) != usual else ""

    def _show_values(self) -> None:
        table = self.query_one(SettingsTable)
        for name in SETTINGS:
            changed = self._value(name) != SETTINGS[name].default
            table.update_cell(name, "setting", Text(f"{CHANGED if changed else ' '} {title(name)}", style="bold" if changed else ""))
            table.update_cell(name, "value", Text(self._described(name), style="bold" if changed else ""), update_width=True)

    @on(DataTable.RowHighlighted)
    def _explain(self) -> None:
        self._stop_typing()
        self.query_one("#about", Static).update(f"{SETTINGS[self._setting].sentence} {self._usual(self._setting)}".strip())
        self._say("")
        if self._setting == "desired_retention":
            self._tell_workload(self._value("desired_retention"))
        self.set_class(bool(self._outcome) and self._setting == "parameters", "-telling")
        if self._setting == "parameters":
            self._say(self._outcome or gettext("{key} learns them from your reviews.", key=commands.LearnWeights.spoken()))
        elif not SETTINGS[self._setting].kind.typed:
            self._say(gettext("This is set in the settings file. {key} opens it.", key=commands.EditSettings.spoken()))
        self.refresh_bindings()

    def _say(self, words: str, *, wrong: bool = False) -> None:
        more = self.query_one("#more", Static)
        more.update(words)
        more.set_class(wrong, "-wrong")

    @work(thread=True, exclusive=True, group="workload")
    def _tell_workload(self, retention: float) -> None:
        """It is simulated, which takes a moment."""
        from quizapp.domain.workload import USUAL, relative_workload

        words = workload_phrase(relative_workload(retention), USUAL) if retention != USUAL else gettext("what most people choose")
        self.call_later(self._say_workload, retention, gettext("{retention:.2f}: {effect}.", retention=retention, effect=words))

    def _say_workload(self, retention: float, words: str) -> None:
        if (self._setting, self._value("desired_retention")) == ("desired_retention", retention) and not self._typing:
            self._say(words)

    # -- changing ----------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Some settings are typed, some go up and down, some do both; lists and tables stand in the file."""
        if action in {"raise_setting", "lower_setting"}:
            return not self._typing and (self._options() is not None or self._has_steps())
        if action == "set_setting":
            return not self._typing and SETTINGS[self._setting].kind.typed
        if action == "take_back_weights":
            return not self._typing and not self._learning and self._preferences.can_take_back
        if action == "learn_weights":
            return not self._typing and not self._learning
        return action != "edit_settings" or not self._typing

    def _has_steps(self) -> bool:
        kind, value = SETTINGS[self._setting].kind, self._value(self._setting)
        return isinstance(kind, Whole | Probability) or (isinstance(kind, CalendarDay) and value != "")

    def _options(self) -> Sequence[Any] | None:
        """The choices, where the setting has some."""
        kind = SETTINGS[self._setting].kind
        return kind.options if isinstance(kind, OneOf) else self._choices.get(self._setting)

    def _change(self, value: Any) -> bool:
        """False, with the reason told, where the setting cannot have the value."""
        try:
            if self._setting == "interview_topics":
                value = tuple(dict.fromkeys(map(self._catalog.topic, value)))
            self._preferences.change(self._setting, value)
        except (SettingsError, UnknownTopicError) as error:
            self._say(str(error), wrong=True)
            return False
        if self._setting in {"desired_retention", "time_zone", "rollover_hour"}:
            self.query_one(TopBar).tell(gettext("Settings"), gettext("updating the schedule ..."))
        self._show_values()
        self._explain()
        self.post_message(messages.SettingsChanged())
        return True

    def _move(self, by: int) -> None:
        value, options = self._value(self._setting), self._options()
        if options is None:
            moved = SETTINGS[self._setting].kind.moved(value, by)
        else:
            moved = options[(options.index(value) + by) % len(options)] if value in options else options[0]
        if moved != value:
            self._change(moved)

    def action_raise_setting(self) -> None:
        self._move(1)

    def action_lower_setting(self) -> None:
        self._move(-1)

    def action_set_setting(self) -> None:
        if self._options() is not None:
            self._move(1)
        else:
            value = self._value(self._setting)
            self._type(", ".join(value) if isinstance(value, tuple) else str(value))
            self.query_one(Input).select_all()
            self._suggest_for(self.query_one(Input).value)

    @on(DataTable.RowSelected)
    async def _clicked(self) -> None:
        """The row under the cursor."""
        await self.run_action("set_setting")

    def action_edit_settings(self) -> None:
        self.post_message(messages.SettingsEditRequested())

    # -- learning the weights ----------------------------------------------------------------------------------------

    def action_learn_weights(self) -> None:
        self._learning = True
        self._tell_weights(gettext("learning from your reviews ..."))
        self._learn()

    @work(thread=True, group="learning")
    def _learn(self) -> None:
        """It takes seconds with a long history."""
        try:
            learned = self._optimising().learn()
        except QuizAppError as error:
            self.call_later(self._end_learning, str(error))
        else:
            self.call_later(self._adopt, learned)

    def _adopt(self, learned: "Optimisation") -> None:
        """In the thread that grades: no grade goes by two rules."""
        words = [learned.figures[-1], learned.verdict]
        if not learned.better:
            return self._end_learning("\n".join([*words, gettext("Nothing was changed.")]))
        try:
            self._optimising().adopt(learned)
        except SettingsError as error:
            return self._end_learning(str(error))
        words.append(gettext("They are in force from now on. {key} takes them back.", key=commands.TakeBackWeights.spoken()))
        self._end_learning("\n".join(words))
        self._follow_weights()
        return None

    def _end_learning(self, words: str) -> None:
        self._learning = False
        self._tell_weights(words)

    def action_take_back_weights(self) -> None:
        try:
            self._preferences.take_back()
        except SettingsError as error:
            self._tell_weights(str(error))
            return
        self._tell_weights(
            gettext("The weights from before are in force again. {key} brings the others back.", key=commands.TakeBackWeights.spoken())
        )
        self._follow_weights()

    def _follow_weights(self) -> None:
        self.query_one(TopBar).tell(gettext("Settings"), gettext("updating the schedule ..."))
        self._show_values()
        self.post_message(messages.SettingsChanged())

    def _tell_weights(self, words: str) -> None:
        """Beside the weights themselves, where it stays to be read."""
        self._outcome = words
        self.query_one(SettingsTable).move_cursor(row=[*SETTINGS].index("parameters"))
        self._explain()

    # -- typing ------------------------------------------------------------------------------------------------------

    @property
    def _typing(self) -> bool:
        return self.has_class("-typing")

    def on_key(self, event: events.Key) -> None:
        """A digit begins a number or a day."""
        if (
            not self._typing
            and isinstance(SETTINGS[self._setting].kind, Whole | Probability | CalendarDay)
            and event.key in [*"0123456789"]
        ):
            event.stop()
            self._type(event.key)

    def _type(self, text: str) -> None:
        field = self.query_one(Input)
        field.value = text
        self.add_class("-typing")
        field.focus()
        field.cursor_position = len(text)
        self.refresh_bindings()

    def _stop_typing(self) -> None:
        if self._typing:
            self.remove_class("-typing")
            self.query_one(SettingsTable).focus()

    @on(Input.Changed)
    def _suggest(self, event: Input.Changed) -> None:
        if self._typing:
            self._suggest_for(event.value)

    def _suggest_for(self, text: str) -> None:
        """Names of time zones that are meant, perhaps, or of the topics that there are."""
        kind = SETTINGS[self._setting].kind
        if isinstance(kind, Zone):
            self._say(" · ".join(near_zones(text, SUGGESTED)) if text else "")
        elif isinstance(kind, Titles):
            self._say(" · ".join(self._topic_titles().values()))

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        self._change(SETTINGS[self._setting].kind.read(event.value))

    async def action_back(self) -> None:
        """Typing first."""
        if self._typing:
            self._explain()
        else:
            await super().action_back()


def title(name: str) -> str:
    """A setting's name as a person reads it, "New per day", in the language of the interface."""
    return pgettext("a setting", plain(name))


def plain(name: str) -> str:
    """The same as the catalogue has it."""
    return name.replace("_", " ").capitalize()
