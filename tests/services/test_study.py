import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from quizapp.domain.errors import StorageError, UnknownTopicError
from quizapp.domain.history import Grade, Rating
from quizapp.services.bundle import Services
from quizapp.services.study import Sitting
from quizapp.settings import Settings
from tests.conftest import Clock

GOOD, AGAIN = Rating.GOOD, Rating.AGAIN


def asked(sitting: Sitting) -> str:
    card = sitting.card()
    assert card is not None
    return card.id.partition("/")[2]


def answer(sitting: Sitting, *ratings: Rating) -> list[str]:
    """Grades one card after another; the cards that were asked."""
    cards = []
    for rating in ratings:
        cards.append(asked(sitting))
        sitting.grade(rating, 1000)
    return cards


def test_new_cards_come_in_deck_order_and_the_sitting_ends(services: Services) -> None:
    sitting = services.study.sit()
    assert answer(sitting, *[GOOD] * 5) == ["one", "two", "three", "four", "five"]
    assert sitting.card() is None
    assert sitting.left == 0


def test_a_failed_card_returns_after_three_others_until_it_is_passed(services: Services) -> None:
    sitting = services.study.sit()
    assert answer(sitting, AGAIN, GOOD, GOOD, GOOD, AGAIN, AGAIN, GOOD, GOOD) == [
        "one",
        "two",
        "three",
        "four",
        "one",
        "five",
        "one",
        "five",
    ]
    assert sitting.card() is None


def test_with_fewer_others_left_a_failed_card_returns_after_those(services: Services) -> None:
    sitting = services.study.sit(limit=2)
    assert answer(sitting, AGAIN, GOOD, AGAIN, GOOD) == ["one", "two", "one", "one"]


def test_no_more_new_cards_a_day_than_set_also_after_a_restart(
    open_app: Callable[..., Services], learner_settings: Settings, clock: Clock
) -> None:
    from dataclasses import replace

    settings = replace(learner_settings, new_per_day=2)
    services = open_app(settings)
    services.library.refresh()
    assert answer(services.study.sit(), GOOD) == ["one"]
    again = open_app(settings)
    assert again.study.today().new == 1
    sitting = again.study.sit()
    assert answer(sitting, GOOD) == ["two"]
    assert sitting.card() is None
    clock.tick(days=1)
    tomorrow = open_app(settings)
    assert [id.partition("/")[2] for id in tomorrow.study.waiting(None)[1]] == ["three", "four"]


def test_reviews_come_most_likely_forgotten_first_mixed_with_new_cards(services: Services, clock: Clock) -> None:
    sitting = services.study.sit(limit=3)
    answer(sitting, Rating.EASY, Rating.HARD, GOOD)
    clock.tick(days=30)
    due, new = services.study.waiting(None)
    memory = services.study._memory()
    recall = [memory.retrievability(services.study.schedule(id), clock.at) or 0 for id in due]
    assert recall == sorted(recall)
    assert len(due) == 3
    first = services.study.sit()
    order = answer(first, *[GOOD] * 5)
    assert f"small/{order[0]}" == due[0]
    assert [id for id in order if f"small/{id}" in due] == [id.partition("/")[2] for id in due]
    assert [id for id in order if f"small/{id}" in new] == ["four", "five"]


def reviews(services: Services, clock: Clock) -> list[str]:
    """Learns three cards and puts the other two aside; a month later those that today asks, in order."""
    answer(services.study.sit(limit=3), Rating.EASY, Rating.HARD, GOOD)
    services.study.suspend("small/four")
    services.study.suspend("small/five")
    clock.tick(days=30)
    return [id.partition("/")[2] for id in services.study.waiting(None)[0]]


def test_no_more_reviews_a_day_than_set_those_most_likely_forgotten_first(services: Services, clock: Clock) -> None:
    everything = reviews(services, clock)
    assert len(everything) == 3
    services.preferences.change("reviews_per_day", 2)
    assert services.study.today().due == 2
    assert services.study.today().next == services.study.day() + timedelta(days=1), "what is left over waits until tomorrow"
    sitting = services.study.sit()
    assert answer(sitting, GOOD, GOOD) == everything[:2]
    assert sitting.card() is None
    assert services.study.sit().card() is None, "a new sitting asks no more"
    assert services.study.today().waiting == 0
    clock.tick(days=1)
    assert asked(services.study.sit()) == everything[2]


def test_a_failed_review_is_asked_until_it_is_passed_and_counts_once(services: Services, clock: Clock) -> None:
    everything = reviews(services, clock)
    services.preferences.change("reviews_per_day", 2)
    answer(services.study.sit(), AGAIN)
    assert services.study.today().due == 2
    back = services.study.sit()
    assert sorted(answer(back, GOOD, GOOD)) == sorted(everything[:2])
    assert back.card() is None


def test_new_cards_learned_today_do_not_count_as_reviews(services: Services, clock: Clock) -> None:
    reviews(services, clock)
    services.preferences.change("reviews_per_day", 1)
    for card, rating in (("small/four", GOOD), ("small/five", AGAIN)):
        services.study.resume(card)
        services.study.grade(card, rating, 1)
    due, new = services.study.waiting(None)
    assert (len(due), new) == (2, []), "one review, and the new card that was failed"
    assert services.study.today().due == 2


def test_a_limit_reached_in_one_topic_holds_in_the_others(services: Services, clock: Clock) -> None:
    reviews(services, clock)
    services.study.resume("small/four")
    services.study.grade("small/four", GOOD, 1)
    clock.tick(days=60)
    services.preferences.change("reviews_per_day", 1)
    assert answer(services.study.sit("small/first"), GOOD)
    assert services.study.today("small/second").due == 0
    assert services.study.waiting("small/second") == ([], [])


def test_without_a_limit_every_review_is_asked_and_with_none_allowed_no_one(services: Services, clock: Clock) -> None:
    everything = reviews(services, clock)
    services.preferences.change("reviews_per_day", 9999)
    assert len(services.study.waiting(None)[0]) == len(everything)
    services.preferences.change("reviews_per_day", 0)
    assert services.study.waiting(None) == ([], [])
    assert services.study.today().due == 0


def test_undo_takes_back_grades_one_after_another_and_asks_those_cards_again(services: Services) -> None:
    sitting = services.study.sit()
    answer(sitting, GOOD, AGAIN, GOOD)
    assert sitting.undo() is not None
    assert asked(sitting) == "three"
    assert sitting.undo() is not None
    assert asked(sitting) == "two"
    assert sitting.undo() is not None
    assert asked(sitting) == "one"
    assert sitting.undo() is None
    assert sitting.new_left == 5
    assert answer(sitting, *[GOOD] * 5) == ["one", "two", "three", "four", "five"]


def test_undo_works_after_a_restart(services: Services, open_app: Callable[..., Services]) -> None:
    answer(services.study.sit(), GOOD)
    again = open_app().study.sit()
    taken_back = again.undo()
    assert taken_back is not None
    assert isinstance(taken_back.event, Grade)
    assert asked(again) == "one"


def test_leaving_and_coming_back_continues_where_one_was(services: Services, open_app: Callable[..., Services]) -> None:
    answer(services.study.sit(), GOOD, AGAIN, GOOD)
    back = open_app().study.sit()
    assert back.left == 3
    remaining = answer(back, GOOD, GOOD, GOOD)
    assert sorted(remaining) == ["five", "four", "two"]
    assert back.card() is None


def test_a_card_graded_in_another_window_is_not_asked_again(services: Services, open_app: Callable[..., Services]) -> None:
    here, there = services.study.sit(), open_app().study.sit()
    assert answer(there, GOOD, GOOD) == ["one", "two"]
    sitting_here = here
    assert answer(sitting_here, GOOD) == ["one"]
    assert asked(sitting_here) == "three"


def test_the_interval_on_the_button_is_the_one_that_grading_gives(services: Services, clock: Clock) -> None:
    for _ in range(4):
        for rating in Rating:
            shown = services.study.intervals("small/one")[rating]
            schedule = services.study.grade("small/one", rating, 10)
            assert schedule.due is not None
            assert (schedule.due - services.study.day()).days == shown
            services.study.undo()
        services.study.grade("small/one", GOOD, 10)
        clock.tick(days=9)


def test_a_buried_card_returns_tomorrow_and_a_suspended_one_when_resumed(services: Services, clock: Clock) -> None:
    sitting = services.study.sit()
    sitting.bury()
    sitting.suspend()
    assert asked(sitting) == "three"
    clock.tick(days=1)
    assert services.study.waiting(None)[1][0] == "small/one"
    assert "small/two" not in services.study.waiting(None)[1]
    services.study.resume("small/two")
    assert "small/two" in services.study.waiting(None)[1]


def test_burying_can_be_undone(services: Services) -> None:
    sitting = services.study.sit()
    sitting.bury()
    sitting.undo()
    assert asked(sitting) == "one"


def test_the_summary_tells_what_was_asked_how_it_went_and_when_it_comes_next(services: Services) -> None:
    sitting = services.study.sit(limit=2)
    answer(sitting, AGAIN, GOOD, GOOD)
    first, second = services.study.summary("ko")
    assert first.question == "하나란 무엇인가요?"
    assert first.asked.ratings == (AGAIN, GOOD)
    assert not first.asked.first_try
    assert second.asked.ratings == (GOOD,)
    assert second.next == services.study.schedule("small/two").due


def test_a_session_after_midnight_belongs_to_the_evening_before(services: Services, clock: Clock) -> None:
    clock.at = clock.at.replace(hour=23)
    answer(services.study.sit(limit=1), GOOD)
    clock.tick(hours=4)
    assert services.study.overview().passed == 1
    clock.tick(hours=2)
    assert services.study.overview().passed == 0
    assert services.study.overview().streak == 1
    answer(services.study.sit(limit=1), GOOD)
    assert services.study.overview().streak == 2


def test_when_nothing_is_due_it_says_when_the_next_question_comes(services: Services, clock: Clock) -> None:
    answer(services.study.sit(), *[GOOD] * 5)
    today = services.study.today()
    assert today.waiting == 0
    assert isinstance(today.next, date)
    clock.tick(days=(today.next - services.study.day()).days)
    assert services.study.today().due > 0


def test_a_topic_is_found_by_id_and_by_title_in_any_language_and_case(services: Services) -> None:
    for name in ("small/first", "first", "First", "FIRST", "첫째"):
        assert services.study.topic(name) == "small/first"
    with pytest.raises(UnknownTopicError, match="Did you mean"):
        services.study.topic("Secnd")


def test_a_grade_that_cannot_be_stored_is_refused_and_the_card_stays(services: Services, learner_settings: Settings) -> None:
    sitting = services.study.sit()
    answer(sitting, GOOD)
    with sqlite3.connect(learner_settings.database) as other:
        other.execute("CREATE TRIGGER no_more BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END")
    other.close()
    with pytest.raises(StorageError, match="disk"):
        sitting.grade(GOOD, 1)
    assert asked(sitting) == "two"
    assert sitting.done == 1


def test_other_rules_compute_the_schedule_afresh_from_the_same_history(
    services: Services, open_app: Callable[..., Services], learner_settings: Settings, clock: Clock
) -> None:
    from dataclasses import replace

    answer(services.study.sit(limit=1), GOOD)
    clock.tick(days=20)
    services.study.grade("small/one", GOOD, 1)
    before = services.study.schedule("small/one").due
    strict = open_app(replace(learner_settings, desired_retention=0.97))
    after = strict.study.schedule("small/one").due
    assert before is not None
    assert after is not None
    assert after < before
    assert strict.records.diagnose().sound
    assert open_app().study.schedule("small/one").due == before


def test_backups_and_the_database_are_the_owners_alone(services: Services, learner_settings: Settings) -> None:
    path: Path = learner_settings.database
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
