"""`quizapp plan`: the interview that is prepared for, and the days ahead."""

import sys
from datetime import date
from typing import Any

import click

from quizapp.cli.help import Helped
from quizapp.cli.lines import columns, put, put_json, say
from quizapp.domain.errors import SettingsError
from quizapp.domain.i18n import gettext, ngettext, pgettext
from quizapp.domain.statistics_tables import FigureTable
from quizapp.plots.columns import lines
from quizapp.services.container import Services
from quizapp.services.plans import Outlook
from quizapp.settings import SETTINGS, Settings, refusal
from quizapp.ui.plan_phrases import interview_phrase, readiness_phrase, shortfall_phrase

EXAMPLE = "2027-03-15"
ROOM = 80
"""Columns of a table that goes elsewhere than to a terminal."""


@click.command(cls=Helped)
@click.option("--date", "day", help='Prepare for an interview on this day, such as 2027-03-15; "none" for none.')
@click.option("--topic", "topics", multiple=True, help='Prepare for this topic, given by title or id; may be repeated. "all" for all.')
@click.option("--minutes", type=int, help="The minutes that you have per study day.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def plan(settings: Settings, day: str | None, topics: tuple[str, ...], minutes: int | None, as_json: bool) -> None:
    """Show the days up to your interview and how much you will recall on it, or set its date. The exit code is 1 if no date is set.

    Example: quizapp plan --date 2027-03-15 --minutes 30
    """
    from quizapp.bootstrap import open_services
    from quizapp.cli.reading import refresh

    services = open_services(settings)
    try:
        refresh(services)
        _set(services, day, topics, minutes)
        outlook = services.plans.outlook()
        if as_json:
            put_json(_document(outlook))
        elif outlook is None:
            put(_no_interview(services))
        else:
            _tell(services, outlook)
    finally:
        services.close()
    if outlook is None and day is None:
        sys.exit(1)


def _set(services: Services, day: str | None, topics: tuple[str, ...], minutes: int | None) -> None:
    """Puts what was asked for into the settings, all of it or, where something cannot be, nothing. Raises SettingsError and others."""
    wanted: dict[str, Any] = {}
    if day is not None:
        wanted["interview_date"] = "" if day == "none" else SETTINGS["interview_date"].kind.read(day)
    if topics:
        wanted["interview_topics"] = () if topics == ("all",) else tuple(dict.fromkeys(map(services.catalog.topic, topics)))
    if minutes is not None:
        wanted["minutes_per_day"] = minutes
    for name, value in wanted.items():
        if complaint := refusal(name, value):
            raise SettingsError(complaint)
    if wanted.get("interview_date") and date.fromisoformat(wanted["interview_date"]) < services.study.day():
        raise SettingsError(gettext("{day} is over", day=wanted["interview_date"]), gettext("Give a day that is still to come."))
    for name, value in wanted.items():
        services.preferences.change(name, value)


def _no_interview(services: Services) -> str:
    over = services.preferences.settings.interview_date
    if over:
        return gettext("The interview on {day} is over. `quizapp plan --date {example}` sets another date.", day=over, example=EXAMPLE)
    return gettext("No interview date is set. `quizapp plan --date {example}` sets one.", example=EXAMPLE)


def _tell(services: Services, outlook: Outlook) -> None:
    ahead, language = outlook.forecast, services.preferences.settings.asked_in
    for problem in services.plans.problems():
        say(problem)
    cards = ngettext("{count:,} card", "{count:,} cards", ahead.cards)
    unseen = gettext("{count:,} unseen", count=ahead.unseen)
    minutes = ngettext("{count} minute a day", "{count} minutes a day", outlook.target.minutes)
    put(f"{interview_phrase(outlook.target, services.study.day())} · {cards}, {unseen} · {minutes}")
    say(readiness_phrase(outlook) + " " + gettext("Cards that you have not seen count as forgotten."))
    if short := shortfall_phrase(outlook):
        say(short)
    say(
        gettext(
            "Counted with {new:.0f} s for a new card and {review:.0f} s for a review, from your own answers where there are enough.",
            new=outlook.costs.new,
            review=outlook.costs.review,
        )
    )
    put()
    _tell_days(outlook)
    put()
    _tell_topics(outlook, services.catalog.topic_titles(language))


def _tell_days(outlook: Outlook) -> None:
    heads = (pgettext("a column", "new"), pgettext("a column", "reviews"), pgettext("a column", "minutes"))
    _rows(
        (gettext("day"), *heads),
        [
            (each.day.isoformat(), *(f"{number:,.0f}" for number in (each.new, each.reviews, each.minutes)))
            for each in outlook.forecast.days
        ],
    )


def _tell_topics(outlook: Outlook, titles: dict[str, str]) -> None:
    heads = (pgettext("a column", "cards"), pgettext("a column", "unseen"), gettext("today"), gettext("on the day"))
    _rows(
        (gettext("topic"), *heads),
        [
            (titles[each.topic], f"{each.cards:,}", f"{each.unseen:,}", f"{each.today:.0%}", f"{each.on_the_day.expected:.0%}")
            for each in outlook.forecast.by_topic
        ],
    )


def _rows(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    for line in lines(FigureTable(heads, tuple(rows)), columns() or ROOM):
        put(line)


def _document(outlook: Outlook | None) -> dict[str, Any]:
    if outlook is None:
        return {"interview": None}
    ahead, short = outlook.forecast, outlook.shortfall
    return {
        "interview": outlook.target.day.isoformat(),
        "days_left": ahead.days_left,
        "cards": ahead.cards,
        "unseen": ahead.unseen,
        "minutes": outlook.target.minutes,
        "readiness": {"today": round(ahead.today, 4), "on_the_day": _band(ahead.on_the_day)},
        "by_topic": [
            {
                "topic": each.topic,
                "cards": each.cards,
                "unseen": each.unseen,
                "today": round(each.today, 4),
                "on_the_day": _band(each.on_the_day),
            }
            for each in ahead.by_topic
        ],
        "days": [
            {"date": each.day.isoformat(), "new": round(each.new), "reviews": round(each.reviews), "minutes": round(each.minutes, 1)}
            for each in ahead.days
        ],
        "shortfall": short and {"late": short.late, "lost": round(short.lost, 4), "minutes": short.minutes, "cards": short.cards},
    }


def _band(readiness: Any) -> dict[str, float]:
    return {"low": round(readiness.low, 4), "expected": round(readiness.expected, 4), "high": round(readiness.high, 4)}
