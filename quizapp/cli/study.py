"""`quizapp quiz` and `quizapp due`."""

import json

import click

from quizapp.bootstrap import open_services
from quizapp.cli.main import run
from quizapp.settings import Settings
from quizapp.ui.wording import waiting_told


@click.command()
@click.option("--topic", help="Ask one topic only: its title or id.")
@click.option("--limit", type=click.IntRange(min=1), help="Ask at most this many cards.")
@click.option("--lang", help='Ask in this language, such as "ko"; "alternate" asks in one and answers in another.')
@click.option("--plain", is_flag=True, help="Line by line, without the full screen: for screen readers, pipes and slow links.")
@click.pass_obj
def quiz(settings: Settings, topic: str | None, limit: int | None, lang: str | None, plain: bool) -> None:
    """Start with today's first question."""
    if not plain:
        run(settings, "quiz", topic, limit, lang)
        return
    from quizapp.cli.plain import hold_quiz

    hold_quiz(settings, topic, limit, lang)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def due(settings: Settings, as_json: bool) -> None:
    """What waits today, in a line for a prompt or a status bar."""
    services = open_services(settings)
    try:
        services.library.refresh()
        today = services.study.today()
        calendar = services.study.calendar
        following = None if today.next is None else calendar.start(today.next).astimezone(calendar.zone)
    finally:
        services.close()
    if as_json:
        click.echo(json.dumps({"due": today.due, "new": today.new, "next": following and following.isoformat()}))
    else:
        click.echo(waiting_told(today))
