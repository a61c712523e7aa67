"""`quizapp export`."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from quizapp.bootstrap import open_services
from quizapp.cli.help import Helped
from quizapp.cli.lines import put_bytes, put_document, put_line
from quizapp.domain.i18n import gettext
from quizapp.services.exports import Exports
from quizapp.settings import Settings


@click.command(cls=Helped)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["json", "csv", "anki", "apkg", "md", "html"]),
    required=True,
    help="json loses nothing; csv is for FSRS tools; anki is a text of your cards, and apkg a package with their reviews, both for Anki; "
    "md is a report to read; html is a page to keep or send.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to this file instead of printing.")
@click.option("--force", is_flag=True, help="Overwrite the file if it exists.")
@click.option("--with-answers", is_flag=True, help="Include what you typed as answers in the html page.")
@click.option("--excel", is_flag=True, help="Write the csv file so that Excel shows Korean and other letters correctly.")
@click.option("--lang", default="", help='Take only this language to Anki, such as "ko".')
@click.pass_obj
def export(settings: Settings, format_: str, output: Path | None, force: bool, with_answers: bool, excel: bool, lang: str) -> None:
    """Export your history, or your cards to Anki. The decks are not read again: questions are as they were when last read.

    Example: quizapp export --format json -o history.json
    """
    _check(format_, with_answers=with_answers, excel=excel, lang=lang)
    if format_ == "apkg" and output is None and sys.stdout is not None and sys.stdout.isatty():
        raise click.UsageError(gettext("a package is not text; name a file with -o, such as -o cards.apkg."))
    services = open_services(settings)
    try:
        if output is not None:
            services.exports.check(output, overwrite=force)
        content = _making(services.exports, format_, lang, with_answers=with_answers, excel=excel)()
        if output is not None:
            services.exports.save(output, content, overwrite=force)
            put_line(gettext("wrote {file}", file=output), err=True)
        elif isinstance(content, bytes):
            put_bytes(content)
        else:
            put_document(content)
    finally:
        services.close()


def _check(format_: str, *, with_answers: bool, excel: bool, lang: str) -> None:
    """Raises click.UsageError for an option that goes with other formats."""
    if with_answers and format_ != "html":
        raise click.UsageError(gettext("--with-answers goes with --format html."))
    if excel and format_ != "csv":
        raise click.UsageError(gettext("--excel goes with --format csv."))
    if lang and format_ not in ("anki", "apkg"):
        raise click.UsageError(gettext("--lang goes with --format anki and --format apkg."))


def _making(exports: Exports, format_: str, lang: str, *, with_answers: bool, excel: bool) -> Callable[[], str | bytes]:
    made: dict[str, Callable[[], str | bytes]] = {
        "json": exports.json,
        "csv": exports.spreadsheet if excel else exports.csv,
        "anki": partial(exports.anki_text, lang),
        "apkg": partial(exports.anki_package, lang),
        "md": exports.markdown,
        "html": partial(exports.html, with_answers=with_answers),
    }
    return made[format_]
