"""Commands whose help is in the language of the interface, also the words in it that are click's, and wrapped by cells, not characters."""

import inspect
from collections.abc import Iterable
from copy import copy

import click

from quizapp.cli.lines import wrapped
from quizapp.domain.i18n import gettext


class CellFormatter(click.HelpFormatter):
    """Breaks lines where a terminal would: a Korean letter takes two cells."""

    def write_text(self, text: str) -> None:
        """Write paragraphs, an empty line between them."""
        indent = " " * self.current_indent
        paragraphs = (wrapped(" ".join(each.split()), self.width - len(indent)) for each in text.split("\n\n"))
        lines = (f"{indent}{line}".rstrip() for line in "\n\n".join(paragraphs).split("\n"))
        self.write("\n".join(lines) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write names and what they mean, in two columns. A name of more than `col_max` cells has a line of its own."""
        rows = list(rows)
        column = min(max(len(name) for name, _ in rows), col_max) + col_spacing
        indent = " " * (self.current_indent + column)
        for name, text in rows:
            start = name.ljust(column) if len(name) <= column - col_spacing else f"{name}\n{indent}"
            lines = wrapped(text, self.width - len(indent)).split("\n")
            self.write(" " * self.current_indent + start + f"\n{indent}".join(lines) + "\n")


class HelpContext(click.Context):
    """In which help is formatted by cells."""

    formatter_class = CellFormatter


class Helped(click.Command):
    """Its help and that of its options are looked up when they are shown, each as a whole."""

    context_class = HelpContext

    def text(self) -> str:
        """What it does, in paragraphs."""
        return gettext(help_of(self))

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return its first sentence, for the list of all commands."""
        return click.Command.get_short_help_str(self._in_words(), limit)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how it is called."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), gettext("Usage:") + " ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what it does."""
        click.Command.format_help_text(self._in_words(), ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each option does."""
        with formatter.section(gettext("Options")):
            formatter.write_dl([_record(each, ctx) for each in self.get_params(ctx) if isinstance(each, click.Option)])

    def _in_words(self) -> "Helped":
        words = copy(self)
        words.help = self.text()
        return words


class HelpedGroup(Helped, click.Group):
    """Lists its commands with the whole sentence about each."""

    command_class = Helped

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the commands."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List each command in as many lines as it takes."""
        found = {name: self.get_command(ctx, name) for name in self.list_commands(ctx)}
        with formatter.section(gettext("Commands")):
            formatter.write_dl([(name, command.get_short_help_str(limit=1000)) for name, command in found.items() if command])


def help_of(command: click.Command) -> str:
    """What `command` does, in paragraphs, as the catalogue has it."""
    return inspect.cleandoc(command.help or "")


def _record(option: click.Option, ctx: click.Context) -> tuple[str, str]:
    """How `option` is written, and what it does."""
    extra = option.get_help_extra(ctx)
    allowed = [gettext("default: {default}", default=extra["default"])] if "default" in extra else []
    allowed += [extra["range"]] if "range" in extra else []
    does = gettext(option.help) if option.help else ""
    return option.get_help_spec(ctx), f"{does} [{'; '.join(allowed)}]" if allowed else does
