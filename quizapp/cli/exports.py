"""`quizapp export` and `quizapp doctor`."""

import sys
from pathlib import Path

import click

from quizapp.bootstrap import open_services
from quizapp.cli.reading import refresh
from quizapp.settings import Settings


@click.command()
@click.option(
    "--format",
    "format_",
    type=click.Choice(["json", "csv", "md"]),
    required=True,
    help="json loses nothing; csv is for FSRS tools; md is to read.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to this file instead of printing.")
@click.option("--force", is_flag=True, help="Overwrite the file if it exists.")
@click.pass_obj
def export(settings: Settings, format_: str, output: Path | None, force: bool) -> None:
    """Take your history along."""
    services = open_services(settings)
    try:
        refresh(services)
        records = services.records
        text = {"json": records.json, "csv": records.csv, "md": records.markdown}[format_]()
        if output is None:
            click.echo(text, nl=False)
        else:
            records.save(output, text, overwrite=force)
            click.echo(f"wrote {output}", err=True)
    finally:
        services.close()


@click.command()
@click.option("--rebuild", is_flag=True, help="Compute the schedule afresh from your history first.")
@click.pass_obj
def doctor(settings: Settings, rebuild: bool) -> None:
    """Check that the stored data is sound and the schedule is what your history gives."""
    services = open_services(settings)
    try:
        if rebuild:
            services.records.rebuild()
        found = services.records.diagnose()
    finally:
        services.close()
    click.echo(f"database: {settings.database}")
    click.echo(f"{found.events} events, {found.schedules} cards with a schedule")
    for line in (*settings.problems, *found.damage, *found.differences):
        click.echo(f"wrong: {line}")
    if settings.problems or not found.sound:
        if found.differences:
            click.echo("`quizapp doctor --rebuild` computes the schedule afresh; your history stays as it is.", err=True)
        sys.exit(1)
    click.echo("all is well")
