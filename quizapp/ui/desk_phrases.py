"""What lies on the desk in the morning, in sentences: above and below the topics on the home screen."""

from textual.content import Content

from quizapp.domain.i18n import gettext
from quizapp.services.desk import DeskView
from quizapp.services.plans import Outlook
from quizapp.ui import commands
from quizapp.ui.plan_phrases import interview_phrase, missed_phrase, readiness_phrase, shortfall_phrase
from quizapp.ui.widgets.inline import inline
from quizapp.ui.widgets.lately import strip


def desk_phrase(view: DeskView, outlook: Outlook | None) -> str:
    """The interview ahead; where nothing was answered yet, how its date is set."""
    if outlook is None and not view.answers:
        return gettext("Do you have an interview? Set its date with {key}.", key=commands.ShowSettings.spoken())
    return interview_summary(view, outlook)


def interview_summary(view: DeskView, outlook: Outlook | None) -> str:
    """The interview ahead, and how ready one will be; empty where there is none."""
    if outlook is None:
        return ""
    said = (
        f"{interview_phrase(outlook.target, view.today)}.",
        readiness_phrase(outlook),
        missed_phrase(view.points),
        shortfall_phrase(outlook),
    )
    return " ".join(filter(None, said))


def strip_phrase(view: DeskView) -> Content:
    """The last four weeks in a line, and the card that was hardest in them."""
    if not view.answers:
        return Content("")
    lines = [Content(gettext("Last 4 weeks:") + " ") + strip(view.answers, view.today)]
    if view.hard:
        lines.append(Content(gettext("Hard lately:") + " ") + inline(view.hard[0].question))
    return Content("\n").join(lines)
