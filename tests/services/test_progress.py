"""The last weeks at a glance."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.answering import Answering
from quizapp.domain.hardest import failed_lately
from quizapp.domain.history import MockSetup, Rating
from quizapp.domain.session import State
from quizapp.domain.share import Share
from quizapp.services.container import Services
from tests.conftest import START, Clock

TODAY = START.date()


def test_a_glance_has_the_days_of_the_last_weeks_and_what_was_hard(services: Services, clock: Clock) -> None:
    for days, ratings in ((100, (3, 3, 3)), (3, (3, 3, 3)), (2, (1, 3, 3)), (0, (1, 1, 3))):
        for card, rating in zip(("one", "two", "three"), ratings, strict=True):
            services.study.grade(f"small/{card}", Rating(rating), 1000)
        clock.tick(days=days)
    seen = services.progress.glance("en")
    assert [each.answers for each in seen.days] == [3, 3, 3]
    assert seen.hard == ["What is one?", "What is two?"]
    services.study.undo()
    services.study.undo()
    assert services.progress.glance("en").hard == ["What is one?"]


grades = st.lists(st.tuples(st.integers(-20, 0), st.sampled_from(Rating), st.booleans()), max_size=10)


@given(st.dictionaries(st.sampled_from("abc"), grades), st.integers(1, 9))
def test_a_card_was_hard_if_it_was_known_and_failed_when_first_asked_on_a_day(
    made: dict[str, list[tuple[int, Rating, bool]]], within: int
) -> None:
    answers = {
        card: [
            Answering(card, TODAY + timedelta(days=ago), rating, 1, practice) for ago, rating, practice in sorted(its, key=lambda x: x[0])
        ]
        for card, its in made.items()
    }
    failures: dict[str, int] = {}
    for card, its in answers.items():
        graded = [each for each in its if not each.practice]
        for day in {each.day for each in graded}:
            first = next(each for each in graded if each.day == day)
            known = any(each.day < day for each in graded)
            if known and first.rating is Rating.AGAIN and day > TODAY - timedelta(days=within):
                failures[card] = failures.get(card, 0) + 1
    assert failed_lately(answers, TODAY, within) == sorted(failures, key=lambda card: (-failures[card], card))


def test_the_answers_of_a_mock_interview_are_counted_once_also_where_they_count_for_the_schedule(services: Services, clock: Clock) -> None:
    interview = services.mocks.begin(MockSetup(questions=2, seed=1))
    while interview.session.state is not State.DONE:
        clock.tick(seconds=30)
        interview.reveal()
        interview.grade(Rating.GOOD)
    services.mocks.finish(interview.id)
    assert services.mocks.count(interview.id) == 2
    seen = services.progress.statistics("en")
    assert [(each.answers, each.ms) for each in seen.days] == [(2, 60_000)]
    assert [(each.questions, each.good) for each in seen.mocks] == [(2, Share(2, 2))]
    assert sum(each.count.cards - each.count.unseen for each in seen.topics) == 2
