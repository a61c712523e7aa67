"""A session over a real database gets any inputs, also such as make no sense now or come too late."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.domain.history import Graded, MockSetup, Practised, Rating, mode_of
from quizapp.domain.modes import Mode
from quizapp.domain.session import Session, State
from quizapp.services.container import Services
from quizapp.services.session import LiveQuiz
from tests.conftest import Clock
from tests.sessions import answer, asked, grade
from tests.stored import stored_events

INPUTS: dict[str, Callable[[LiveQuiz, int, int | None], object]] = {
    "reveal": lambda quiz, _, number: quiz.reveal(number),
    "weigh": lambda quiz, _, __: quiz.weigh(),
    "type": lambda quiz, choice, number: quiz.write(f"a number {choice}", number),
    "start typing": lambda quiz, _, number: quiz.start_typing(number),
    "stop typing": lambda quiz, _, __: quiz.stop_typing(),
    "mark": lambda quiz, choice, number: quiz.mark(choice, number),
    "keep": lambda quiz, _, __: quiz.keep(),
    "grade": lambda quiz, choice, number: quiz.grade(Rating(choice % 4 + 1), number),
    "bury": lambda quiz, _, number: quiz.bury(number),
    "suspend": lambda quiz, _, number: quiz.suspend(number),
    "undo": lambda quiz, _, __: quiz.undo(),
    "go on": lambda quiz, _, number: quiz.go_on(number),
    "language": lambda quiz, _, number: quiz.switch_language(number),
    "speak": lambda quiz, choice, _: quiz.speak(["en", "ko", "alternate"][choice % 3]),
    "read again": lambda quiz, _, __: quiz.read_again(),
    "press": lambda quiz, _, __: quiz.press(),
    "pause": lambda quiz, _, __: quiz.pause(),
    "look away": lambda quiz, _, __: quiz.look_away(),
    "look back": lambda quiz, _, __: quiz.look_back(),
}
STORED = {"grade", "bury", "suspend"}
steps = st.lists(st.tuples(st.sampled_from([*INPUTS, "grade", "reveal", "undo"]), st.integers(0, 9), st.booleans()), max_size=20)


def shown(session: Session) -> tuple[object, ...]:
    turn = session.turn
    seen = turn and (turn.card.id, turn.attempt, turn.marks, turn.revealed)
    return session.state, seen, list(session.queue), session.done, session.new_left


@given(st.sampled_from([Mode.QUIZ, Mode.CRAM]), steps)
@settings(max_examples=settings().max_examples // 5)
def test_no_input_raises_and_none_is_stored_that_was_not_meant_for_what_is_on_view(
    open_app: Callable[..., Services], clock: Clock, mode: Mode, steps: list[tuple[str, int, bool]]
) -> None:
    services = open_app()
    services.library.refresh()
    while services.study.undo():
        pass
    quiz = services.sessions.start(mode)
    for name, choice, late in steps:
        before, stored = quiz.session, len(stored_events(services))
        clock.tick(seconds=3)
        INPUTS[name](quiz, choice, before.number - 1 if late else before.number)
        added = len(stored_events(services)) - stored
        assert added <= (name in {*STORED, "undo"}), "one event at the most, and only of what stores one"
        if name in STORED and added:
            assert not late
            assert name != "grade" or before.state is State.ANSWERED
            after = quiz.session
            assert quiz.undo() is not None
            assert shown(quiz.session) == shown(before)
            INPUTS[name](quiz, choice, quiz.session.number)
            assert shown(quiz.session)[2:] == shown(after)[2:]


def test_a_grade_of_an_interview_that_was_counted_counts_again_after_undo(services: Services) -> None:
    interview = services.mocks.begin(MockSetup(questions=1, seed=1))
    interview.reveal()
    interview.grade(Rating.GOOD)
    services.mocks.finish(interview.id)
    assert services.mocks.count(interview.id) == 1
    quiz = services.sessions.start_to_undo()
    assert quiz.undo() is not None
    grade(quiz, Rating.HARD)
    event = stored_events(services)[-1]
    assert isinstance(event, Graded)
    assert mode_of(event) is Mode.CHOSEN


def test_buttons_say_when_a_card_comes_back_wherever_its_grade_counts(services: Services) -> None:
    """Also while cramming, for a grade that was taken back there; and not for practice."""
    answer(services.sessions.start(), Rating.GOOD)
    cram = services.sessions.start(Mode.CRAM)
    assert cram.undo() is not None
    for counts in (True, False):
        cram.reveal()
        cram.weigh()
        assert cram.turn is not None
        assert bool(cram.turn.intervals) is counts
        assert cram.grade(Rating.GOOD)
    kinds = [type(event) for event in stored_events(services)]
    assert kinds[-2:] == [Graded, Practised]
    assert asked(cram) == "three"


def test_the_log_is_emptied_while_an_answer_is_read(services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise a later grade would have to, and each until then would take twice as long."""
    monkeypatch.setattr("quizapp.storage.history.BETWEEN_CHECKPOINTS", 2)
    quiz, sizes = services.sessions.start(Mode.CRAM), []
    for _ in range(4):
        answer(quiz, Rating.AGAIN, Rating.AGAIN)
        sizes.append((tmp_path / "data" / "quizapp.db-wal").stat().st_size)
        quiz.reveal()
        quiz.weigh()
    assert sizes[3] < 1.5 * sizes[1]
