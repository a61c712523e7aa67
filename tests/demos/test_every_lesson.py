"""What holds for every demo as a lesson: its verdict, the steps it shows, its page and its controls."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from quizapp.demos.catalogue import demos, find
from quizapp.demos.figures import Frame
from quizapp.demos.kit import Choice, Demo, Finding, Parameter, Setting, Slider
from tests.demos.lessons import SLOW, Nudged, code_lines, extremes, mathematics, sweep, verdict_of_oracle
from tests.demos.running import played_with, run_of


@pytest.fixture(params=sorted(demos()))
def demo(request: pytest.FixtureRequest) -> Demo:
    return find(request.param)


def shared_run(demo: Demo, settings: dict[str, Setting], seed: int) -> tuple[list[Frame], Finding]:
    """The frames and the finding of a run that tests share."""
    moments, finding = played_with(demo, settings, seed)
    return [moment.frame for moment in moments], finding


def words_of(run: tuple[Sequence[Frame], Finding]) -> list[str]:
    frames, finding = run
    return [*(frame.caption for frame in frames), finding.text]


# -- the verdict -------------------------------------------------------------------------------------------------------


def test_the_move_that_is_proposed_breaks_the_claim(demo: Demo) -> None:
    (_, held), (_, broken) = shared_run(demo, demo.parsed({}), 0), shared_run(demo, demo.parsed(demo.breaks), 0)
    assert held.claim_held is True
    assert broken.claim_held is False
    assert broken.text != held.text
    assert broken.values


def test_every_verdict_is_the_one_that_code_of_another_kind_comes_to(demo: Demo) -> None:
    differing = []
    for settings, seed in sweep(demo):
        frames, finding = shared_run(demo, settings, seed)
        expected = verdict_of_oracle(demo, settings, seed, finding, frames)
        if finding.claim_held is not expected:
            differing.append((settings, seed, finding.claim_held, expected, finding.text))
    assert differing == []


# -- no chaos ----------------------------------------------------------------------------------------------------------


PLACES = (0, 5, 61)
"""Which of the drawn numbers are nudged: all at once, and where it is slow also one at a time."""


def settings_to_nudge(demo: Demo) -> list[tuple[dict[str, Setting], int]]:
    return [(demo.parsed({}), 0), (demo.parsed(demo.breaks), 0), *(sweep(demo) if SLOW else [])]


def test_drawn_numbers_that_are_a_trifle_more_change_no_word(demo: Demo) -> None:
    for settings, seed in settings_to_nudge(demo) if demo.seeded else ():
        plain = words_of(shared_run(demo, settings, seed))
        for places in (PLACES, *((place,) for place in PLACES if SLOW)):
            assert words_of(run_of(demo, settings, Nudged(seed, *places))) == plain, (settings, seed, places)


def test_sliders_that_are_a_trifle_more_change_no_word(demo: Demo) -> None:
    sliders = [each.name for each in demo.parameters if isinstance(each, Slider) and not each.whole]
    for settings, seed in settings_to_nudge(demo) if sliders else ():
        plain = words_of(shared_run(demo, settings, seed))
        for names in (sliders, *([name] for name in sliders if SLOW)):
            nudged = settings | {name: float(settings[name]) * (1 + 1e-12) for name in names}
            assert words_of(run_of(demo, nudged, np.random.default_rng(seed))) == plain, (nudged, seed)


def test_the_nudge_is_felt_where_it_is_looked_for() -> None:
    plain, nudged = np.random.default_rng(3), Nudged(3, 1, 5, 10)
    before, after = (np.concatenate([rng.normal(size=(2, 4)), rng.normal(size=(1, 4))]) for rng in (plain, nudged))
    assert np.flatnonzero(before != after).tolist() == [1, 5, 10]
    np.testing.assert_allclose(after, before, atol=2e-12)
    assert plain.integers(100) == nudged.integers(100)
    assert plain.random() == nudged.random()
    assert Nudged(3, 0).normal() == np.random.default_rng(3).normal() + 1e-12


# -- thinning, and the line --------------------------------------------------------------------------------------------


def test_the_first_steps_of_a_series_and_its_last_are_frames(demo: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every step is in the history, whether or not it is a frame."""
    shown: set[int] = set()
    """The places in the history of the steps at which something was drawn."""
    history: list[int] = []

    def watched(now: Any, past: Any) -> Iterator[Any]:
        history[:] = getattr(past, "step", [])
        shown.add(len(history))
        return iter(())

    monkeypatch.setattr(demo.module, "picture", watched)
    run_of(demo, demo.parsed({}), np.random.default_rng(0))
    begins = [0, *(place for place in range(1, len(history)) if history[place] < history[place - 1]), len(history)]
    for begin, end in pairwise(begins):
        assert set(range(begin + 1, min(begin + 8, end) + 1)) <= shown
        assert end in shown
        assert history[begin:end] == sorted(history[begin:end])


def test_no_lit_line_is_a_condition_or_a_yield(demo: Demo) -> None:
    tree = ast.parse("\n".join(demo.source))
    heads = {node.lineno for node in ast.walk(tree) if isinstance(node, ast.If | ast.With | ast.FunctionDef)}
    told = {node.lineno for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Yield)}
    for settings in (demo.parsed({}), demo.parsed(demo.breaks)):
        frames, _ = shared_run(demo, settings, 0)
        assert {frame.line for frame in frames} & (heads | told) == set()


def test_the_seed_is_offered_where_chance_has_a_part_and_nowhere_else(demo: Demo) -> None:
    frames = [shared_run(demo, demo.parsed({}), seed)[0] for seed in (0, 1)]
    same = repr([frame.values for frame in frames[0]]) == repr([frame.values for frame in frames[1]])
    assert demo.seeded is not same
    assert [each.name for each in demo.controls] == [*(each.name for each in demo.parameters), *(["seed"] if demo.seeded else [])]


# -- the page ----------------------------------------------------------------------------------------------------------


def test_a_page_is_short_and_most_of_its_code_is_mathematics(demo: Demo) -> None:
    """How the lines are reckoned, `mathematics` says."""
    source = "\n".join(demo.source)
    assert len(demo.source) <= 120
    assert len(mathematics(source)) / len(code_lines(source)) >= 0.6


def test_half_of_the_pages_have_no_more_than_seventy_lines_of_code() -> None:
    assert median(len(code_lines("\n".join(demo.source))) for demo in demos().values()) <= 70


def test_mathematics_is_what_is_neither_registration_nor_sentence_nor_picture() -> None:
    source = (
        '"""A page."""\n'
        "import numpy as np\n"
        "@lesson('x', title='x')\n"
        "def run(a):\n"
        "    b = a  # a comment\n"
        "    yield say('b',\n"
        "              b=b)\n"
        "    return found(True, 'c', c=shared(b))\n"
        "def shared(b):\n"
        "    return b\n"
        "def drawn(b):\n"
        "    return b\n"
        "def picture(now, past):\n"
        "    yield drawn(shared(now.b))\n"
    )
    assert sorted(code_lines(source)) == list(range(3, 15))
    assert sorted(mathematics(source)) == [4, 5, 9, 10]


def test_a_claim_says_where_it_fails(demo: Demo) -> None:
    assert demo.conditions.startswith("It fails where ")
    assert demo.claim_with_conditions == f"{demo.claim} {demo.conditions}"
    assert SimpleNamespace(**demo.parsed(demo.breaks)) != SimpleNamespace(**demo.parsed({}))


# -- the controls ------------------------------------------------------------------------------------------------------


def told_by(demo: Demo, settings: dict[str, Setting], seed: int) -> str:
    """What a control can touch: the verdict, the right prediction and what was measured. Its own value among them does not count."""
    finding = shared_run(demo, settings, seed)[1]
    measured = {name: value for name, value in finding.values.items() if name not in settings}
    return repr((finding.claim_held, demo.predict.outcome(demo.predict.choices[0] if demo.predict.choices else "1", finding), measured))


def values_of(control: Parameter) -> Sequence[Setting]:
    """Of a control, all that its keys reach: of a seed the first few."""
    if isinstance(control, Slider):
        return control.stops[:4] if control.name == "seed" else (control.stops[0], control.stops[-1], *control.stops[1:-1])
    return extremes(control)


def changes_something(demo: Demo, name: str) -> bool:
    """Whether the control `name` changes anything, beside the default settings or beside those that break the claim."""
    control = next(each for each in demo.controls if each.name == name)
    for start in (demo.parsed({}), demo.parsed(demo.breaks)):
        before = told_by(demo, start, 0)
        for value in values_of(control):
            changed = (start, int(value)) if name == "seed" else (start | {name: value}, 0)
            if told_by(demo, *changed) != before:
                return True
    return False


def test_no_control_is_dead(demo: Demo) -> None:
    """Each changes the verdict, the right prediction or what is measured, somewhere in its range."""
    assert [each.name for each in demo.controls if not changes_something(demo, each.name)] == []


def test_a_dead_control_is_found() -> None:
    xor = find("xor-failure")
    dead = replace(xor, parameters=[*xor.parameters, Choice("colour", ("red", "blue")).named("colour")])
    run = dead.run
    dead = replace(dead, run=lambda *, colour, **settings: run(**settings))
    assert not changes_something(dead, "colour")
    assert changes_something(dead, "gate")
