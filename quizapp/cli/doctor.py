"""`quizapp doctor`."""

import sys

import click

from quizapp.bootstrap import open_services
from quizapp.cli.lines import put, put_line
from quizapp.settings import Settings


@click.command()
@click.option("--rebuild", is_flag=True, help="Compute the schedule afresh from your history first.")
@click.pass_obj
def doctor(settings: Settings, rebuild: bool) -> None:
    """Check that the stored data is sound and the schedule is what your history gives."""
    services = open_services(settings)
    try:
        if rebuild:
            services.doctor.rebuild()
        found = services.doctor.diagnose()
    finally:
        services.close()
    put_line(f"database: {settings.database}")
    put(f"{found.events} events, {found.schedules} cards with a schedule")
    for line in (*settings.problems, *found.damage, *found.differences):
        put_line(f"wrong: {line}")
    if settings.problems or not found.sound:
        if found.differences:
            put("`quizapp doctor --rebuild` computes the schedule afresh; your history stays as it is.", err=True)
        sys.exit(1)
    put("all is well")
