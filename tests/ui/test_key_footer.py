"""The footer is made anew with nearly every key: what styling its keys costs is felt with each."""

import pytest
from textual.widgets._footer import FooterKey

from quizapp.ui.app import QuizApp
from tests.ui.conftest import press


async def test_a_key_of_the_footer_is_styled_as_it_is_to_be_at_once(quiz: QuizApp, monkeypatch: pytest.MonkeyPatch) -> None:
    styled_again: list[str] = []
    monkeypatch.setattr(FooterKey, "update_node_styles", lambda key, animate=False: styled_again.append(key.key))
    async with quiz.run_test(size=(80, 24)) as pilot:
        await press(pilot, "space", "3")
        assert len(quiz.screen.query(FooterKey)) > 3
    assert styled_again == []
