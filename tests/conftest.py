"""What all tests share: hypothesis profiles, an empty learner's database, and small decks on disk."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from quizapp.bootstrap import open_services
from quizapp.services.container import Services
from quizapp.settings import Settings, load

_RELAXED = (HealthCheck.too_slow, HealthCheck.function_scoped_fixture)
settings.register_profile("default", max_examples=200, deadline=None, suppress_health_check=_RELAXED)
settings.register_profile("slow", max_examples=20_000, deadline=None, suppress_health_check=_RELAXED)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Clock:
    """A clock that moves only when told."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def seconds(self) -> float:
        """The same clock, as durations are taken from."""
        return self.at.timestamp()

    def tick(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A folder of decks with one small deck: five cards in two topics, the first in two languages."""
    folder = tmp_path / "content" / "small"
    folder.mkdir(parents=True)
    (folder / "deck.toml").write_text(
        'title = { en = "Small deck", ko = "작은 덱" }\nlanguage = "en"\n'
        '[[topic]]\ntitle = { en = "First", ko = "첫째" }\ncards = ["one", "two", "three"]\n'
        '[[topic]]\ntitle = { en = "Second" }\ncards = ["four", "five"]\n'
    )
    for name in ("one", "two", "three", "four", "five"):
        (folder / f"{name}.md").write_text(
            f"# What is {name}?\n\nThe answer to {name}.\n\n[Watch](demo:xor-failure)\n\n## Key points\n- **{name}** is a number\n"
        )
    (folder / "one.ko.md").write_text(
        "# 하나란 무엇인가요?\n\n하나의 답입니다.\n\n[보기](demo:xor-failure)\n\n## 핵심 포인트\n- **하나**\n"
    )
    return folder.parent


@pytest.fixture
def learner_settings(tmp_path: Path, content: Path) -> Settings:
    settings = load({"QUIZAPP_DATA_DIR": str(tmp_path / "data"), "QUIZAPP_CONTENT": str(content)})
    return replace(settings, time_zone="UTC")


@pytest.fixture
def open_app(learner_settings: Settings, clock: Clock) -> Iterator[Callable[..., Services]]:
    """Opens the learner's services, as often as a test likes; all are closed at its end."""
    opened: list[Services] = []
    randoms = count(1)

    def opener(settings: Settings = learner_settings) -> Services:
        services = open_services(settings, clock, lambda: next(randoms), clock.seconds)
        opened.append(services)
        return services

    yield opener
    for services in opened:
        services.close()


@pytest.fixture
def services(open_app: Callable[..., Services]) -> Services:
    """A new learner, with the small deck read."""
    services = open_app()
    services.library.refresh()
    return services
