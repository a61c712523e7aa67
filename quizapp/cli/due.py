"""`quizapp due`. It has few milliseconds: what it does not always need is imported where it is needed."""

from datetime import UTC, datetime

import click

from quizapp.cli.help import Helped
from quizapp.cli.lines import put, put_json
from quizapp.domain.today import Today
from quizapp.services.preferences import Preferences
from quizapp.services.waiting import look_up
from quizapp.settings import Settings
from quizapp.ui.phrases import waiting_phrase


@click.command(cls=Helped)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def due(settings: Settings, as_json: bool) -> None:
    """Show what is due today, on one line for a shell prompt or a status bar.

    Example: quizapp due --json
    """
    preferences, now = Preferences(settings), datetime.now(UTC)
    today = look_up(preferences, now) or _after_reading(settings)
    calendar = preferences.calendar
    if as_json:
        following = None if today.next is None else calendar.start(today.next).astimezone(calendar.zone)
        put_json({"due": today.due, "new": today.new, "next": following and following.isoformat()}, indent=None)
    else:
        put(waiting_phrase(today, calendar.day(now)))


def _after_reading(settings: Settings) -> Today:
    """Once the database is ready and the decks have been read."""
    from quizapp.bootstrap import open_services
    from quizapp.cli.reading import refresh

    services = open_services(settings)
    try:
        refresh(services)
        return services.study.today()
    finally:
        services.close()
