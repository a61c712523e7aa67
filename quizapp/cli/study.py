"""`quizapp quiz`."""

import click

from quizapp.cli.help import Helped
from quizapp.cli.lines import full_screen
from quizapp.cli.main import run
from quizapp.domain.modes import MODES, STARTED, Mode
from quizapp.settings import Settings


class _WithModes(Helped):
    """Its help names the modes, a paragraph each."""

    def text(self) -> str:
        modes = (f"{mode}: {MODES[mode].asks} {MODES[mode].schedule}" for mode in STARTED)
        return super().text().format(modes="\n\n".join(modes))


@click.command(
    cls=_WithModes,
    help="Ask today's questions, or those of another MODE.\n\n{modes}\n\nExample: quizapp quiz --mode cram --topic Perceptrons",
)
@click.option("--topic", help="Ask only this topic, given by title or id.")
@click.option("--limit", type=click.IntRange(min=1), help="Ask at most this many cards.")
@click.option("--mode", type=click.Choice([*map(str, STARTED)]), default=Mode.QUIZ.value, help="What to ask; by default, today's quiz.")
@click.option("--lang", help='Ask in this language, such as "ko"; "alternate" asks in one and answers in another.')
@click.option("--plain", is_flag=True, help="Ask line by line, without the full screen. Automatic if the terminal cannot show one.")
@click.pass_obj
def quiz(settings: Settings, topic: str | None, limit: int | None, mode: str, lang: str | None, plain: bool) -> None:
    """Starts a quiz, on the whole screen or, also where the terminal shows none, line by line."""
    if not plain and full_screen():
        run(settings, "quiz", topic, limit, lang, mode=Mode(mode))
        return
    from quizapp.cli.plain.opening import hold_quiz

    hold_quiz(settings, topic, limit, lang, Mode(mode))
