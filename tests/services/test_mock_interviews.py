"""Mock interviews over a real database, with the program ended and started again between any two steps."""

import json
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest

from quizapp.domain.card import Coverage
from quizapp.domain.errors import ExportError, MockError, UnknownLanguageError, UnknownTopicError
from quizapp.domain.history import Graded, MockSetup, Practised, Rating
from quizapp.domain.mock_session import FollowUpTurn
from quizapp.domain.session import State
from quizapp.export.mock_report import MockReport, mock_markdown
from quizapp.services.container import Services
from quizapp.services.interview import LiveInterview
from tests.conftest import Clock
from tests.interviews import grade
from tests.stored import stored_events, stored_mocks, stored_schedules

SAID, PERHAPS, MISSING = Coverage.SAID, Coverage.PERHAPS, Coverage.MISSING
ALL = MockSetup(questions=9, seed=3)


@pytest.fixture
def services(open_app: Callable[..., Services], content: Path) -> Services:
    """A new learner; each card has a key point, the first one follow-ups as well, in both languages."""
    deck = content / "small"
    follow_ups = "\n## Follow-ups\n- Why one?\n\n  Because.\n- Why not two?\n"
    (deck / "one.md").write_text((deck / "one.md").read_text() + follow_ups)
    (deck / "one.ko.md").write_text(
        (deck / "one.ko.md").read_text() + "\n## 꼬리 질문\n- 왜 하나인가요?\n\n  그래서요.\n- 왜 둘이 아닌가요?\n"
    )
    services = open_app()
    services.library.refresh()
    return services


def step(interview: LiveInterview, clock: Clock, seconds: int = 30) -> None:
    """Answers whatever is asked, the same way whenever it is asked: by the card's name."""
    clock.tick(seconds=seconds)
    asked = interview.session.turn
    if isinstance(asked, FollowUpTurn):
        interview.reveal()
        interview.judge(correct=asked.place == 1)
    elif asked is not None:
        name = asked.card.id.partition("/")[2]
        rating = {"two": Rating.AGAIN, "three": Rating.HARD}.get(name, Rating.GOOD)
        grade(interview, rating, {"two": MISSING, "three": PERHAPS}.get(name, SAID))


def done(interview: LiveInterview) -> bool:
    return interview.session.state is State.DONE


def hold(interview: LiveInterview, clock: Clock) -> int:
    steps = 0
    while not done(interview):
        step(interview, clock)
        steps += 1
    return steps


def shown(report: MockReport) -> str:
    """A report without what differs between two interviews that went alike."""
    document = json.loads(_json(report))
    for name in ("id", "name", "begun", "ended", "earlier"):
        del document[name]
    return json.dumps(document)


def _json(report: MockReport) -> str:
    from quizapp.export.mock_report import mock_json

    return mock_json(report)


def practice(services: Services) -> list[Practised]:
    return [event for event in stored_events(services) if isinstance(event, Practised)]


def test_the_same_seed_draws_the_same_questions_and_another_seed_others(services: Services) -> None:
    drawn = []
    for seed in (1, 1, 2, 3, 4):
        interview = services.mocks.begin(MockSetup(questions=3, seed=seed))
        drawn.append(stored_mocks(services)[-1].setup.cards)
        services.mocks.discard()
        assert interview.session.questions == 3
    assert drawn[0] == drawn[1]
    assert len(set(drawn)) > 1


def test_only_cards_that_can_be_asked_are_drawn(services: Services, content: Path) -> None:
    services.study.suspend("small/two")
    (content / "small" / "five.md").unlink()
    services.library.refresh()
    services.mocks.begin(ALL)
    assert set(stored_mocks(services)[-1].setup.cards) == {"small/one", "small/three", "small/four"}


def test_topics_can_be_named_as_a_person_does(services: Services) -> None:
    setup = services.mocks.named(MockSetup(topics=("second", "Second")), "ko")
    assert (setup.topics, setup.language) == (("small/second",), "ko")
    services.mocks.begin(setup)
    assert set(stored_mocks(services)[-1].setup.cards) == {"small/four", "small/five"}
    with pytest.raises(UnknownTopicError):
        services.mocks.named(MockSetup(topics=("third",)), None)
    with pytest.raises(UnknownLanguageError, match="no deck is written in 'fr'"):
        services.mocks.named(MockSetup(), "fr")


def test_without_a_card_no_interview_begins(services: Services) -> None:
    for card in ("four", "five"):
        services.study.suspend(f"small/{card}")
    with pytest.raises(MockError, match="no cards to ask"):
        services.mocks.begin(MockSetup(topics=("small/second",)))
    assert services.mocks.open() is None


def test_what_is_answered_is_practice_and_touches_no_schedule(services: Services, clock: Clock) -> None:
    interview = services.mocks.begin(ALL)
    before = services.study.today()
    hold(interview, clock)
    assert stored_schedules(services) == {}
    assert services.study.today() == before
    assert services.study.overview().streak == 0
    assert {(event.mode, event.sitting) for event in practice(services)} == {("mock", interview.id)}


def test_follow_ups_come_one_by_one_after_their_question_and_are_counted(services: Services, clock: Clock) -> None:
    interview = services.mocks.begin(MockSetup(topics=("small/first",), language="ko", seed=3))
    places = []
    while not done(interview):
        if isinstance(asked := interview.session.turn, FollowUpTurn):
            places.append((asked.follow_up.question, asked.place, asked.of))
        step(interview, clock)
    assert places == [("왜 하나인가요?", 1, 2), ("왜 둘이 아닌가요?", 2, 2)]
    report = services.mocks.finish(interview.id)
    (one,) = [answer for answer in report.answers if answer.card == "small/one"]
    assert [each.correct for each in one.follow_ups] == [True, False]
    assert "1 of 2 right." in mock_markdown(report)


def test_the_answer_that_is_shown_does_not_give_the_follow_ups_away(services: Services) -> None:
    interview = services.mocks.begin(ALL)
    asked = []
    while interview.turn is not None:
        assert interview.turn.answer.follow_ups == ()
        asked.append(interview.turn.card.id)
        grade(interview, Rating.GOOD)
    assert asked[-1] == "small/one", "the only one with follow-ups"


def test_interrupted_at_any_point_it_goes_on_to_the_same_report(
    services: Services, open_app: Callable[..., Services], clock: Clock
) -> None:
    interview = services.mocks.begin(ALL)
    steps = hold(interview, clock)
    assert steps == 7
    expected = shown(services.mocks.finish(interview.id))
    for point in range(steps + 1):
        first = open_app()
        begun = first.mocks.begin(ALL)
        for _ in range(point):
            step(begun, clock)
        again = open_app()
        assert again.mocks.open() is not None
        resumed = again.mocks.resume()
        assert resumed.id == begun.id
        assert resumed.session.interview.seconds_left == begun.session.interview.seconds_left == 20 * 60 - 30 * point
        hold(resumed, clock)
        assert shown(again.mocks.finish(resumed.id)) == expected
        assert again.mocks.open() is None


def test_when_the_time_is_up_the_answer_being_given_still_counts(services: Services, clock: Clock) -> None:
    interview = services.mocks.begin(MockSetup(questions=5, minutes=1, seed=3))
    step(interview, clock, seconds=59)
    assert not done(interview)
    step(interview, clock, seconds=59)
    assert done(interview)
    report = services.mocks.finish(interview.id)
    assert len(report.answers) + len(report.not_reached) == 5
    assert report.not_reached


def test_a_discarded_interview_has_no_report_and_its_answers_stay_practice(services: Services, clock: Clock) -> None:
    interview = services.mocks.begin(ALL)
    step(interview, clock)
    services.mocks.discard()
    assert services.mocks.open() is None
    assert services.mocks.held() == []
    with pytest.raises(MockError, match="no mock interview has been finished"):
        services.mocks.report()
    with pytest.raises(MockError, match="interrupted"):
        services.mocks.resume()
    assert len(practice(services)) == 1


def test_no_undo_reaches_into_an_interview(services: Services, clock: Clock) -> None:
    services.study.grade("small/four", Rating.GOOD, 1)
    interview = services.mocks.begin(ALL)
    hold(interview, clock)
    services.mocks.finish(interview.id)
    taken_back = services.study.undo()
    assert taken_back is not None
    assert isinstance(taken_back.event, Graded)
    assert services.study.undo() is None
    assert len(services.mocks.report().answers) == 5


def test_grades_count_once_and_are_taken_back_one_by_one(services: Services, clock: Clock, open_app: Callable[..., Services]) -> None:
    interview = services.mocks.begin(ALL)
    hold(interview, clock)
    services.mocks.finish(interview.id)
    assert services.mocks.count(interview.id) == 5
    again = open_app()
    assert again.mocks.count(interview.id) == 0, "a second window may not count them again"
    history = services.exports._history()
    grades = [event for event in history.events() if isinstance(event, Graded)]
    assert [(one.card, one.rating, one.duration_ms, one.ticks, one.at) for one in grades] == [
        (one.card, one.rating, one.duration_ms, one.ticks, one.at) for one in practice(services)
    ]
    assert history.differences() == []
    assert services.study.schedule("small/two").failing
    for left in range(4, -1, -1):
        assert services.study.undo() is not None
        assert len(history.schedules()) == left
        assert history.differences() == []
    assert services.mocks.count(interview.id) == 0, "nor may they be counted again once they were taken back"


def test_a_question_answered_in_two_windows_counts_as_first_answered(
    services: Services, clock: Clock, open_app: Callable[..., Services]
) -> None:
    first = services.mocks.begin(MockSetup(topics=("small/second",), seed=3))
    second = open_app().mocks.resume()
    assert first.turn is not None
    asked = first.turn.card.id
    grade(first, Rating.GOOD)
    grade(second, Rating.AGAIN)
    services.mocks.finish(first.id)
    hold(second, clock)
    assert [answer.rating for answer in services.mocks.report().answers] == [Rating.GOOD]
    assert services.mocks.count(first.id) == 1
    assert not services.study.schedule(asked).failing


def test_a_point_missed_in_an_interview_that_counts_was_missed_once(services: Services, clock: Clock) -> None:
    interview = services.mocks.begin(ALL)
    hold(interview, clock)
    services.mocks.finish(interview.id)
    services.mocks.count(interview.id)
    quiz = services.sessions.start_over(["small/two"])
    assert quiz.turn is not None
    (misses,) = quiz.misses(quiz.turn)
    assert (misses.missed, misses.asked) == (1, 1)
    assert "| two is a number | 1 of 1 |" in services.exports.markdown()


def test_a_card_renamed_meanwhile_gets_the_grade(services: Services, clock: Clock, content: Path) -> None:
    services.study.grade("small/two", Rating.GOOD, 1)
    interview = services.mocks.begin(ALL)
    hold(interview, clock)
    services.mocks.finish(interview.id)
    deck = content / "small"
    (deck / "two.md").rename(deck / "deux.md")
    (deck / "deck.toml").write_text((deck / "deck.toml").read_text().replace('"two"', '"deux"'))
    services.library.refresh()
    clock.tick(days=1)
    services.mocks.count(interview.id)
    assert services.study.schedule("small/deux").reviews == 2
    assert services.exports._history().differences() == []


def test_a_card_renamed_while_it_is_asked_is_answered_under_its_new_id(
    services: Services, clock: Clock, content: Path, open_app: Callable[..., Services]
) -> None:
    """In this window, in one that goes on with the interview, and in the report."""
    services.study.grade("small/one", Rating.GOOD, 1)
    interview = services.mocks.begin(MockSetup(topics=("small/first",), seed=3))
    while interview.turn is not None and interview.turn.card.id != "small/one":
        step(interview, clock)
    deck = content / "small"
    for language in ("", ".ko"):
        (deck / f"one{language}.md").rename(deck / f"uno{language}.md")
    (deck / "deck.toml").write_text((deck / "deck.toml").read_text().replace('"one"', '"uno"'))
    services.library.refresh()
    grade(interview, Rating.GOOD, SAID)
    assert isinstance(interview.session.turn, FollowUpTurn)
    resumed = open_app().mocks.resume()
    assert isinstance(resumed.session.turn, FollowUpTurn)
    hold(resumed, clock)
    report = services.mocks.finish(resumed.id)
    assert [answer.card for answer in report.answers][-1] == "small/uno"
    assert report.not_reached == []


def test_the_report_tells_what_was_missed_and_what_to_study_next(services: Services, clock: Clock) -> None:
    interview = services.mocks.begin(ALL)
    hold(interview, clock)
    report = services.mocks.finish(interview.id)
    assert report.covered.share == pytest.approx(3.5 / 5)
    assert [answer.card for answer in report.weakest] == ["small/two", "small/three", "small/one"]
    text = mock_markdown(report)
    for line in (
        "- 5 of 5 questions answered in 3:30 of 20:00",
        "- grades: 1 Again, 1 Hard, 3 Good",
        "- follow-ups: 1 of 2 right",
        "- key points: 70% said (3.5 of 5)",
        "- First: 3 questions, 1 Again, 1 Hard, 1 Good; key points: 50% said (1.5 of 3)",
        "- Second: 2 questions, 2 Good; key points: 100% said (2 of 2)",
        "1. **What is two?** Again. Demo: [quizapp demo xor-failure](demo:xor-failure)",
        "- **What is two?**",
        "  - **two** is a number",
        "  - **three** is a number (perhaps said)",
        "- right: Why one?",
        "- not yet: Why not two?",
    ):
        assert line in text.splitlines()
    assert "in each interview" not in text, "there is none to compare with"


def test_a_korean_report_names_the_points_in_korean(services: Services) -> None:
    interview = services.mocks.begin(MockSetup(topics=("small/first",), language="ko", seed=3))
    while interview.turn is not None and interview.turn.card.id != "small/one":
        grade(interview, Rating.GOOD)
    grade(interview, Rating.HARD, MISSING)
    text = mock_markdown(services.mocks.finish(interview.id))
    assert "  - **하나**" in text
    assert "- **하나란 무엇인가요?**" in text


def test_later_reports_show_how_the_earlier_interviews_went(services: Services, clock: Clock) -> None:
    for _ in range(2):
        interview = services.mocks.begin(ALL)
        hold(interview, clock)
        report = services.mocks.finish(interview.id)
        clock.tick(days=1)
    text = mock_markdown(report)
    assert "2026-03-02  ████████████          3 of 5, 70% of key points" in text
    assert "2026-03-03  ████████████          3 of 5, 70% of key points, this one" in text
    assert mock_markdown(services.mocks.report()) == text, "printed later, it is the same"
    assert "in each interview" not in services.mocks.text("2026-03-02", "md"), "nothing that came later"


def test_reports_are_kept_and_found_by_name_or_id(services: Services, clock: Clock) -> None:
    interview = services.mocks.begin(ALL)
    hold(interview, clock)
    report = services.mocks.finish(interview.id)
    path = services.mocks.save(report)
    assert path == services.mocks.folder / "2026-03-02-090000-seed-3"
    assert path.with_name(f"{path.name}.md").read_text() == services.mocks.text(report.name, "md") == services.mocks.text(report.id, "md")
    document = json.loads(path.with_name(f"{path.name}.json").read_text())
    assert document == json.loads(services.mocks.text("last", "json"))
    assert UUID(document["id"]) == interview.id
    assert services.mocks.save(report) == path, "saving it again changes nothing"
    assert services.mocks.listing() == ["2026-03-02-090000-seed-3         5 of 5 answered, 3 Good or Easy, 70% of key points said"]
    with pytest.raises(MockError, match="'1999'"):
        services.mocks.report("1999")


def test_a_folder_that_cannot_be_made_is_told(services: Services, clock: Clock) -> None:
    interview = services.mocks.begin(ALL)
    report = services.mocks.finish(interview.id)
    services.mocks.folder.write_text("in the way")
    with pytest.raises(ExportError, match="cannot be created"):
        services.mocks.save(report)


def test_an_interview_without_an_answer_has_a_report_as_well(services: Services) -> None:
    interview = services.mocks.begin(ALL)
    text = mock_markdown(services.mocks.finish(interview.id))
    assert "- 0 of 5 questions answered in 0:00 of 20:00" in text
    assert "No questions were answered." in text
    assert services.mocks.count(interview.id) == 0


def test_an_interview_that_another_window_discarded_cannot_be_finished(services: Services) -> None:
    interview = services.mocks.begin(MockSetup(seed=1, questions=2))
    services.mocks.discard()
    with pytest.raises(MockError, match="discarded in another window"):
        services.mocks.finish(interview.id)
