"""What the report of an interview says, however its questions were answered."""

from quizapp.domain.card import Coverage
from quizapp.domain.history import MockSetup, Rating
from quizapp.export.mock_report import mock_markdown
from quizapp.services.container import Services
from tests.interviews import grade


def test_a_percentage_says_what_it_covers_and_a_topic_answered_aloud_counts_its_grades(services: Services) -> None:
    interview = services.mocks.begin(MockSetup(questions=5, seed=3))
    while (turn := interview.turn) is not None:
        if turn.card.id == "small/two":
            grade(interview, Rating.HARD, Coverage.MISSING)
        else:
            grade(interview, Rating.EASY)
    lines = mock_markdown(services.mocks.finish(interview.id)).splitlines()
    assert "- key points: 0% said (0 of 1), marked for 1 of 5 answers" in lines
    assert "- Second: 2 questions, 2 Easy; key points: not marked" in lines


def test_the_model_answers_come_with_the_report(services: Services) -> None:
    interview = services.mocks.begin(MockSetup(topics=("small/second",), questions=1, language="en", seed=1))
    assert interview.turn is not None
    name = interview.turn.card.id.partition("/")[2]
    grade(interview, Rating.GOOD)
    report = mock_markdown(services.mocks.finish(interview.id))
    assert f"## Model answers\n\n### What is {name}?\n\nThe answer to {name}." in report
    assert f"- **{name}** is a number" in report.partition("## Model answers")[2]
