"""`quizapp stats`."""

from collections.abc import Iterator

import click

from quizapp.bootstrap import open_services
from quizapp.cli.help import Helped
from quizapp.cli.lines import columns, put, put_document, say
from quizapp.cli.reading import refresh
from quizapp.domain.statistics import Statistics
from quizapp.domain.statistics_tables import tables
from quizapp.domain.statistics_words import Section, meaning
from quizapp.settings import Settings

WIDTH = 80
"""Columns of the tables where the output goes to no terminal."""
INDENT = "  "


@click.command(cls=Helped)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def stats(settings: Settings, as_json: bool) -> None:
    """Show your progress in figures, each with a sentence that says what it means.

    Example: quizapp stats --json
    """
    services = open_services(settings)
    try:
        refresh(services)
        if as_json:
            put_document(services.exports.statistics())
        else:
            _print(services.progress().statistics(settings.asked_in))
    finally:
        services.close()


def _print(statistics: Statistics) -> None:
    for place, section in enumerate(Section):
        if place:
            put()
        put(section.heading, bold=True)
        say(meaning(section, statistics))
        for line in _tables(section, statistics):
            put(line)


def _tables(section: Section, statistics: Statistics) -> Iterator[str]:
    """Each table with an empty line before it."""
    from quizapp.plots.columns import lines

    for table in tables(section, statistics):
        yield ""
        yield from (f"{INDENT}{line}" for line in lines(table, (columns() or WIDTH) - len(INDENT)))
