"""What we write for Anki, in Anki itself: the package `anki` imports it, and computes with its own FSRS what we have computed with ours."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID

import fsrs
import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest, ImportCsvRequest, ImportLogWithChanges
from anki.lang import set_lang
from fsrs_rs_python import FSRS, FSRSItem, FSRSReview

from quizapp.domain.day import Calendar, aligned
from quizapp.domain.history import Graded, Rating
from quizapp.domain.memory import Memory
from quizapp.domain.rules import Rules
from quizapp.export.anki.collection import StudyOptions
from quizapp.export.anki.notes import NoteForAnki
from quizapp.export.anki.package import Package, PackedCard
from quizapp.export.anki.reviews import LogWriter
from quizapp.services.container import Services
from quizapp.settings import Settings
from quizapp.settings.system_zone import system_zone
from tests.conftest import Clock, Template
from tests.simulated import near

if TYPE_CHECKING:
    from anki.cards import Card  # which can be imported only after the collection

AGAIN, HARD, GOOD, EASY = Rating


@pytest.fixture(params=["en"])
def collection(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Collection]:
    """A new one in a language, whose clock and time zone are the system's: Anki knows no others."""
    set_lang(request.param)
    found = Collection(str(tmp_path / "peer.anki2"))
    yield found
    found.close()


@pytest.fixture
def bring(collection: Collection, tmp_path: Path) -> Callable[[bytes | str], ImportLogWithChanges.Log]:
    """Imports a package or a text as a person would, with what the dialogue offers."""
    numbers = count(1)

    def imported(content: bytes | str) -> ImportLogWithChanges.Log:
        path = str(tmp_path / f"{next(numbers)}")
        if isinstance(content, str):
            Path(path).write_text(content, encoding="utf-8")
            return collection.import_csv(ImportCsvRequest(path=path, metadata=collection.get_csv_metadata(path, None))).log
        Path(path).write_bytes(content)
        options = ImportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True)
        return collection.import_anki_package(ImportAnkiPackageRequest(package_path=path, options=options)).log

    return imported


@pytest.fixture
def learner(open_app: Callable[..., Services], learner_settings: Settings, small_learner: Template, clock: Clock) -> Services:
    """Somebody who has studied the small deck for seventy days until now, in the system's time zone."""
    clock.at = now = datetime.now(UTC).replace(microsecond=0)
    services = open_app(replace(learner_settings, time_zone=""), template=small_learner)
    today = services.study.day()
    random = Random(20)
    for day in (70, 69, 60, 45, 44, 30, 12, 4, 1):
        clock.at = services.study.calendar.start(today - timedelta(days=day)) + timedelta(hours=8)
        for name in ("one", "two", "three", "four"):
            clock.tick(minutes=random.randint(1, 15))
            rating = GOOD if day == 1 else random.choice([AGAIN, HARD, GOOD, GOOD, EASY])
            services.study.grade(f"small/{name}", rating, random.randint(500, 90_000))
        if day == 45:
            services.study.reset("small/four")
            services.study.grade("small/one", AGAIN, 1)
            services.study.undo()
    clock.at = now - timedelta(minutes=5)
    services.study.grade("small/two", AGAIN, 1)
    services.study.suspend("small/three")
    services.study.bury("small/four")
    clock.at = now
    return services


def rows(collection: Collection, sql: str, *values: str) -> list[tuple[Any, ...]]:
    assert collection.db is not None
    return [tuple(row) for row in collection.db.all(sql, *values)]


def due_day(collection: Collection, card: "Card") -> date:
    """On which a card comes back in Anki: it counts from the date on which its collection was made."""
    ((created,),) = rows(collection, "SELECT crt FROM col")
    begun = datetime.fromtimestamp(created, system_zone()).date()
    return begun + timedelta(days=card.due)


def card_of(collection: Collection, guid: str) -> "Card":
    ((id,),) = rows(collection, "SELECT c.id FROM cards AS c JOIN notes AS n ON n.id = c.nid WHERE guid = ?", guid)
    return collection.get_card(id)


Bring = Callable[[bytes | str], Any]


def test_a_package_brings_every_card_with_its_reviews_and_its_schedule(learner: Services, collection: Collection, bring: Bring) -> None:
    log = bring(learner.exports.anki_package())
    assert (len(log.new), len(log.updated), len(log.conflicting)) == (5, 0, 0)
    reviews = learner.exports.csv().count("\n") - 1
    assert (collection.card_count(), rows(collection, "SELECT count() FROM revlog")) == (5, [(reviews,)])
    assert reviews == 4 * 9 + 1 - 4, "those of a card before it was started afresh stay behind"
    assert [deck.name for deck in collection.decks.all_names_and_ids()] == [
        "Default",
        "Small deck",
        "Small deck::First",
        "Small deck::Second",
    ]
    for listed in learner.catalog.listing():
        schedule, card = listed.schedule, card_of(collection, f"quizapp:{listed.id}:en")
        memory = collection.compute_memory_state(card.id)
        assert (card.reps, card.lapses) == (schedule.reviews, schedule.lapses)
        if schedule.stability is None:
            assert (card.type, card.queue, memory.stability) == (0, 0, None)
            continue
        assert card.memory_state is not None
        assert card.memory_state.stability == pytest.approx(schedule.stability, abs=1e-4)
        assert card.memory_state.difficulty == pytest.approx(schedule.difficulty, abs=1e-3)
        assert memory.stability == pytest.approx(schedule.stability, rel=1e-4)
        assert memory.difficulty == pytest.approx(schedule.difficulty, rel=1e-4)
        if not schedule.failing:
            assert due_day(collection, card) == schedule.due
    assert [card_of(collection, f"quizapp:small/{name}:en").queue for name in ("one", "two", "three", "four")] == [2, 1, -1, -3]
    assert collection.fix_integrity()[1]


def test_anki_takes_over_the_weights_and_the_retention(learner: Services, collection: Collection, bring: Bring) -> None:
    bring(learner.exports.anki_package())
    options = collection.decks.config_dict_for_deck_id(card_of(collection, "quizapp:small/one:en").did)
    assert options["fsrsParams6"] == pytest.approx(list(fsrs.scheduler.DEFAULT_PARAMETERS))
    assert (options["name"], options["desiredRetention"], options["new"]["perDay"]) == ("QuizApp", pytest.approx(0.9), 10)


def test_a_package_imported_again_brings_what_is_new_and_leaves_progress_alone(
    learner: Services, collection: Collection, bring: Bring, content: Path, clock: Clock
) -> None:
    bring(learner.exports.anki_package())
    before = rows(collection, "SELECT id, due, ivl, reps, data FROM cards ORDER BY id")
    (content / "small" / "one.md").write_text("# What is one, again?\n\nIt is first.\n")
    (content / "small" / "six.md").write_text("# What is six?\n\nHalf a dozen.\n")
    learner.library.refresh()
    clock.tick(seconds=60)
    learner.study.grade("small/one", EASY, 1)
    log = bring(learner.exports.anki_package())
    assert (len(log.new), len(log.conflicting)) == (1, 0)
    assert card_of(collection, "quizapp:small/one:en").note()["Question"] == "What is one, again?"
    after = rows(collection, "SELECT id, due, ivl, reps, data FROM cards ORDER BY id")
    assert before == [row for row in after if row in before]
    assert len(after) == 6


def test_a_text_imported_again_updates_the_notes_and_keeps_progress_and_tags(
    learner: Services, collection: Collection, bring: Bring, content: Path
) -> None:
    log = bring(learner.exports.anki_text())
    assert (len(log.new), len(log.updated), collection.card_count()) == (6, 0, 6)
    korean = card_of(collection, "quizapp:small/one:ko")
    assert korean.note().fields[0] == "하나란 무엇인가요?"
    assert collection.decks.name(korean.did) == "작은 덱::첫째"
    english = card_of(collection, "quizapp:small/one:en")
    collection.tags.bulk_add([english.nid], "mine marked")
    collection.sched.set_due_date([english.id], "17")
    due = card_of(collection, "quizapp:small/one:en").due
    assert len(bring(learner.exports.anki_text()).updated) == 0, "what is the same stays as it is"
    for name in ("one.md", "one.ko.md"):
        path = content / "small" / name
        path.write_text(path.read_text().replace("one", "a unit").replace("하나의", "첫째"))
    learner.library.refresh()
    log = bring(learner.exports.anki_text())
    assert (len(log.new), len(log.updated), len(log.conflicting)) == (0, 2, 0)
    english = card_of(collection, "quizapp:small/one:en")
    assert "The answer to a unit." in english.note().fields[1]
    assert "첫째 답입니다." in card_of(collection, "quizapp:small/one:ko").note().fields[1]
    assert english.due == due
    assert set(english.note().tags) == {"marked", "mine", "quizapp"}


def test_a_text_adds_the_other_language_to_what_a_package_brought(learner: Services, collection: Collection, bring: Bring) -> None:
    bring(learner.exports.anki_package())
    log = bring(learner.exports.anki_text())
    assert (len(log.new), len(log.updated), len(log.conflicting)) == (1, 0, 0)
    assert card_of(collection, "quizapp:small/one:en").reps == 9
    assert card_of(collection, "quizapp:small/one:ko").reps == 0


@pytest.mark.parametrize("collection", ["en", "ko"], indirect=True)
def test_a_text_brings_notes_of_two_sides_whatever_type_was_used_last(learner: Services, collection: Collection, bring: Bring) -> None:
    cloze = collection.models.by_name("Cloze")
    assert cloze is not None
    collection.set_config("curModel", cloze["id"])
    bring(learner.exports.anki_text())
    note = card_of(collection, "quizapp:small/one:en").note().note_type()
    assert note is not None
    assert note["name"] == "Basic"


def test_anki_plays_and_renders_nothing_that_a_deck_says(learner: Services, collection: Collection, bring: Bring, content: Path) -> None:
    (content / "small" / "two.md").write_text(
        "# Is [sound:a.mp3] \\[latex]x[/latex] or {{Answer}} &lt;b&gt; safe?\n\n"
        "`[sound:b.mp3]` and \\[$]y[/$] with $a < b$\n\n```\n[anki:tts lang=en_US]z[/anki:tts]\n```\n"
    )
    learner.library.refresh()
    for content_of in (learner.exports.anki_package, learner.exports.anki_text):
        bring(content_of())
        card = card_of(collection, "quizapp:small/two:en")
        assert card.question_av_tags() == card.answer_av_tags() == []
        assert "Is &#91;sound:a.mp3] &#91;latex]x&#91;/latex] or {{Answer}} &lt;b&gt; safe?" in card.question()
        assert "<code>&#91;sound:b.mp3]</code>" in card.answer()
        assert "\\(a &lt; b\\)" in card.answer()


# -- many histories ------------------------------------------------------------------------------------------------------


def test_anki_and_fsrs_find_the_same_memory_in_the_log(collection: Collection, bring: Bring) -> None:
    """Two hundred histories with reviews on the same day, lapses and long breaks, by weights that are nobody's default."""
    random, now = Random(18), datetime.now(UTC)
    calendar = Calendar(system_zone())
    memory = Memory(Rules(calendar, parameters=tuple(round(each, 4) for each in near(random, 0.1))))
    log = LogWriter(memory, now)
    cards = [
        PackedCard(NoteForAnki(f"d/{i}", f"g{i}", "D", f"Q{i}", "A"), log.reviewed(f"d/{i}", studied(random, calendar, calendar.day(now))))
        for i in range(200)
    ]
    bring(Package(calendar, StudyOptions(0.9, memory.parameters, 10, 9999, 6), now).write(cards))
    by_rust, by_python = (
        FSRS(list(memory.parameters)),
        fsrs.Scheduler(memory.parameters, learning_steps=(), relearning_steps=(), enable_fuzzing=False),
    )
    for card in cards:
        schedule, rows = card.reviewed.schedule, card.reviewed.log
        theirs = card_of(collection, card.note.guid)
        computed = collection.compute_memory_state(theirs.id)
        days = [calendar.day(datetime.fromtimestamp(row.at / 1000, UTC)) for row in rows]
        item = FSRSItem([FSRSReview(row.ease, (day - before).days) for row, day, before in zip(rows, days, [days[0], *days], strict=False)])
        rust = by_rust.memory_state(item)
        python = fsrs.Card(0)
        for row, day in zip(rows, days, strict=True):
            python, _ = by_python.review_card(python, fsrs.Rating(row.ease), aligned(day))
        for found in (computed, rust, python):
            assert found.stability == pytest.approx(schedule.stability, rel=1e-4)
            assert found.difficulty == pytest.approx(schedule.difficulty, rel=1e-4)
        if not schedule.failing:
            assert due_day(collection, theirs) == schedule.due


def studied(random: Random, calendar: Calendar, today: date) -> Iterator[Graded]:
    """Grades on days before `today`, some on the same day.

    Between noon and midnight: Anki counts days of 24 hours back from the next one, so around the hour at which a day begins it differs from
    a clock that was put forward or back, and it counts the first second of a day to the day before.
    """
    day = today - timedelta(days=random.randint(1, 400))
    minute = 0
    for number in range(random.randint(1, 30)):
        at = calendar.start(day) + timedelta(hours=8, minutes=minute)
        rating = random.choice([AGAIN, HARD, GOOD, GOOD, GOOD, EASY])
        yield Graded(UUID(int=number), at, "d/c", rating, random.randint(500, 90_000), "quiz", "fsrs-6")
        passed = random.choice([0, 0, 1, 1, 3, random.randint(1, 60)])
        day, minute = day + timedelta(days=passed), 0 if passed else minute + random.randint(1, 20)
        if day >= today:
            return
