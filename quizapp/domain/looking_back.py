"""A history gone through once, for all that is counted of its reviews: how many were recalled, and how predictions of it came true."""

from typing import NamedTuple

from quizapp.domain.answering import Answers
from quizapp.domain.calibration import Followed, Recall
from quizapp.domain.memory import Memory
from quizapp.domain.retention import Reviewed


class LookedBack(NamedTuple):
    """What is found, card by card, each card's in order."""

    reviewed: list[Reviewed]
    """The reviews that count for true retention."""
    recalls: list[Recall]
    """Those that were predicted and count for the memory that the card has now."""


def look_back(answers: Answers, memory: Memory) -> LookedBack:
    """Goes through every grade in `answers`, by the rules of `memory`."""
    found = LookedBack([], [])
    for card, its in answers.items():
        followed = Followed(memory.trace())
        for each in its:
            if each.practice:
                continue
            if each.afresh:
                followed = Followed(memory.trace())
            if (foreseen := followed.grade(each.card, each.rating, each.day)) is None:
                continue
            prior, recall = foreseen
            if prior.interval:
                found.reviewed.append(Reviewed(card, each.day, prior.interval, prior.stability, recall.recalled, each.bygone))
            if not (each.bygone or each.estimated):
                found.recalls.append(recall)
    return found
