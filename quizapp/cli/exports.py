"""`quizapp export`."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from quizapp.bootstrap import open_services
from quizapp.cli.help import Helped
from quizapp.cli.lines import put_document, put_line
from quizapp.domain.i18n import gettext
from quizapp.settings import Settings


@click.command(cls=Helped)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["json", "csv", "md", "html"]),
    required=True,
    help="json loses nothing; csv is for FSRS tools; md is a report to read; html is a page to keep or send.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to this file instead of printing.")
@click.option("--force", is_flag=True, help="Overwrite the file if it exists.")
@click.option("--with-answers", is_flag=True, help="Include what you typed as answers in the html page.")
@click.pass_obj
def export(settings: Settings, format_: str, output: Path | None, force: bool, with_answers: bool) -> None:
    """Export your history. The decks are not read again: questions are as they were when last read.

    Example: quizapp export --format json -o history.json
    """
    if with_answers and format_ != "html":
        raise click.UsageError(gettext("--with-answers goes with --format html."))
    services = open_services(settings)
    try:
        exports = services.exports
        page = partial(exports.html, with_answers=with_answers)
        made: dict[str, Callable[[], str]] = {"json": exports.json, "csv": exports.csv, "md": exports.markdown, "html": page}
        text = made[format_]()
        if output is None:
            put_document(text)
        else:
            exports.save(output, text, overwrite=force)
            put_line(gettext("wrote {file}", file=output), err=True)
    finally:
        services.close()
