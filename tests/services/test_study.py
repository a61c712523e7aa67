import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from quizapp.domain.errors import StorageError, UnknownLanguageError, UnknownTopicError
from quizapp.domain.history import Graded, Rating
from quizapp.domain.session import State
from quizapp.services.container import Services
from quizapp.settings import Settings
from tests.conftest import Clock
from tests.sessions import answer, asked, grade

GOOD, AGAIN = Rating.GOOD, Rating.AGAIN


def test_new_cards_come_in_deck_order_and_the_session_ends(services: Services) -> None:
    quiz = services.sessions.start()
    assert answer(quiz, *[GOOD] * 5) == ["one", "two", "three", "four", "five"]
    assert quiz.session.state is State.DONE
    assert quiz.session.left == 0


def test_a_failed_card_returns_after_three_others_until_it_is_passed(services: Services) -> None:
    quiz = services.sessions.start()
    assert answer(quiz, AGAIN, GOOD, GOOD, GOOD, AGAIN, AGAIN, GOOD, GOOD) == [
        "one",
        "two",
        "three",
        "four",
        "one",
        "five",
        "one",
        "five",
    ]
    assert quiz.session.state is State.DONE


def test_with_fewer_others_left_a_failed_card_returns_after_those(services: Services) -> None:
    quiz = services.sessions.start(limit=2)
    assert answer(quiz, AGAIN, GOOD, AGAIN, GOOD) == ["one", "two", "one", "one"]


def test_no_more_new_cards_a_day_than_set_also_after_a_restart(
    open_app: Callable[..., Services], learner_settings: Settings, clock: Clock
) -> None:
    settings = replace(learner_settings, new_per_day=2)
    services = open_app(settings)
    services.library.refresh()
    assert answer(services.sessions.start(), GOOD) == ["one"]
    again = open_app(settings)
    assert again.study.today().new == 1
    quiz = again.sessions.start()
    assert answer(quiz, GOOD) == ["two"]
    assert quiz.session.state is State.DONE
    clock.tick(days=1)
    tomorrow = open_app(settings)
    assert [id.partition("/")[2] for id in tomorrow.study.waiting(None)[1]] == ["three", "four"]


def test_reviews_come_most_likely_forgotten_first_mixed_with_new_cards(services: Services, clock: Clock) -> None:
    quiz = services.sessions.start(limit=3)
    answer(quiz, Rating.EASY, Rating.HARD, GOOD)
    clock.tick(days=30)
    due, new = services.study.waiting(None)
    memory = services.study._memory()
    recall = [memory.retrievability(services.study.schedule(id), clock.at) or 0 for id in due]
    assert recall == sorted(recall)
    assert len(due) == 3
    first = services.sessions.start()
    order = answer(first, *[GOOD] * 5)
    assert f"small/{order[0]}" == due[0]
    assert [id for id in order if f"small/{id}" in due] == [id.partition("/")[2] for id in due]
    assert [id for id in order if f"small/{id}" in new] == ["four", "five"]


def reviews(services: Services, clock: Clock) -> list[str]:
    """Learns three cards and puts the other two aside; a month later those that today asks, in order."""
    answer(services.sessions.start(limit=3), Rating.EASY, Rating.HARD, GOOD)
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
    quiz = services.sessions.start()
    assert answer(quiz, GOOD, GOOD) == everything[:2]
    assert quiz.session.state is State.DONE
    assert services.sessions.start().session.state is State.DONE, "a new session asks no more"
    assert services.study.today().waiting == 0
    clock.tick(days=1)
    assert asked(services.sessions.start()) == everything[2]


def test_a_failed_review_is_asked_until_it_is_passed_and_counts_once(services: Services, clock: Clock) -> None:
    everything = reviews(services, clock)
    services.preferences.change("reviews_per_day", 2)
    answer(services.sessions.start(), AGAIN)
    assert services.study.today().due == 2
    back = services.sessions.start()
    assert sorted(answer(back, GOOD, GOOD)) == sorted(everything[:2])
    assert back.session.state is State.DONE


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
    assert answer(services.sessions.start(topic="small/first"), GOOD)
    assert services.study.today("small/second").due == 0
    assert services.study.waiting("small/second") == ([], [])


def test_a_card_whose_file_is_broken_for_a_moment_comes_back_in_the_same_session(services: Services, content: Path) -> None:
    quiz = services.sessions.start()
    file = content / "small" / "two.md"
    text = file.read_text()
    file.write_text(text + "\n[Watch](demo:nothing)\n")
    services.library.refresh()
    assert answer(quiz, GOOD) == ["one"]
    assert (asked(quiz), quiz.session.left, quiz.session.new_left) == ("three", 3, 3)
    file.write_text(text)
    services.library.refresh()
    assert answer(quiz, GOOD) == ["three"]
    assert (quiz.session.left, quiz.session.new_left) == (3, 3)
    assert answer(quiz, GOOD, GOOD, GOOD) == ["four", "five", "two"]
    assert quiz.session.state is State.DONE


def test_a_card_that_comes_back_after_it_was_passed_elsewhere_is_not_asked(
    services: Services, open_app: Callable[..., Services], content: Path
) -> None:
    quiz, other = services.sessions.start(), open_app()
    file = content / "small" / "two.md"
    text = file.read_text()
    file.unlink()
    services.library.refresh()
    answer(quiz, GOOD)
    file.write_text(text)
    services.library.refresh()
    other.study.grade("small/two", GOOD, 1000)
    assert answer(quiz, GOOD, GOOD, GOOD) == ["three", "four", "five"]
    assert quiz.session.state is State.DONE


def test_a_language_is_found_in_any_case(services: Services) -> None:
    assert [services.catalog.language(name) for name in ("en", "KO", "Alternate")] == ["en", "ko", "alternate"]
    with pytest.raises(UnknownLanguageError, match=r"no deck is written in 'kr'\. Did you mean 'ko'\?"):
        services.catalog.language("kr")


def test_without_a_limit_every_review_is_asked_and_with_none_allowed_no_one(services: Services, clock: Clock) -> None:
    everything = reviews(services, clock)
    services.preferences.change("reviews_per_day", 9999)
    assert len(services.study.waiting(None)[0]) == len(everything)
    services.preferences.change("reviews_per_day", 0)
    assert services.study.waiting(None) == ([], [])
    assert services.study.today().due == 0


def test_undo_takes_back_grades_one_after_another_and_asks_those_cards_again(services: Services) -> None:
    quiz = services.sessions.start()
    answer(quiz, GOOD, AGAIN, GOOD)
    assert quiz.undo() is not None
    assert asked(quiz) == "three"
    assert quiz.undo() is not None
    assert asked(quiz) == "two"
    assert quiz.undo() is not None
    assert asked(quiz) == "one"
    assert quiz.undo() is None
    assert quiz.session.new_left == 5
    assert answer(quiz, *[GOOD] * 5) == ["one", "two", "three", "four", "five"]


def test_undo_works_after_a_restart(services: Services, open_app: Callable[..., Services]) -> None:
    answer(services.sessions.start(), GOOD)
    again = open_app().sessions.start()
    taken_back = again.undo()
    assert taken_back is not None
    assert isinstance(taken_back.event, Graded)
    assert asked(again) == "one"


def test_leaving_and_coming_back_continues_where_one_was(services: Services, open_app: Callable[..., Services]) -> None:
    answer(services.sessions.start(), GOOD, AGAIN, GOOD)
    back = open_app().sessions.start()
    assert back.session.left == 3
    remaining = answer(back, GOOD, GOOD, GOOD)
    assert sorted(remaining) == ["five", "four", "two"]
    assert back.session.state is State.DONE


def test_a_card_graded_in_another_window_is_not_asked_again(services: Services, open_app: Callable[..., Services]) -> None:
    here, there = services.sessions.start(), open_app().sessions.start()
    assert answer(there, GOOD, GOOD) == ["one", "two"]
    session_here = here
    assert answer(session_here, GOOD) == ["one"]
    assert asked(session_here) == "three"


def test_the_interval_on_the_button_is_the_one_that_grading_gives(services: Services, clock: Clock) -> None:
    for _ in range(4):
        for rating in Rating:
            shown = services.study.intervals("small/one")[rating]
            schedule = services.study.grade("small/one", rating, 10).schedule
            assert schedule.due is not None
            assert (schedule.due - services.study.day()).days == shown
            services.study.undo()
        services.study.grade("small/one", GOOD, 10)
        clock.tick(days=9)


def test_a_buried_card_returns_tomorrow_and_a_suspended_one_when_resumed(services: Services, clock: Clock) -> None:
    quiz = services.sessions.start()
    quiz.bury()
    quiz.suspend()
    assert asked(quiz) == "three"
    clock.tick(days=1)
    assert services.study.waiting(None)[1][0] == "small/one"
    assert "small/two" not in services.study.waiting(None)[1]
    services.study.resume("small/two")
    assert "small/two" in services.study.waiting(None)[1]


def test_burying_can_be_undone(services: Services) -> None:
    quiz = services.sessions.start()
    quiz.bury()
    quiz.undo()
    assert asked(quiz) == "one"


def test_the_summary_tells_what_was_asked_how_it_went_and_when_it_comes_next(services: Services) -> None:
    quiz = services.sessions.start(limit=2)
    answer(quiz, AGAIN, GOOD, GOOD)
    first, second = services.study.summary("ko")
    assert first.question == "하나란 무엇인가요?"
    assert first.asked.ratings == (AGAIN, GOOD)
    assert not first.asked.first_try
    assert second.asked.ratings == (GOOD,)
    assert second.next == services.study.schedule("small/two").due


def test_a_session_after_midnight_belongs_to_the_evening_before(services: Services, clock: Clock) -> None:
    clock.at = clock.at.replace(hour=23)
    answer(services.sessions.start(limit=1), GOOD)
    clock.tick(hours=4)
    assert services.study.overview().passed == 1
    clock.tick(hours=2)
    assert services.study.overview().passed == 0
    assert services.study.overview().streak == 1
    answer(services.sessions.start(limit=1), GOOD)
    assert services.study.overview().streak == 2


def test_when_nothing_is_due_it_says_when_the_next_question_comes(services: Services, clock: Clock) -> None:
    answer(services.sessions.start(), *[GOOD] * 5)
    today = services.study.today()
    assert today.waiting == 0
    assert isinstance(today.next, date)
    clock.tick(days=(today.next - services.study.day()).days)
    assert services.study.today().due > 0


def test_a_topic_is_found_by_id_and_by_title_in_any_language_and_case(services: Services) -> None:
    for name in ("small/first", "first", "First", "FIRST", "첫째"):
        assert services.catalog.topic(name) == "small/first"
    with pytest.raises(UnknownTopicError, match="Did you mean"):
        services.catalog.topic("Secnd")


def test_a_grade_that_cannot_be_stored_is_refused_and_the_card_stays(services: Services, learner_settings: Settings) -> None:
    quiz = services.sessions.start()
    answer(quiz, GOOD)
    with sqlite3.connect(learner_settings.database) as other:
        other.execute("CREATE TRIGGER no_more BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END")
    other.close()
    with pytest.raises(StorageError, match="disk"):
        grade(quiz, GOOD)
    assert asked(quiz) == "two"
    assert quiz.session.done == 1


def test_other_rules_compute_the_schedule_afresh_from_the_same_history(
    services: Services, open_app: Callable[..., Services], learner_settings: Settings, clock: Clock
) -> None:
    answer(services.sessions.start(limit=1), GOOD)
    clock.tick(days=20)
    services.study.grade("small/one", GOOD, 1)
    before = services.study.schedule("small/one").due
    strict = open_app(replace(learner_settings, desired_retention=0.97))
    after = strict.study.schedule("small/one").due
    assert before is not None
    assert after is not None
    assert after < before
    assert strict.doctor.diagnose().sound
    assert open_app().study.schedule("small/one").due == before


def test_backups_and_the_database_are_the_owners_alone(services: Services, learner_settings: Settings) -> None:
    path: Path = learner_settings.database
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
