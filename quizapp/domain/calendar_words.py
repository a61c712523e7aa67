"""What days and months are called, shortly."""

from datetime import date

from quizapp.domain.i18n import gettext, pgettext


def month_name(day: date) -> str:
    """The month of `day`: "Dec"."""
    names = (
        pgettext("a month", "Jan"),
        pgettext("a month", "Feb"),
        pgettext("a month", "Mar"),
        pgettext("a month", "Apr"),
        pgettext("a month", "May"),
        pgettext("a month", "Jun"),
        pgettext("a month", "Jul"),
        pgettext("a month", "Aug"),
        pgettext("a month", "Sep"),
        pgettext("a month", "Oct"),
        pgettext("a month", "Nov"),
        pgettext("a month", "Dec"),
    )
    return names[day.month - 1]


def weekday_names() -> tuple[str, ...]:
    """The days of a week, from Monday on."""
    return (
        pgettext("a day of the week", "Mon"),
        pgettext("a day of the week", "Tue"),
        pgettext("a day of the week", "Wed"),
        pgettext("a day of the week", "Thu"),
        pgettext("a day of the week", "Fri"),
        pgettext("a day of the week", "Sat"),
        pgettext("a day of the week", "Sun"),
    )


def short_date(day: date) -> str:
    """A day of this year or so: "Dec 7"."""
    return gettext("{month} {day}", month=month_name(day), day=day.day)
