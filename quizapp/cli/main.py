"""The `quizapp` command itself: its options, its subcommands by name, and what becomes of an error."""

import sys
from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quizapp import __version__
from quizapp.cli import completion, streams
from quizapp.cli.help import HelpedGroup
from quizapp.cli.lines import complain, note
from quizapp.domain.errors import (
    DeckError,
    PlaceError,
    QuizAppError,
    ReviewLogError,
    SettingsError,
    StorageError,
    UnknownLanguageError,
    UnknownTopicError,
    suggestion,
)
from quizapp.domain.i18n import gettext
from quizapp.domain.modes import Mode
from quizapp.settings import Settings, from_process, reread
from quizapp.settings.interface import ENGLISH, interface_language, speak

if TYPE_CHECKING:
    from quizapp.domain.history import MockSetup
    from quizapp.services.container import Services

DONE, NO, USAGE, DATA, DEFECT, NO_OUTPUT, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 3, 70, 74, 130, 141
"""Exit codes: done; the answer is no; wrong usage; data or deck unreadable; a defect of QuizApp; the output cannot be written; Ctrl-C; the
reader of our output left."""

TOLD = 3
"""How many mistakes in the settings every command lists; `quizapp config` lists them all."""

_COMMANDS = {
    "quiz": "study",
    "due": "due",
    "plan": "plan",
    "cards": "cards",
    "show": "cards",
    "new": "new",
    "check": "check",
    "deck": "decks",
    "import": "import_",
    "demo": "demo",
    "mock": "mock",
    "stats": "stats",
    "optimise": "optimise",
    "export": "exports",
    "sync": "sync",
    "group": "group",
    "backup": "backup",
    "restore": "backup",
    "doctor": "doctor",
    "config": "config",
}
"""Each command's module in this package."""


class Commands(HelpedGroup):
    """Finds a command in its module, and suggests one for a mistyped name."""

    def get_help(self, ctx: click.Context) -> str:
        """Its help, in the language of the interface; in English where the settings cannot be found, and why."""
        if ctx.obj is None:
            try:
                _begin(ctx, None, ctx.params.get("data_dir"))
            except SettingsError as error:
                note(error)
        return super().get_help(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """List them in the order of the table."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, or a usage error that names the nearest. Completing a line in the shell is no place for an error."""
        if cmd_name not in _COMMANDS:
            if ctx.resilient_parsing:
                return None
            ctx.fail(gettext("there is no command {name!r}.", name=cmd_name) + " " + suggestion(cmd_name, _COMMANDS))
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command = getattr(import_module(f"quizapp.cli.{_COMMANDS[cmd_name]}"), name)
        assert isinstance(command, click.Command)
        return command


def _begin(context: click.Context, parameter: click.Parameter | None, data_dir: Path | None) -> Path | None:  # noqa: ARG001
    """Reads the settings and speaks their language, before anything is said."""
    if context.resilient_parsing:
        return data_dir
    context.obj = settings = from_process(data_dir)
    try:
        speak(language := interface_language(settings))
        if language != ENGLISH:
            context.obj = reread(settings)  # what is wrong in them is said in that language too
    except SettingsError as error:
        note(error)
    return data_dir


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    callback=_begin,
    is_eager=True,
    help="Keep all data in this folder.",
)
@click.version_option(__version__, prog_name="quizapp")
@click.pass_context
def group(context: click.Context, data_dir: Path | None) -> None:  # noqa: ARG001  (`_begin` has looked there)
    """Technical interview questions, asked just before you forget them. Without a command, this opens the app."""
    if context.invoked_subcommand != "config":  # which tells them itself, after what was edited
        _tell(context.obj.problems)
    if context.invoked_subcommand is None:
        run(context.obj)


def _tell(problems: Sequence[str]) -> None:
    """Report, beside the output of any command, what is wrong in the settings."""
    if problems:
        from quizapp.cli.lines import note

        for problem in problems[:TOLD]:
            note(problem)
        if len(problems) > TOLD:
            note(gettext("and {count} more: `quizapp config` lists them.", count=len(problems) - TOLD))


def run(
    settings: Settings,
    start: str = "home",
    topic: str | None = None,
    limit: int | None = None,
    lang: str | None = None,
    demo: tuple[str, dict[str, str], int] | None = None,
    mode: Mode = Mode.QUIZ,
    mock: "MockSetup | None" = None,
) -> None:
    """Opens the app in this terminal; `demo` is an id, its settings and a seed; the topics of `mock` are as a person writes them."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError(
            gettext(
                "the app needs a terminal. Without one, `quizapp quiz --plain` asks line by line; for scripts there are `quizapp due` and "
                "`quizapp export`."
            )
        )
    from quizapp.bootstrap import open_services

    services = open_services(settings)
    free, problem = True, ""
    try:
        if (start == "quiz" or mock) and services.library.empty():
            services.library.refresh(_progress)
        try:
            wanted, lang, mock = _known(services, topic, lang, mock)
        except (UnknownTopicError, UnknownLanguageError):
            services.library.refresh(_progress)  # the decks may have changed since: else it waits until the first question has been painted
            wanted, lang, mock = _known(services, topic, lang, mock)
        if start == "quiz":
            services.sessions.look_ahead(mode, wanted)
        from quizapp.ui.app import run_app
        from quizapp.ui.messages import DemoRequested

        code, unsaved = run_app(services, start, wanted, limit, lang, DemoRequested(*demo) if demo else None, mode, mock)
        if not code:
            from quizapp.ui.exchanging import exchange_at_the_end

            free, problem = exchange_at_the_end(services)
    finally:
        if free:
            services.close()
    if problem:
        note(problem)
    if unsaved:
        note(gettext("the last thing you typed could not be saved: {reason}", reason=unsaved))
    if code:
        sys.exit(code)


def _progress(done: int, of: int) -> None:
    from quizapp.cli.reading import progress

    progress(done, of)


def _known(
    services: "Services", topic: str | None, lang: str | None, mock: "MockSetup | None"
) -> tuple[str | None, str | None, "MockSetup | None"]:
    """What a person has typed, as the services name it."""
    if mock:
        mock = services.mocks.named(mock, lang)
        return None, lang and mock.language, mock
    return topic and services.catalog.topic(topic), lang and services.catalog.language(lang), None


def main() -> int:
    """Runs the command line and returns its exit code. Nothing but a sentence reaches the terminal."""
    streams.prepare()
    try:
        if completion.asked():
            return completion.answer(group)
        with group.make_context("quizapp", sys.argv[1:]) as context:
            group.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except click.ClickException as error:
        complain(error)
        return USAGE
    except QuizAppError as error:
        note(error)
        return DATA if isinstance(error, StorageError | DeckError | PlaceError | ReviewLogError) else USAGE
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        streams.drop_output()
        return PIPE_CLOSED
    except Exception as error:  # noqa: BLE001  (the last resort: it is written down and named)
        if isinstance(error, OSError) and streams.output_failed():
            streams.drop_output()
            note(gettext("the output cannot be written: {reason}. Send it somewhere else.", reason=error.strerror))
            return NO_OUTPUT
        from quizapp.cli.crash import tell

        tell(error)
        return DEFECT
    return DONE
