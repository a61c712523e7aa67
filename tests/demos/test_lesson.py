"""How a lesson is told, on small ones of our own: what is copied, which steps become frames, and which line is lit."""

import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from quizapp.demos import lesson
from quizapp.demos.figures import Frame
from quizapp.demos.kit import Amount, Bands, Demo, Finding, Progress, Run, found, say
from quizapp.demos.player import Player
from quizapp.domain import i18n

HEAD = '''"""A page.

Claim: something holds,
always. It fails where it does not.
Sources: none.
"""

import numpy as np

from quizapp.demos.kit import Bands, Choice, Progress, Slider, Switch, Table, found, gettext, lesson, ngettext, say


@lesson("page", title="Page", summary="A page.", ask=Bands("Which?", "n", {"one": 2, "more": 3}), breaks={"n": "5"},
        n=Slider("number", 1, 5, 9, start=3))
'''

PICTURE = """

def picture(now, past):
    yield Table("t", ("what",), [(repr(now),), (repr(past),)])
"""

Page = Callable[[str], Demo]


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    """Makes a demo of the source of its `run`."""
    made: list[str] = []

    def make(run: str) -> Demo:
        name = f"page_{len(made)}_{tmp_path.name.replace('-', '_')}"
        made.append(name)
        module = ModuleType(name)
        module.__file__ = str(tmp_path / f"{name}.py")
        source = HEAD + run + PICTURE
        Path(module.__file__).write_text(source)
        sys.modules[name] = module
        exec(compile(source, module.__file__, "exec"), module.__dict__)
        module.__doc__ = module.__dict__["__doc__"]
        one: Demo = module.__dict__["run"]
        return one

    yield make
    for name in made:
        del sys.modules[name]


def played(demo: Demo, **given: str) -> tuple[list[Frame], Finding]:
    player = Player(demo, demo.parsed(given))
    frames = []
    while player.forward():
        assert player.now is not None
        frames.append(player.now.frame)
    assert player.finding is not None
    return frames, player.finding


def lit(demo: Demo, frames: Sequence[Frame]) -> list[str]:
    return [demo.source[frame.line - 1].strip() for frame in frames]


# -- what is said ------------------------------------------------------------------------------------------------------


def test_values_are_copied_when_they_are_said_and_kept_as_histories(page: Page) -> None:
    demo = page(
        "def run(n):\n    w, seen = np.zeros(2), []\n    for i in range(n):\n        w += 1\n        seen.append(i)\n"
        "        yield say('{i}', i=i, w=w, seen=seen)\n    return found(True, 'done', n=n)\n"
    )
    frames, _ = played(demo)
    assert [np.asarray(frame.values["w"]).tolist() for frame in frames] == [[1, 1], [2, 2], [3, 3]]
    assert [frame.values["seen"] for frame in frames] == [[0], [0, 1], [0, 1, 2]]
    now, past = (row[0] for row in frames[1].figures[0].rows)  # type: ignore[union-attr]
    assert "n=3" in now, "the settings are there from the start"
    assert "i=1" in now
    assert "w=[array([1., 1.]), array([2., 2.])]" in past


def test_sentences_are_looked_up_when_they_are_said_and_then_filled_in(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    loud = {"a is {a}, in {steps}": "{steps}: A IS {a}", "a was {a}": "A WAS {a}", "Page": "PAGE", "A page.": "A PAGE.", "number": "NUMBER"}
    loud |= {"Something holds, always.": "IT HOLDS.", "It fails where it does not.": "OR NOT."}

    class Shouting:
        def gettext(self, message: str) -> str:
            return loud.get(message, message)

        def ngettext(self, one: str, many: str, n: int) -> str:
            return many.replace("steps", "STEPS")

        def pgettext(self, context: str, message: str) -> str:
            return message

    demo = page(
        "def run(n):\n    a = n\n    yield say('a is {a}, in {steps}', a='aa', steps=ngettext('a step', '{count} steps', a))\n"
        "    return found(None, 'a was {a}', a='aa', n=n)\n"
    )
    frames, finding = played(demo)
    assert (frames[0].caption, finding.text) == ("a is aa, in 3 steps", "a was aa")
    assert (demo.title, demo.claim, demo.conditions) == ("Page", "Something holds, always.", "It fails where it does not.")
    monkeypatch.setattr(i18n, "_active", Shouting())
    frames, finding = played(demo)
    assert (frames[0].caption, finding.text) == ("3 STEPS: A IS aa", "A WAS aa")
    assert (demo.title, demo.summary, demo.claim_with_conditions) == ("PAGE", "A PAGE.", "IT HOLDS. OR NOT.")
    assert demo.parameters[0].label == "NUMBER"
    assert demo.parsed({"number": "5"}) == {"n": 5}


def test_a_verdict_of_numpy_is_a_plain_one() -> None:
    assert found(np.True_, "x").claim_held is True
    assert found(np.False_, "x").claim_held is False
    assert found(None, "x").claim_held is None


def test_the_bands_of_a_question_are_read_off_the_measured_number() -> None:
    bands = Bands("?", "n", {"few": 3, "some": 10, "many": np.inf, "endless": np.inf})
    answers = [bands.answer(found(True, "", n=n)) for n in (-1, 2.9, 3, 9, 10, 1e9, np.inf, np.nan)]
    assert answers == ["few", "few", "some", "some", "many", "many", "endless", "endless"]
    assert bands.outcome("some", found(True, "", n=4)) == (True, "some")
    assert bands.outcome("few", found(True, "", n=4)) == (False, "some")


def test_an_amount_is_right_when_near_enough() -> None:
    amount = Amount("?", "n", within=0.1)
    assert amount.outcome("22", found(True, "", n=20)) == (True, "20")
    assert amount.outcome("22.1", found(True, "", n=20)) == (False, "20")
    assert Amount("?", "n").outcome("20", found(True, "", n=20)) == (True, "20")


# -- which steps become frames -----------------------------------------------------------------------------------------

SERIES = """def run(n):
    for t in range(1, {steps} + 1):
        w = t
        yield say('{{step}}', step=t, w=w)
    {after}return found(True, 'x', n=n)
"""


def steps_of(frames: Sequence[Frame]) -> list[Any]:
    return [frame.values.get("step") for frame in frames]


@pytest.mark.parametrize("steps", [1, 8, 9, 10, 57, 1000])
@pytest.mark.parametrize("after", ["", "yield say('after', z=1)\n    "])
def test_a_long_series_becomes_ever_fewer_frames_and_ends_with_its_last_step(page: Page, steps: int, after: str) -> None:
    frames, _ = played(page(SERIES.format(steps=steps, after=after)))
    shown = steps_of(frames)[: -1 if after else None]
    assert shown[:8] == list(range(1, min(steps, 8) + 1))
    assert shown[-1] == steps
    assert all(later > earlier for earlier, later in pairwise(shown))
    assert len(shown) <= 8 + 9 * np.log(steps + 1)
    history = frames[-1].figures[0].rows[1][0]  # type: ignore[union-attr]
    assert f"w={list(range(1, steps + 1))}" in history, "every step is in the histories"


def test_a_frame_of_a_series_shows_nothing_that_comes_after_it(page: Page) -> None:
    """The last step is shown once it is known to be the last: what follows it has been said by then."""
    frames, _ = played(page(SERIES.format(steps=20, after="yield say('after', w=99)\n    ")))
    last = frames[-2]
    assert (last.caption, last.values["w"]) == ("20", 20)
    assert "w=20" in last.figures[0].rows[0][0]  # type: ignore[union-attr]
    assert "99" not in repr(last)


def test_a_series_begins_anew_where_the_steps_do(page: Page) -> None:
    frames, _ = played(
        page(
            "def run(n):\n    for part in 'ab':\n        for t in range(1, 31):\n            w = t\n"
            "            yield say('{part}{step}', part=part, step=t)\n    return found(True, 'x', n=n)\n"
        )
    )
    captions = [frame.caption for frame in frames]
    assert "a30" in captions
    assert captions[captions.index("a30") + 1 :][:8] == [f"b{t}" for t in range(1, 9)]
    assert captions[-1] == "b30"


def test_two_sentences_of_one_step_are_both_frames_or_neither(page: Page) -> None:
    frames, _ = played(
        page(
            "def run(n):\n    for t in range(1, 41):\n        w = t\n        yield say('forward {step}', step=t)\n        w = -t\n"
            "        yield say('backward {step}', step=t)\n    return found(True, 'x', n=n)\n"
        )
    )
    steps = steps_of(frames)
    assert all(steps.count(step) == 2 for step in set(steps) - {40})
    assert frames[-1].caption == "backward 40"


def test_progress_is_passed_on_at_once_and_the_first_sentence_waits_for_no_other(page: Page) -> None:
    demo = page("def run(n):\n    yield Progress(1, 2)\n    w = 1\n    yield say('first', step=1)\n    raise ValueError\n")
    run = demo.run(n=3, rng=np.random.default_rng(0))
    assert next(run) == Progress(1, 2)
    first = next(run)
    assert isinstance(first, Frame)
    assert first.caption == "first"


def test_closing_a_run_closes_the_lesson() -> None:
    def steps() -> Run:
        yield say("first")
        yield say("second")
        return found(True, "x")

    told = steps()  # held here, so that nothing but the run can close it
    run = lesson.played(told, {}, lambda now, past: (), sys.modules[__name__])
    next(run)
    run.close()
    with pytest.raises(StopIteration):
        next(told)


# -- which line is lit -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("    w = 1\n    yield say('x')\n", ["w = 1"]),
        ("    w = 1\n    yield say('x')\n    yield say('y')\n", ["w = 1", "w = 1"]),
        ("    w = 1\n    if w:\n        yield say('x')\n    else:\n        yield say('y')\n", ["w = 1"]),
        ("    w = 1\n    if w:\n        w = 2\n        yield say('x')\n    yield say('y')\n", ["w = 2", "w = 1"]),
        ("    w = 1\n    for t in range(2):\n        if t:\n            yield say('x')\n", ["for t in range(2):"]),
        ("    w = 2\n    while w:\n        w = w - 1\n        yield say('x')\n", ["w = w - 1", "w = w - 1"]),
        ("    w = 1\n    with np.errstate():\n        w = 2\n    yield say('x')\n", ["w = 2"]),
        ("    w = 1\n    def f():\n        return w\n    yield say('x',\n        w=f(),\n    )\n", ["w = 1"]),
        ("    w = 1\n    yield from part()\n    w = 2\n    yield say('y')\n", ["v = 7", "w = 2"]),
    ],
)
def test_the_lit_line_is_the_step_before_and_never_a_condition(page: Page, body: str, expected: list[str]) -> None:
    demo = page(f"def run(n):\n{body}    return found(True, 'x', n=n)\n\n\ndef part():\n    v = 7\n    yield say('from part', v=v)\n")
    assert lit(demo, played(demo)[0]) == expected


def test_a_step_that_was_passed_over_lights_its_own_line(page: Page) -> None:
    demo = page(SERIES.format(steps=20, after="z = 1\n    yield say('after')\n    "))
    frames, _ = played(demo)
    assert lit(demo, frames)[-2:] == ["w = t", "z = 1"]


# -- chance ------------------------------------------------------------------------------------------------------------


def test_a_lesson_without_chance_offers_no_seed_and_gets_no_generator(page: Page) -> None:
    plain = page("def run(n):\n    w = 1\n    yield say('x')\n    return found(True, 'x', n=n)\n")
    drawing = page("def run(n, rng):\n    w = rng.normal()\n    yield say('x', w=w)\n    return found(True, 'x', n=n)\n")
    assert [each.name for each in plain.controls] == ["n"]
    assert [each.name for each in drawing.controls] == ["n", "seed"]
    assert played(plain)[1].claim_held
    assert played(drawing)[1].claim_held


def test_what_is_said_must_be_a_sentence_with_named_fields() -> None:
    remark = say("{step}: {loss}", step=3, loss=0.5)
    assert (remark.template, remark.values, remark.step) == ("{step}: {loss}", {"step": 3, "loss": 0.5}, 3)
