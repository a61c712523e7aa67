"""A learner's statistics as one JSON document."""

from math import inf
from typing import Any

from quizapp.domain.day import ONE_DAY
from quizapp.domain.drawable import json_document
from quizapp.domain.practice import MockOutcome
from quizapp.domain.share import Share
from quizapp.domain.statistics import Statistics, TopicFigures
from quizapp.domain.statistics_words import Section, meaning

FORMAT, VERSION = "quizapp-statistics", 1


def statistics_json(statistics: Statistics) -> str:
    """The document. Days are the learner's, minutes and shares plain numbers; a share of nothing is null."""
    found = statistics.retention
    document = {
        "format": FORMAT,
        "version": VERSION,
        "day": f"{statistics.day}",
        "meaning": {section.value: meaning(section, statistics) for section in Section},
        "study_days": [{"date": f"{each.day}", "answers": each.answers, "minutes": round(each.minutes, 2)} for each in statistics.days],
        "coming": [{"date": f"{statistics.day + ONE_DAY * i}", "reviews": reviews} for i, reviews in enumerate(statistics.coming)],
        "retention": {
            "desired": statistics.desired,
            "last_twelve_months": _recalled(found.lately),
            "months": [{"month": f"{month:%Y-%m}", **_recalled(its)} for month, its in found.months],
            "young": _recalled(found.young),
            "mature": _recalled(found.mature),
            "stability": [{"from": low, "below": None if high == inf else high, **_recalled(its)} for low, high, its in found.stabilities],
        },
        "calibration": {
            "reviews": statistics.calibration.reviews,
            "log_loss": statistics.calibration.log_loss,
            "rmse_bins": statistics.calibration.rmse_bins,
            "sentence": statistics.calibration.sentence or None,
            "bins": [
                {"from": each.low, "below": each.high, "reviews": each.reviews, "predicted": each.predicted, "recalled": each.recalled}
                for each in statistics.calibration.bins
            ],
        },
        "topics": [_topic(each) for each in statistics.topics],
        "hardest": [
            {
                "card": each.card,
                "question": statistics.questions[each.card],
                "lapses": each.lapses,
                "difficulty": round(each.difficulty, 2),
                "grades": each.reviews,
                **_recalled(each.first_tries),
            }
            for each in statistics.hardest
        ],
        "missed_points": [
            {"card": each.card, "point": each.point, "missed": each.misses.missed, "of": each.misses.asked} for each in statistics.missed
        ],
        "predictions": [{"date": f"{day}", "right": its.part, "of": its.whole} for day, its in statistics.predictions],
        "mocks": [_mock(each) for each in statistics.mocks],
    }
    return json_document(document, indent=1) + "\n"


def _recalled(share: Share) -> dict[str, Any]:
    return {"reviews": share.whole, "recalled": share.part, "share": share.value}


def _topic(topic: TopicFigures) -> dict[str, Any]:
    count = topic.count
    seen = count.cards - count.unseen
    return {"topic": count.id, "title": count.title, "cards": count.cards, "seen": seen, "due": count.due, **_recalled(topic.retention)}


def _mock(mock: MockOutcome) -> dict[str, Any]:
    return {
        "date": f"{mock.day}",
        "questions": mock.questions,
        "answers": mock.good.whole,
        "good": mock.good.part,
        "key_points_said": mock.points.share,
    }
