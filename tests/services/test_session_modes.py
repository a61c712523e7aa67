from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.history import Graded, Practised, Rating
from quizapp.domain.modes import MODES, STARTED, Mode
from quizapp.domain.session import State
from quizapp.services.container import Services
from quizapp.services.session import LiveQuiz
from quizapp.settings import Settings
from tests.conftest import Clock
from tests.sessions import answer, asked, grade
from tests.stored import stored_events, stored_schedules

GOOD, AGAIN = Rating.GOOD, Rating.AGAIN


# -- a session over chosen cards ---------------------------------------------------------------------------------------------


def chosen(services: Services, *names: str) -> LiveQuiz:
    return services.sessions.start_over([f"small/{name}" for name in names])


def modes(services: Services) -> list[tuple[str, str]]:
    """Each stored grade's card and mode."""
    return [(event.card.partition("/")[2], event.mode) for event in stored_events(services) if isinstance(event, Graded)]


def test_exactly_the_chosen_cards_are_asked_in_their_order_due_or_not(services: Services) -> None:
    for name in ("two", "four"):
        services.study.grade(f"small/{name}", Rating.EASY, 1)
    quiz = chosen(services, "five", "two", "one", "four")
    assert (quiz.session.left, quiz.session.new_left, quiz.session.rules.mode) == (4, 2, "chosen")
    assert answer(quiz, *[GOOD] * 4) == ["five", "two", "one", "four"]
    assert (quiz.session.state, quiz.session.left, quiz.session.new_left, quiz.session.done) == (State.DONE, 0, 0, 4)
    assert modes(services)[2:] == [("five", "chosen"), ("two", "chosen"), ("one", "chosen"), ("four", "chosen")]


def test_a_chosen_card_that_is_failed_returns_after_three_others_until_it_is_passed(services: Services) -> None:
    services.study.grade("small/three", Rating.EASY, 1)
    quiz = chosen(services, "three", "one", "two", "four", "five")
    assert answer(quiz, AGAIN, GOOD, GOOD, GOOD, AGAIN, GOOD, GOOD) == ["three", "one", "two", "four", "three", "five", "three"]
    assert quiz.session.state is State.DONE


def test_suspended_and_archived_cards_are_left_out_and_buried_ones_are_asked(services: Services, content: Path) -> None:
    services.study.suspend("small/one")
    services.study.bury("small/two")
    (content / "small" / "three.md").unlink()
    services.library.refresh()
    quiz = chosen(services, "two", "one", "three", "four")
    assert (quiz.session.left, quiz.session.new_left) == (2, 2)
    assert answer(quiz, GOOD, GOOD) == ["two", "four"]
    assert chosen(services, "one", "three").session.state is State.DONE


def test_a_card_chosen_twice_is_asked_once(services: Services) -> None:
    assert chosen(services, "two", "one", "two").session.left == 2


def test_undo_takes_back_grades_of_chosen_cards_and_asks_them_again(services: Services) -> None:
    services.study.grade("small/two", Rating.EASY, 1)
    before = services.study.schedule("small/two")
    quiz = chosen(services, "two", "one", "three")
    answer(quiz, GOOD, AGAIN, GOOD)
    assert (quiz.session.done, quiz.session.left) == (2, 1)
    for name in ("three", "one", "two"):
        assert quiz.undo() is not None
        assert asked(quiz) == name
    assert services.study.schedule("small/two") == before
    assert (quiz.session.done, quiz.session.left, quiz.session.new_left) == (0, 3, 2)
    assert answer(quiz, GOOD, GOOD, GOOD) == ["two", "one", "three"]


def test_undo_asks_again_what_was_put_aside_among_chosen_cards(services: Services) -> None:
    quiz = chosen(services, "one", "two", "three")
    quiz.suspend()
    quiz.bury()
    assert asked(quiz) == "three"
    quiz.undo()
    assert asked(quiz) == "two"
    quiz.undo()
    assert asked(quiz) == "one"
    assert quiz.session.done == 0


def test_chosen_cards_that_are_suspended_or_deleted_meanwhile_are_not_asked(
    services: Services, open_app: Callable[..., Services], content: Path
) -> None:
    quiz = chosen(services, "one", "two", "three", "four")
    other = open_app()
    other.study.suspend("small/two")
    (content / "small" / "three.md").unlink()
    other.library.refresh()
    assert answer(quiz, GOOD, GOOD) == ["one", "four"]


def test_a_grade_of_a_chosen_card_counts_as_any_other(services: Services, clock: Clock) -> None:
    """The same grade on the same day leads to the same schedule; before its due day a card gains less than on it."""
    services.study.grade("small/one", GOOD, 1)
    due = services.study.schedule("small/one").due
    assert due is not None
    clock.tick(days=1)
    assert due > services.study.day()
    memory, before = services.study._memory(), services.study.schedule("small/one")
    quiz = chosen(services, "one")
    shown = services.study.intervals("small/one")[GOOD]
    schedule = grade(quiz, GOOD)
    assert schedule == memory.advance(before, stored_events(services)[-1])  # type: ignore[arg-type]
    assert schedule.due is not None
    assert (schedule.due - services.study.day()).days == shown
    early = schedule.stability
    services.study.undo()
    clock.tick(days=(due - services.study.day()).days)
    on_time = services.study.grade("small/one", GOOD, 1).schedule.stability
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


def test_leaving_a_session_over_chosen_cards_leaves_the_daily_quiz_as_it_is(services: Services) -> None:
    answer(chosen(services, "three", "one"), AGAIN)
    assert answer(services.sessions.start(), *[GOOD] * 5) == ["three", "one", "two", "four", "five"]
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
        assert services.sessions.start(mode=mode).session.rules.mode == mode
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
    answer(services.sessions.start(), GOOD, GOOD)
    assert services.sessions.start().session.state is State.DONE
    assert asked_in(services, Mode.MORE_NEW) == ["three", "four", "five", "extra0", "extra1"]
    assert asked_in(services, Mode.MORE_NEW, "small/second") == ["four", "five"]
    quiz = services.sessions.start(mode=Mode.MORE_NEW)
    assert quiz.session.new_left == 5
    assert answer(quiz, AGAIN, *[GOOD] * 5) == ["three", "four", "five", "extra0", "three", "extra1"]
    assert quiz.session.state is State.DONE
    assert {mode for _, mode in modes(services)[2:]} == {Mode.MORE_NEW}
    assert services.study.overview().passed == 7
    assert services.study.today().new == 0
    clock.tick(days=1)
    assert services.study.today().new == 2


def test_more_new_that_was_left_goes_on_where_it_was(open_app: Callable[..., Services], learner_settings: Settings) -> None:
    services = open_app(replace(learner_settings, new_per_day=0))
    services.library.refresh()
    answer(services.sessions.start(mode=Mode.MORE_NEW), GOOD, GOOD)
    assert answer(services.sessions.start(mode=Mode.MORE_NEW), *[GOOD] * 3) == ["three", "four", "five"]
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
    quiz = services.sessions.start(mode=mode)
    assert (quiz.session.left, quiz.session.new_left) == (3, 0)
    shown = services.study.intervals(f"small/{first}")[GOOD]
    schedule = grade(quiz, GOOD)
    assert schedule.due is not None
    assert (schedule.due - services.study.day()).days == shown
    assert schedule == services.study._memory().advance(before, stored_events(services)[-1])  # type: ignore[arg-type]
    assert modes(services)[-1] == (first, mode)
    assert asked_in(services, mode) == [second, third], "left in the middle, it goes on with the others"
    again = services.sessions.start(mode=mode)
    assert answer(again, AGAIN, GOOD, GOOD) == [second, third, second]
    assert again.session.state is State.DONE
    assert services.doctor.diagnose().sound


def test_what_is_failed_ahead_is_asked_by_the_daily_quiz(services: Services, clock: Clock) -> None:
    services.study.grade("small/one", Rating.EASY, 1)
    clock.tick(days=1)
    grade(services.sessions.start(mode=Mode.AHEAD), AGAIN)
    assert asked_in(services, Mode.AHEAD) == []
    assert asked(services.sessions.start()) == "one"


def test_cramming_leaves_schedule_counts_and_streak_as_they_are(services: Services, clock: Clock) -> None:
    answer(services.sessions.start(), GOOD, AGAIN)
    clock.tick(days=1)
    before = state(services)
    quiz = services.sessions.start(mode=Mode.CRAM)
    assert (quiz.session.left, quiz.session.new_left, quiz.session.practice) == (5, 3, True)
    assert answer(quiz, AGAIN, *[GOOD] * 5) == ["one", "two", "three", "four", "one", "five"]
    assert quiz.session.state is State.DONE
    assert state(services) == before
    practised = [event for event in stored_events(services) if isinstance(event, Practised)]
    assert {event.mode for event in practised} == {Mode.CRAM}
    assert len(practised) == 6
    assert services.study.overview().streak == 1, "yesterday's; today has not been studied yet"
    assert services.study.summary("en") == []
    assert [one.first_try for one in services.study.practised()] == [False, True, True, True, True]
    assert services.doctor.diagnose().sound


def test_cramming_goes_on_where_it_was_left_and_starts_again_once_it_is_through(services: Services, clock: Clock) -> None:
    answer(services.sessions.start(mode=Mode.CRAM), GOOD, AGAIN, GOOD)
    assert asked_in(services, Mode.CRAM) == ["two", "four", "five"]
    assert asked_in(services, Mode.CRAM, "small/second") == ["four", "five"]
    assert answer(services.sessions.start(mode=Mode.CRAM), GOOD, GOOD, GOOD) == ["two", "four", "five"]
    assert asked_in(services, Mode.CRAM) == ["one", "two", "three", "four", "five"]
    answer(services.sessions.start(topic="small/second", mode=Mode.CRAM), GOOD)
    assert asked_in(services, Mode.CRAM) == ["one", "two", "three", "five"]
    clock.tick(days=1)
    assert asked_in(services, Mode.CRAM) == ["one", "two", "three", "four", "five"]


def test_undo_reaches_back_over_sessions_of_other_modes(services: Services) -> None:
    before = state(services)
    answer(services.sessions.start(), GOOD)
    learned = state(services)
    quiz = services.sessions.start(mode=Mode.CRAM)
    answer(quiz, GOOD, AGAIN)
    quiz.undo()
    assert asked(quiz) == "two"
    quiz.undo()
    assert (asked(quiz), quiz.session.done, quiz.session.left) == ("one", 0, 5)
    assert state(services) == learned
    assert asked_in(services, Mode.CRAM) == ["one", "two", "three", "four", "five"]
    taken_back = quiz.undo()
    assert taken_back is not None
    assert isinstance(taken_back.event, Graded)
    assert asked(quiz) == "one"
    assert state(services) == before
    assert quiz.undo() is None


def test_practice_that_the_daily_quiz_takes_back_is_not_asked_there(services: Services, clock: Clock) -> None:
    answer(services.sessions.start(limit=1), GOOD)
    answer(services.sessions.start(topic="small/first", mode=Mode.CRAM), GOOD)
    daily = services.sessions.start()
    assert daily.undo() is not None
    assert asked(daily) == "two"
    assert services.study.practised() == []


@pytest.mark.parametrize("mode", [Mode.MORE_NEW, Mode.CRAM])
def test_from_elsewhere_undo_asks_the_card_again_in_the_mode_in_which_it_was_answered(services: Services, mode: Mode) -> None:
    answer(services.sessions.start(mode=mode), GOOD)
    quiz = services.sessions.start_to_undo()
    quiz.undo()
    assert (quiz.session.rules.mode, quiz.session.left, asked(quiz)) == (mode, 1, "one")
    answer(services.sessions.start(), GOOD)
    assert services.sessions.start_to_undo().session.rules.mode == "quiz"


@pytest.mark.parametrize("kind", [Graded, Practised])
def test_an_answer_in_a_mode_of_a_newer_version_counts_as_before_when_it_is_taken_back_and_given_again(
    services: Services, kind: type[Graded | Practised]
) -> None:
    history, at = services.exports._history(), services.study.now()
    made = partial(kind, at=at, card="small/one", rating=GOOD, duration_ms=1, mode="by ear")
    history.record(at, 0, partial(made, scheduler="fsrs-6") if kind is Graded else made)
    quiz = services.sessions.start_to_undo()
    quiz.undo()
    assert asked(quiz) == "one"
    grade(quiz, GOOD)
    assert type(list(history.events())[-1]) is kind


def test_what_was_graded_is_whole_in_one_file_once_all_is_closed(services: Services, tmp_path: Path) -> None:
    """A log that stays behind is lost with a copy of the database alone."""
    quiz = services.sessions.start()
    grade(quiz, Rating.GOOD)
    services.preferences.change("desired_retention", 0.85)
    grade(quiz, Rating.GOOD)
    services.close()
    assert {path.name for path in (tmp_path / "data").iterdir() if path.name.startswith("quizapp.db")} == {"quizapp.db"}
