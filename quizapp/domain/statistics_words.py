"""What the figures mean for the learner, a sentence or two for each kind, and what each kind is called."""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from math import sqrt

from quizapp.domain.day import ONE_DAY
from quizapp.domain.i18n import gettext, ngettext
from quizapp.domain.retention import MATURE
from quizapp.domain.statistics import Statistics

ENOUGH = 30
"""Reviews from which on their recall says something: with fewer, chance alone moves it by more than ten points either way."""
_SLIGHT = 0.02


class Section(StrEnum):
    """A kind of figure, in the order in which all are shown."""

    DAYS = "days"
    COMING = "coming"
    RETENTION = "retention"
    CALIBRATION = "calibration"
    TIME = "time"
    TOPICS = "topics"
    HARDEST = "hardest"
    PRACTICE = "practice"

    @property
    def heading(self) -> str:
        """What it is called."""
        titles = {
            Section.DAYS: gettext("Study days"),
            Section.COMING: gettext("Coming reviews"),
            Section.RETENTION: gettext("What you recall"),
            Section.CALIBRATION: gettext("How predictions came true"),
            Section.TIME: gettext("Time"),
            Section.TOPICS: gettext("Topics"),
            Section.HARDEST: gettext("Hardest cards"),
            Section.PRACTICE: gettext("Predictions and mock interviews"),
        }
        return titles[self]


def meaning(section: Section, statistics: Statistics) -> str:
    """What the figures of `section` mean, in plain words; where there are too few of them, that."""
    return _MEANINGS[section](statistics)


def _days(statistics: Statistics) -> str:
    recent = statistics.lately
    if not recent.days:
        return gettext("You have not answered a card yet. Each day on which you do will show here.")
    if recent.days == 1:
        return ngettext("You began today and gave {count:,} answer.", "You began today and gave {count:,} answers.", recent.answers)
    return ngettext(
        "You studied on {studied} of the last {days} days and gave {count:,} answer.",
        "You studied on {studied} of the last {days} days and gave {count:,} answers.",
        recent.answers,
        studied=recent.studied,
        days=recent.days,
    )


def _coming(statistics: Statistics) -> str:
    today, *later = statistics.coming
    if not today and not any(later):
        return ngettext("No review is due in the next {count} day.", "No review is due in the next {count} days.", len(statistics.coming))
    said = [
        ngettext("{count:,} review waits today.", "{count:,} reviews wait today.", today) if today else gettext("No review waits today.")
    ]
    if any(later):
        most = max(later)
        said.append(
            ngettext(
                "{total:,} more come in the days after; the busiest is {day}, with {count:,}.",
                "{total:,} more come in the days after; the busiest is {day}, with {count:,}.",
                most,
                total=sum(later),
                day=statistics.day + ONE_DAY * (later.index(most) + 1),
            )
        )
    return " ".join(said)


def _retention(statistics: Statistics) -> str:
    found = statistics.retention.lately
    recalled = found.value
    if recalled is None:
        return gettext("No review has come back after a day or more yet.")
    if found.whole < ENOUGH:
        return ngettext(
            "Only {count} review has come back after a day or more. It takes {enough} to say how much you recall.",
            "Only {count} reviews have come back after a day or more. It takes {enough} to say how much you recall.",
            found.whole,
            enough=ENOUGH,
        )
    said = ngettext(
        "You recalled {share:.0%} of {count:,} review in the last twelve months; your schedule aims at {desired:.0%}.",
        "You recalled {share:.0%} of {count:,} reviews in the last twelve months; your schedule aims at {desired:.0%}.",
        found.whole,
        share=recalled,
        desired=statistics.desired,
    )
    return " ".join([said, _against(recalled - statistics.desired, statistics.desired, found.whole), *_by_age(statistics)])


def _by_age(statistics: Statistics) -> Iterator[str]:
    young, mature = statistics.retention.young.value, statistics.retention.mature.value
    if young is not None and mature is not None:
        yield gettext(
            "Of young cards (intervals under {days} days) you recall {young:.0%}, of mature ones {mature:.0%}.",
            days=MATURE,
            young=young,
            mature=mature,
        )


def _against(beyond: float, desired: float, reviews: int) -> str:
    """Whether the recall differs from what is aimed at, by two points at least and by more than two standard errors of chance."""
    if abs(beyond) <= max(2 * sqrt(desired * (1 - desired) / reviews), _SLIGHT):
        return gettext("That is as planned.")
    if beyond > 0:
        return gettext("You remember better than planned: reviews come earlier than you need them.")
    return gettext("You remember less than planned: reviews come later than you need them.")


def _calibration(statistics: Statistics) -> str:
    found = statistics.calibration
    if not found.reviews:
        return gettext("No review has been predicted yet: the first prediction comes once a card is asked again on a later day.")
    if found.log_loss is None or found.rmse_bins is None or not found.sentence:
        return ngettext(
            "Only {count:,} review has been predicted so far: too few to say how well predictions come true.",
            "Only {count:,} reviews have been predicted so far: too few to say how well predictions come true.",
            found.reviews,
        )
    measured = ngettext(
        "Over {count:,} review: log loss {log_loss:.3f}, RMSE(bins) {rmse:.3f}.",
        "Over {count:,} reviews: log loss {log_loss:.3f}, RMSE(bins) {rmse:.3f}.",
        found.reviews,
        log_loss=found.log_loss,
        rmse=found.rmse_bins,
    )
    return f"{found.sentence} {measured}"


def _time(statistics: Statistics) -> str:
    recent = statistics.lately
    if not recent.ms:
        return gettext("No time has been measured yet.")
    return gettext(
        "On a day of study you take {minutes:.0f} min, and {seconds:.0f} sec for an answer.",
        minutes=recent.ms / recent.studied / 60_000,
        seconds=recent.ms / recent.answers / 1000,
    )


def _topics(statistics: Statistics) -> str:
    known = [(value, each) for each in statistics.topics if each.retention.whole >= ENOUGH and (value := each.retention.value) is not None]
    unseen = sum(each.count.unseen for each in statistics.topics)
    cards = sum(each.count.cards for each in statistics.topics)
    said = [gettext("You have seen {seen:,} of {cards:,} cards.", seen=cards - unseen, cards=cards)]
    if len(known) > 1:
        value, weakest = min(known, key=lambda row: row[0])
        said.append(gettext("You recall least in {topic}: {share:.0%}.", topic=weakest.count.title, share=value))
    elif len(statistics.topics) > 1:
        said.append(gettext("Topics can be compared once two of them have {enough} reviews each.", enough=ENOUGH))
    return " ".join(said)


def _hardest(statistics: Statistics) -> str:
    cards, lapses = statistics.half_of_lapses
    if not lapses:
        return gettext("You have not forgotten a card yet that you had passed.")
    return ngettext(
        "{count:,} card has half of your {lapses:,} lapses. To rewrite or split it saves the most time.",
        "{count:,} cards have half of your {lapses:,} lapses. To rewrite or split them saves the most time.",
        cards,
        lapses=lapses,
    )


def _practice(statistics: Statistics) -> str:
    return f"{_predictions(statistics)} {_mocks(statistics)}"


def _predictions(statistics: Statistics) -> str:
    predicted = statistics.predicted
    if not predicted.whole:
        return gettext("You have not predicted a demo yet.")
    return ngettext(
        "You predicted {right} of {count} demo run right.",
        "You predicted {right} of {count} demo runs right.",
        predicted.whole,
        right=predicted.part,
    )


def _mocks(statistics: Statistics) -> str:
    if not statistics.mocks:
        return gettext("No mock interview has been finished yet.")
    last = statistics.mocks[-1]
    good = ngettext(
        "In your last mock interview, {good} of {count} answer was good.",
        "In your last mock interview, {good} of {count} answers were good.",
        last.good.whole,
        good=last.good.part,
    )
    first = statistics.mocks[0]
    if len(statistics.mocks) == 1:
        return good
    return " ".join([good, gettext("In your first one, it was {good} of {answers}.", good=first.good.part, answers=first.good.whole)])


_MEANINGS: Mapping[Section, Callable[[Statistics], str]] = {
    Section.DAYS: _days,
    Section.COMING: _coming,
    Section.RETENTION: _retention,
    Section.CALIBRATION: _calibration,
    Section.TIME: _time,
    Section.TOPICS: _topics,
    Section.HARDEST: _hardest,
    Section.PRACTICE: _practice,
}
