"""What the plain quiz says, paragraph by paragraph, beside the answer itself."""

from collections.abc import Mapping, Sequence

from quizapp.domain.history import Rating
from quizapp.domain.session import Session
from quizapp.domain.turn import Turn
from quizapp.services.study import Study
from quizapp.ui.phrases import asked_phrase, count, interval, left_phrase, waiting_phrase


def question(study: Study, session: Session, turn: Turn) -> str:
    """Where the card is from and what is left, and the question: "Deep learning · Perceptrons: due 7, new 3"."""
    place = study.place(turn.card.topic, turn.question.language)
    return f"{place}: {left_phrase(session, ', ')}\n{turn.question.question}"


def grades(ratings: Sequence[Rating], days: Mapping[Rating, int]) -> str:
    """The grades, and the days until the card comes back where they are known: "1 again today, 2 hard 1d, 3 good 2d, 4 easy 8d"."""
    following = {rating: f" {interval(number)}" for rating, number in days.items()}
    return ", ".join(f"{place} {rating.label.lower()}{following.get(rating, '')}" for place, rating in enumerate(ratings, 1))


def leech(lapses: int) -> str:
    """That a card does not stay, and what helps."""
    return (
        f"You have known this card and forgotten it again {count(lapses, 'time')}: it is a leech. "
        "Splitting it into two smaller cards often helps; e in the app opens it in your editor."
    )


def summary(study: Study, topic: str | None, language: str) -> str:
    """How the study day went; and what still waits, or when the next cards come, in `topic` or (None) in all."""
    asked = [row.asked for row in study.summary(language)]
    practised = study.practised()
    practice = f"\nPractice: {asked_phrase(practised)}" if practised else ""
    today = study.today(topic)
    where = f"{study.catalog.topic_titles(language)[topic]}: " if topic else ""
    waiting = f"{waiting_phrase(today)} still waiting today" if today.waiting else waiting_phrase(today)
    return f"{f'Today: {asked_phrase(asked)}' if asked else 'No card was asked today.'}{practice}\n{where}{waiting}"


def keys(does: Mapping[str, str]) -> str:
    """What each key does, a line each; the empty line is Enter."""
    return "\n".join(f"{key or 'Enter'}: {what}" for key, what in does.items())


def allowed(does: Mapping[str, str]) -> str:
    """What may be typed instead."""
    return f"That is none of the keys: {', '.join(key or 'Enter' for key in does)} or ?."
