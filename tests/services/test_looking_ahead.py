"""What a session asks, looked up on a thread before it starts."""

import pytest

from quizapp.domain.errors import StorageError
from quizapp.domain.history import Rating
from quizapp.domain.modes import Mode
from quizapp.services.container import Services
from tests.sessions import answer

GOOD = Rating.GOOD


def test_what_is_looked_up_ahead_is_asked_once_and_counts_for_one_session(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up: list[tuple[Mode, str | None]] = []
    asks = services.study.asks

    def look_up(mode: Mode, topic: str | None = None) -> tuple[list[str], list[str]]:
        looked_up.append((mode, topic))
        return asks(mode, topic)

    monkeypatch.setattr(services.study, "asks", look_up)
    services.sessions.look_ahead(Mode.QUIZ)
    assert answer(services.sessions.start(limit=2), GOOD, GOOD) == ["one", "two"]
    assert looked_up == [(Mode.QUIZ, None)]
    assert answer(services.sessions.start(), GOOD) == ["three"], "the next session asks what waits by then"
    services.sessions.look_ahead(Mode.QUIZ)
    assert services.sessions.start(Mode.CRAM).session.rules.mode is Mode.CRAM, "another one is not what was looked up"
    assert looked_up[1:] == [(Mode.QUIZ, None)] * 2 + [(Mode.CRAM, None)]


def test_what_goes_wrong_ahead_is_raised_where_the_session_starts(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(mode: Mode, topic: str | None = None) -> None:
        raise StorageError("the disk is full")

    monkeypatch.setattr(services.study, "asks", fail)
    services.sessions.look_ahead(Mode.QUIZ)
    with pytest.raises(StorageError, match="the disk is full"):
        services.sessions.start()
