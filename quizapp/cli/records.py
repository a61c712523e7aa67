"""`quizapp export`, `quizapp doctor` and `quizapp config`."""

import json
import sys
from pathlib import Path

import click

from quizapp.bootstrap import open_services
from quizapp.cli.reading import refresh
from quizapp.settings import CHECKS, Settings


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
    if not found.sound:
        if found.differences:
            click.echo("`quizapp doctor --rebuild` computes the schedule afresh; your history stays as it is.", err=True)
        sys.exit(1)
    click.echo("all is well")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def config(settings: Settings, as_json: bool) -> None:
    """The settings in force, and where everything is kept."""
    values = {key: getattr(settings, key) for key in CHECKS}
    places = {
        "config_file": settings.config_file,
        "database": settings.database,
        "content": settings.content,
        "crash_files": settings.state_dir,
    }
    shown = values | {name: str(path) for name, path in places.items()}
    if as_json:
        click.echo(json.dumps(shown, ensure_ascii=False, indent=1))
    else:
        for name, value in shown.items():
            click.echo(f"{name:<18} {value}")
    for problem in settings.problems:
        click.echo(f"quizapp: {problem}", err=True)
