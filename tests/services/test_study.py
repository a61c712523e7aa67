import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.errors import StorageError, UnknownLanguageError, UnknownTopicError
from quizapp.domain.history import Graded, Practised, Rating
from quizapp.domain.modes import MODES, STARTED, Mode
from quizapp.services.container import Services
from quizapp.services.sitting import Sitting
from quizapp.settings import Settings
from tests.conftest import Clock
from tests.stored import stored_events, stored_schedules

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


def test_a_card_whose_file_is_broken_for_a_moment_comes_back_in_the_same_sitting(services: Services, content: Path) -> None:
    sitting = services.study.sit()
    file = content / "small" / "two.md"
    text = file.read_text()
    file.write_text(text + "\n[Watch](demo:nothing)\n")
    services.library.refresh()
    assert answer(sitting, GOOD) == ["one"]
    assert (asked(sitting), sitting.left, sitting.new_left) == ("three", 3, 3)
    file.write_text(text)
    services.library.refresh()
    assert answer(sitting, GOOD) == ["three"]
    assert (sitting.left, sitting.new_left) == (3, 3)
    assert answer(sitting, GOOD, GOOD, GOOD) == ["four", "five", "two"]
    assert sitting.card() is None


def test_a_card_that_comes_back_after_it_was_passed_elsewhere_is_not_asked(
    services: Services, open_app: Callable[..., Services], content: Path
) -> None:
    sitting, other = services.study.sit(), open_app()
    file = content / "small" / "two.md"
    text = file.read_text()
    file.unlink()
    services.library.refresh()
    answer(sitting, GOOD)
    file.write_text(text)
    services.library.refresh()
    other.study.grade("small/two", GOOD, 1000)
    assert answer(sitting, GOOD, GOOD, GOOD) == ["three", "four", "five"]
    assert sitting.card() is None


def test_a_language_is_found_in_any_case(services: Services) -> None:
    assert [services.catalog.language(name) for name in ("en", "KO", "Alternate")] == ["en", "ko", "alternate"]
    with pytest.raises(UnknownLanguageError, match="no deck is written in 'kr'"):
        services.catalog.language("kr")


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
    assert isinstance(taken_back.event, Graded)
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
        assert services.catalog.topic(name) == "small/first"
    with pytest.raises(UnknownTopicError, match="Did you mean"):
        services.catalog.topic("Secnd")


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
    answer(services.study.sit(limit=1), GOOD)
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


# -- a sitting over chosen cards ---------------------------------------------------------------------------------------------


def chosen(services: Services, *names: str) -> Sitting:
    return services.study.sit_over([f"small/{name}" for name in names])


def modes(services: Services) -> list[tuple[str, str]]:
    """Each stored grade's card and mode."""
    return [(event.card.partition("/")[2], event.mode) for event in stored_events(services) if isinstance(event, Graded)]


def test_exactly_the_chosen_cards_are_asked_in_their_order_due_or_not(services: Services) -> None:
    for name in ("two", "four"):
        services.study.grade(f"small/{name}", Rating.EASY, 1)
    sitting = chosen(services, "five", "two", "one", "four")
    assert (sitting.left, sitting.new_left, sitting.mode) == (4, 2, "chosen")
    assert answer(sitting, *[GOOD] * 4) == ["five", "two", "one", "four"]
    assert (sitting.card(), sitting.left, sitting.new_left, sitting.done) == (None, 0, 0, 4)
    assert modes(services)[2:] == [("five", "chosen"), ("two", "chosen"), ("one", "chosen"), ("four", "chosen")]


def test_a_chosen_card_that_is_failed_returns_after_three_others_until_it_is_passed(services: Services) -> None:
    services.study.grade("small/three", Rating.EASY, 1)
    sitting = chosen(services, "three", "one", "two", "four", "five")
    assert answer(sitting, AGAIN, GOOD, GOOD, GOOD, AGAIN, GOOD, GOOD) == ["three", "one", "two", "four", "three", "five", "three"]
    assert sitting.card() is None


def test_suspended_and_archived_cards_are_left_out_and_buried_ones_are_asked(services: Services, content: Path) -> None:
    services.study.suspend("small/one")
    services.study.bury("small/two")
    (content / "small" / "three.md").unlink()
    services.library.refresh()
    sitting = chosen(services, "two", "one", "three", "four")
    assert (sitting.left, sitting.new_left) == (2, 2)
    assert answer(sitting, GOOD, GOOD) == ["two", "four"]
    assert chosen(services, "one", "three").card() is None


def test_a_card_chosen_twice_is_asked_once(services: Services) -> None:
    assert chosen(services, "two", "one", "two").left == 2


def test_undo_takes_back_grades_of_chosen_cards_and_asks_them_again(services: Services) -> None:
    services.study.grade("small/two", Rating.EASY, 1)
    before = services.study.schedule("small/two")
    sitting = chosen(services, "two", "one", "three")
    answer(sitting, GOOD, AGAIN, GOOD)
    assert (sitting.done, sitting.left) == (2, 1)
    for name in ("three", "one", "two"):
        assert sitting.undo() is not None
        assert asked(sitting) == name
    assert services.study.schedule("small/two") == before
    assert (sitting.done, sitting.left, sitting.new_left) == (0, 3, 2)
    assert answer(sitting, GOOD, GOOD, GOOD) == ["two", "one", "three"]


def test_undo_asks_again_what_was_put_aside_among_chosen_cards(services: Services) -> None:
    sitting = chosen(services, "one", "two", "three")
    sitting.suspend()
    sitting.bury()
    assert asked(sitting) == "three"
    sitting.undo()
    assert asked(sitting) == "two"
    sitting.undo()
    assert asked(sitting) == "one"
    assert sitting.done == 0


def test_chosen_cards_that_are_suspended_or_deleted_meanwhile_are_not_asked(
    services: Services, open_app: Callable[..., Services], content: Path
) -> None:
    sitting = chosen(services, "one", "two", "three", "four")
    other = open_app()
    other.study.suspend("small/two")
    (content / "small" / "three.md").unlink()
    other.library.refresh()
    assert answer(sitting, GOOD, GOOD) == ["one", "four"]


def test_a_grade_of_a_chosen_card_counts_as_any_other(services: Services, clock: Clock) -> None:
    """The same grade on the same day leads to the same schedule; before its due day a card gains less than on it."""
    services.study.grade("small/one", GOOD, 1)
    due = services.study.schedule("small/one").due
    assert due is not None
    clock.tick(days=1)
    assert due > services.study.day()
    memory, before = services.study._memory(), services.study.schedule("small/one")
    sitting = chosen(services, "one")
    shown = services.study.intervals("small/one")[GOOD]
    schedule = sitting.grade(GOOD, 1)
    assert schedule == memory.advance(before, stored_events(services)[-1])  # type: ignore[arg-type]
    assert schedule.due is not None
    assert (schedule.due - services.study.day()).days == shown
    early = schedule.stability
    services.study.undo()
    clock.tick(days=(due - services.study.day()).days)
    on_time = services.study.grade("small/one", GOOD, 1).stability
    assert early is not None
    assert on_time is not None
    assert early < on_time
    assert services.doctor.diagnose().sound


def test_new_cards_that_are_chosen_use_up_those_of_the_day(
    open_app: Callable[..., Services], learner_settings: Settings, services: Services
) -> None:
    services = open_app(replace(learner_settings, new_per_day=3))
    answer(chosen(services, "five", "four"), GOOD, GOOD)
    assert services.study.today().new == 1


def test_leaving_a_sitting_over_chosen_cards_leaves_the_daily_quiz_as_it_is(services: Services) -> None:
    answer(chosen(services, "three", "one"), AGAIN)
    assert answer(services.study.sit(), *[GOOD] * 5) == ["three", "one", "two", "four", "five"]
    assert [mode for _, mode in modes(services)] == ["chosen", *["quiz"] * 5]


# -- the other modes ---------------------------------------------------------------------------------------------------------


def names(cards: Iterable[str]) -> list[str]:
    return [card.partition("/")[2] for card in cards]


def asked_in(services: Services, mode: Mode, topic: str | None = None) -> list[str]:
    """What the mode would ask now, in order."""
    return names(services.study.asks(mode, topic)[0])


def state(services: Services) -> tuple[object, ...]:
    """All that practice must leave as it is."""
    overview = services.study.overview()
    return stored_schedules(services), overview, services.study.today("small/first"), services.study.topics("en")


def test_the_table_of_modes_names_exactly_those_that_are_started_by_name(services: Services) -> None:
    assert [mode for mode in MODES if mode not in (Mode.CHOSEN, Mode.MOCK)] == list(STARTED)
    for mode in STARTED:
        assert services.study.sit(mode=mode).mode == mode
    with pytest.raises(ValueError, match="chosen"):
        services.study.asks(Mode.CHOSEN)


def test_more_new_asks_five_more_than_the_days_limit_and_leaves_the_next_day_its_own(
    open_app: Callable[..., Services], learner_settings: Settings, content: Path, clock: Clock
) -> None:
    ids = [f"extra{number}" for number in range(12)]
    deck = content / "small" / "deck.toml"
    deck.write_text(deck.read_text() + f'[[topic]]\ntitle = {{ en = "Extra" }}\ncards = {ids}\n'.replace("'", '"'))
    for id in ids:
        (content / "small" / f"{id}.md").write_text(f"# What is {id}?\n\nAn answer.\n")
    services = open_app(replace(learner_settings, new_per_day=2))
    services.library.refresh()
    answer(services.study.sit(), GOOD, GOOD)
    assert services.study.sit().card() is None
    assert asked_in(services, Mode.MORE_NEW) == ["three", "four", "five", "extra0", "extra1"]
    assert asked_in(services, Mode.MORE_NEW, "small/second") == ["four", "five"]
    sitting = services.study.sit(mode=Mode.MORE_NEW)
    assert sitting.new_left == 5
    assert answer(sitting, AGAIN, *[GOOD] * 5) == ["three", "four", "five", "extra0", "three", "extra1"]
    assert sitting.card() is None
    assert {mode for _, mode in modes(services)[2:]} == {Mode.MORE_NEW}
    assert services.study.overview().passed == 7
    assert services.study.today().new == 0
    clock.tick(days=1)
    assert services.study.today().new == 2


def test_more_new_that_was_left_goes_on_where_it_was(open_app: Callable[..., Services], learner_settings: Settings) -> None:
    services = open_app(replace(learner_settings, new_per_day=0))
    services.library.refresh()
    answer(services.study.sit(mode=Mode.MORE_NEW), GOOD, GOOD)
    assert answer(services.study.sit(mode=Mode.MORE_NEW), *[GOOD] * 3) == ["three", "four", "five"]
    assert asked_in(services, Mode.MORE_NEW) == []


steps = st.lists(
    st.tuples(
        st.sampled_from(["one", "two", "three", "four", "five"]),
        st.sampled_from([*Rating, "suspend", "resume", "bury", "reset"]),
        st.integers(0, 9),
    ),
    max_size=25,
)


@given(steps, st.sampled_from([None, "small/first", "small/second"]))
@settings(max_examples=60)
def test_ahead_and_weakest_are_what_one_gets_by_looking_at_every_card(
    open_app: Callable[..., Services], clock: Clock, history: list[tuple[str, Rating | str, int]], topic: str | None
) -> None:
    """After any history: ahead by due day, weakest by what the memory model says; neither asks what was graded or put aside today."""
    services = open_app()
    services.library.refresh()
    study = services.study
    while study.undo():
        pass
    for name, act, days in history:
        if isinstance(act, Rating):
            study.grade(f"small/{name}", act, 1)
        else:
            getattr(study, act)(f"small/{name}")
        clock.tick(days=days)
    today = study.day()
    cards = [row.schedule for row in study.catalog.listing() if topic in (None, row.topic)]
    asked = [card for card in cards if not card.suspended and card.buried != today and card.last is not None and card.last < today]
    ahead = [card for card in asked if card.due is not None and card.due > today]
    assert study.asks(Mode.AHEAD, topic)[0] == [card.card for card in sorted(ahead, key=lambda card: card.due or today)]
    recall = {card.card: probability for card, probability in zip(asked, study.recall(asked), strict=True)}
    weakest = study.asks(Mode.WEAKEST, topic)[0]
    assert sorted(weakest) == sorted(recall)
    assert [recall[card] for card in weakest] == sorted(recall[card] for card in weakest)  # type: ignore[type-var]
    assert names(study.asks(Mode.CRAM, topic)[0]) == names(card.card for card in cards if not card.suspended and card.buried != today)


def test_of_ahead_and_weakest_no_more_are_asked_than_said(services: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quizapp.services.study.MOST", 2)
    for name, rating in (("one", Rating.EASY), ("two", Rating.HARD), ("three", Rating.EASY), ("four", GOOD)):
        services.study.grade(f"small/{name}", rating, 1)
    assert asked_in(services, Mode.AHEAD) == asked_in(services, Mode.WEAKEST) == [], "all were asked today"
    clock.tick(hours=20)
    later = sorted(("one", "three", "four"), key=lambda name: str(services.study.schedule(f"small/{name}").due))
    assert asked_in(services, Mode.AHEAD) == later[:2]
    assert asked_in(services, Mode.WEAKEST) == ["two", "four"]


@pytest.mark.parametrize("mode", [Mode.AHEAD, Mode.WEAKEST])
def test_an_early_answer_counts_is_kept_with_its_mode_and_is_not_asked_again_today(services: Services, clock: Clock, mode: Mode) -> None:
    for name in ("one", "two", "three"):
        services.study.grade(f"small/{name}", Rating.EASY, 1)
    clock.tick(days=1)
    first, second, third = asked_in(services, mode)
    before = services.study.schedule(f"small/{first}")
    sitting = services.study.sit(mode=mode)
    assert (sitting.left, sitting.new_left) == (3, 0)
    shown = services.study.intervals(f"small/{first}")[GOOD]
    schedule = sitting.grade(GOOD, 1)
    assert schedule.due is not None
    assert (schedule.due - services.study.day()).days == shown
    assert schedule == services.study._memory().advance(before, stored_events(services)[-1])  # type: ignore[arg-type]
    assert modes(services)[-1] == (first, mode)
    assert asked_in(services, mode) == [second, third], "left in the middle, it goes on with the others"
    again = services.study.sit(mode=mode)
    assert answer(again, AGAIN, GOOD, GOOD) == [second, third, second]
    assert again.card() is None
    assert services.doctor.diagnose().sound


def test_what_is_failed_ahead_is_asked_by_the_daily_quiz(services: Services, clock: Clock) -> None:
    services.study.grade("small/one", Rating.EASY, 1)
    clock.tick(days=1)
    services.study.sit(mode=Mode.AHEAD).grade(AGAIN, 1)
    assert asked_in(services, Mode.AHEAD) == []
    assert asked(services.study.sit()) == "one"


def test_cramming_leaves_schedule_counts_and_streak_as_they_are(services: Services, clock: Clock) -> None:
    answer(services.study.sit(), GOOD, AGAIN)
    clock.tick(days=1)
    before = state(services)
    sitting = services.study.sit(mode=Mode.CRAM)
    assert (sitting.left, sitting.new_left, sitting.practice) == (5, 3, True)
    assert answer(sitting, AGAIN, *[GOOD] * 5) == ["one", "two", "three", "four", "one", "five"]
    assert sitting.card() is None
    assert state(services) == before
    practised = [event for event in stored_events(services) if isinstance(event, Practised)]
    assert {event.mode for event in practised} == {Mode.CRAM}
    assert len(practised) == 6
    assert services.study.overview().streak == 1, "yesterday's; today has not been studied yet"
    assert services.study.summary("en") == []
    assert [one.first_try for one in services.study.practised()] == [False, True, True, True, True]
    assert services.doctor.diagnose().sound


def test_cramming_goes_on_where_it_was_left_and_starts_again_once_it_is_through(services: Services, clock: Clock) -> None:
    answer(services.study.sit(mode=Mode.CRAM), GOOD, AGAIN, GOOD)
    assert asked_in(services, Mode.CRAM) == ["two", "four", "five"]
    assert asked_in(services, Mode.CRAM, "small/second") == ["four", "five"]
    assert answer(services.study.sit(mode=Mode.CRAM), GOOD, GOOD, GOOD) == ["two", "four", "five"]
    assert asked_in(services, Mode.CRAM) == ["one", "two", "three", "four", "five"]
    answer(services.study.sit("small/second", mode=Mode.CRAM), GOOD)
    assert asked_in(services, Mode.CRAM) == ["one", "two", "three", "five"]
    clock.tick(days=1)
    assert asked_in(services, Mode.CRAM) == ["one", "two", "three", "four", "five"]


def test_undo_reaches_back_over_sittings_of_other_modes(services: Services) -> None:
    before = state(services)
    answer(services.study.sit(), GOOD)
    learned = state(services)
    sitting = services.study.sit(mode=Mode.CRAM)
    answer(sitting, GOOD, AGAIN)
    sitting.undo()
    assert asked(sitting) == "two"
    sitting.undo()
    assert (asked(sitting), sitting.done, sitting.left) == ("one", 0, 5)
    assert state(services) == learned
    assert asked_in(services, Mode.CRAM) == ["one", "two", "three", "four", "five"]
    taken_back = sitting.undo()
    assert taken_back is not None
    assert isinstance(taken_back.event, Graded)
    assert asked(sitting) == "one"
    assert state(services) == before
    assert sitting.undo() is None


def test_practice_that_the_daily_quiz_takes_back_is_not_asked_there(services: Services, clock: Clock) -> None:
    answer(services.study.sit(limit=1), GOOD)
    answer(services.study.sit("small/first", mode=Mode.CRAM), GOOD)
    daily = services.study.sit()
    assert daily.undo() is not None
    assert asked(daily) == "two"
    assert services.study.practised() == []


@pytest.mark.parametrize("mode", [Mode.MORE_NEW, Mode.CRAM])
def test_from_elsewhere_undo_asks_the_card_again_in_the_mode_in_which_it_was_answered(services: Services, mode: Mode) -> None:
    answer(services.study.sit(mode=mode), GOOD)
    sitting = services.study.sit_to_undo()
    sitting.undo()
    assert (sitting.mode, sitting.left, asked(sitting)) == (mode, 1, "one")
    answer(services.study.sit(), GOOD)
    assert services.study.sit_to_undo().mode == "quiz"


@pytest.mark.parametrize("kind", [Graded, Practised])
def test_an_answer_in_a_mode_of_a_newer_version_counts_as_before_when_it_is_taken_back_and_given_again(
    services: Services, kind: type[Graded | Practised]
) -> None:
    history, at = services.exports._history(), services.study.now()
    made = partial(kind, at=at, card="small/one", rating=GOOD, duration_ms=1, mode="by ear")
    history.record(at, 0, partial(made, scheduler="fsrs-6") if kind is Graded else made)
    sitting = services.study.sit_to_undo()
    sitting.undo()
    assert asked(sitting) == "one"
    sitting.grade(GOOD, 1)
    assert type(list(history.events())[-1]) is kind


# -- leeches -----------------------------------------------------------------------------------------------------------------


def lapse(services: Services, card: str, times: int) -> None:
    for _ in range(times):
        services.study.grade(card, GOOD, 1)
        services.study.grade(card, AGAIN, 1)


def test_the_lapse_that_makes_a_card_a_leech_is_told_once_and_undo_takes_it_back(services: Services) -> None:
    lapse(services, "small/one", services.study.leech_lapses - 1)
    services.study.grade("small/one", GOOD, 1)
    sitting = chosen(services, "one", "two")
    assert sitting.leech is None
    sitting.grade(AGAIN, 1)
    assert sitting.leech == "small/one"
    assert services.study.is_leech(services.study.schedule("small/one").lapses)
    sitting.undo()
    assert not services.study.is_leech(services.study.schedule("small/one").lapses)
    sitting.grade(AGAIN, 1)
    assert sitting.leech == "small/one"
    sitting.grade(GOOD, 1)
    assert sitting.leech is None
    sitting.grade(AGAIN, 1)
    assert sitting.leech is None, "it was one before"


def test_a_leech_is_put_aside_though_another_card_is_asked(services: Services) -> None:
    lapse(services, "small/one", services.study.leech_lapses - 1)
    services.study.grade("small/one", GOOD, 1)
    sitting = chosen(services, "one", "two", "three")
    sitting.grade(AGAIN, 1)
    assert asked(sitting) == "two"
    sitting.suspend(sitting.leech)
    assert (asked(sitting), sitting.left, sitting.done) == ("two", 2, 1)
    sitting.undo()
    assert (asked(sitting), sitting.left, sitting.done) == ("one", 3, 0)


def test_practice_makes_no_leech(services: Services) -> None:
    lapse(services, "small/one", services.study.leech_lapses - 1)
    services.study.grade("small/one", GOOD, 1)
    sitting = services.study.sit(mode=Mode.CRAM)
    sitting.grade(AGAIN, 1)
    assert sitting.leech is None


# -- taking back what is no grade --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["bury", "suspend", "resume", "reset"])
def test_whatever_is_done_to_a_card_can_be_taken_back(services: Services, act: str) -> None:
    services.study.grade("small/one", GOOD, 1)
    if act == "resume":
        services.study.suspend("small/one")
    before = services.study.schedule("small/one")
    getattr(services.study, act)("small/one")
    assert services.study.schedule("small/one") != before
    services.study.undo()
    assert services.study.schedule("small/one") == before


def test_an_answer_taken_back_in_another_mode_counts_again_as_it_did(services: Services) -> None:
    services.study.sit().grade(GOOD, 1)
    cram = services.study.sit(mode=Mode.CRAM)
    assert cram.undo() is not None
    assert asked(cram) == "one"
    cram.grade(GOOD, 1)
    assert services.study.schedule("small/one").reviews == 1
    cram.grade(GOOD, 1)
    daily = services.study.sit()
    taken_back = daily.undo()
    assert taken_back is not None
    assert taken_back.event.card == "small/two"
    daily.grade(GOOD, 1)
    assert services.study.schedule("small/two").reviews == 0
