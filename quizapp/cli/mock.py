"""`quizapp mock`: a mock interview, or the reports of those that were held."""

import click

from quizapp.bootstrap import open_services, system_random
from quizapp.cli.help import Helped
from quizapp.cli.lines import full_screen, put, put_document
from quizapp.cli.main import run
from quizapp.domain.history import MockSetup
from quizapp.domain.i18n import gettext
from quizapp.services.mock_interviews import SEEDS
from quizapp.settings import Settings

USUAL = MockSetup()


@click.command(cls=Helped)
@click.option("--topic", "topics", multiple=True, help="Draw from this topic, given by title or id; may be repeated.")
@click.option("--questions", type=click.IntRange(1, 50), default=USUAL.questions, show_default=True, help="How many questions.")
@click.option("--minutes", type=click.IntRange(1, 180), default=USUAL.minutes, show_default=True, help="How long it lasts.")
@click.option("--lang", help='Ask in this language, such as "ko"; "alternate" asks in one and answers in another.')
@click.option("--seed", type=click.IntRange(min=0), help="The same seed and history draw the same questions.")
@click.option("--report", is_flag=False, flag_value="last", help="Print the report of the interview with this name, or of the last one.")
@click.option("--format", "format_", type=click.Choice(["md", "json"]), default="md", show_default=True, help="The format of the report.")
@click.option("--list", "list_", is_flag=True, help="List past interviews.")
@click.option("--plain", is_flag=True, help="Ask line by line, without the full screen. Automatic if the terminal cannot show one.")
@click.pass_obj
def mock(
    settings: Settings,
    topics: tuple[str, ...],
    questions: int,
    minutes: int,
    lang: str | None,
    seed: int | None,
    report: str | None,
    format_: str,
    list_: bool,
    plain: bool,
) -> None:
    """Hold a mock interview: questions drawn at random, a clock, follow-ups and a report.

    Example: quizapp mock --topic Perceptrons --questions 4 --minutes 10
    """
    if report is not None or list_:
        _print(settings, report, format_)
        return
    drawn_from = system_random() % SEEDS if seed is None else seed
    setup = MockSetup(topics, questions, minutes, settings.asked_in, drawn_from)
    if not plain and full_screen():
        run(settings, lang=lang, mock=setup)
        return
    from quizapp.cli.plain.opening import hold_mock

    hold_mock(settings, setup, lang)


def _print(settings: Settings, report: str | None, format_: str) -> None:
    services = open_services(settings)
    try:
        if report is None:
            put("\n".join(services.mocks.listing()) or gettext("No mock interview has been finished yet."))
        else:
            put_document(services.mocks.text(report, format_))
    finally:
        services.close()
