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
from tests.demos.running import played_anew, run_of


@pytest.fixture(params=sorted(demos()))
def demo(request: pytest.FixtureRequest) -> Demo:
    return find(request.param)


def words_of(run: tuple[Sequence[Frame], Finding]) -> list[str]:
    frames, finding = run
    return [*(frame.caption for frame in frames), finding.text]


# -- the verdict -------------------------------------------------------------------------------------------------------


def test_the_move_that_is_proposed_breaks_the_claim(demo: Demo) -> None:
    (_, held), (_, broken) = played_anew(demo, demo.parsed({})), played_anew(demo, demo.parsed(demo.breaks))
    assert held.claim_held is True
    assert broken.claim_held is False
    assert broken.text != held.text
    assert broken.values


def test_every_verdict_is_the_one_that_code_of_another_kind_comes_to(demo: Demo) -> None:
    differing = []
    for settings, seed in sweep(demo):
        moments, finding = played_anew(demo, settings, seed)
        expected = verdict_of_oracle(demo, settings, seed, finding, [moment.frame for moment in moments])
        if finding.claim_held is not expected:
            differing.append((settings, seed, finding.claim_held, expected, finding.text))
    assert differing == []


# -- no chaos ----------------------------------------------------------------------------------------------------------


def settings_to_nudge(demo: Demo) -> list[tuple[dict[str, Setting], int]]:
    return [(demo.parsed({}), 0), (demo.parsed(demo.breaks), 1), *(sweep(demo) if SLOW else [])]


def test_a_drawn_number_that_is_a_trifle_more_changes_no_word(demo: Demo) -> None:
    for settings, seed in settings_to_nudge(demo):
        plain = words_of(run_of(demo, settings, np.random.default_rng(seed)))
        for place in (0, 5, 61)[: 3 if demo.seeded else 0]:
            assert words_of(run_of(demo, settings, Nudged(seed, place))) == plain, (settings, seed, place)


def test_a_slider_that_is_a_trifle_more_changes_no_word(demo: Demo) -> None:
    for settings, seed in settings_to_nudge(demo):
        plain = words_of(run_of(demo, settings, np.random.default_rng(seed)))
        for name in (each.name for each in demo.parameters if isinstance(each, Slider) and not each.whole):
            nudged = settings | {name: float(settings[name]) * (1 + 1e-12)}
            assert words_of(run_of(demo, nudged, np.random.default_rng(seed))) == plain, (nudged, seed)


def test_the_nudge_is_felt_where_it_is_looked_for() -> None:
    plain, nudged = np.random.default_rng(3), Nudged(3, 5)
    before, after = plain.normal(size=(2, 4)), nudged.normal(size=(2, 4))
    assert np.flatnonzero(before != after).tolist() == [5]
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
    picture = vars(demo.module)["picture"]

    def watched(now: Any, past: Any) -> Iterator[Any]:
        history[:] = getattr(past, "step", [])
        shown.add(len(history))
        return picture(now, past)  # type: ignore[no-any-return]

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
        frames, _ = run_of(demo, settings, np.random.default_rng(0))
        assert {frame.line for frame in frames} & (heads | told) == set()


def test_the_seed_is_offered_where_chance_has_a_part_and_nowhere_else(demo: Demo) -> None:
    frames = [run_of(demo, demo.parsed({}), np.random.default_rng(seed))[0] for seed in (0, 1)]
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
    finding = run_of(demo, settings, np.random.default_rng(seed))[1]
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
        seen = set()
        for value in values_of(control):
            seed = int(value) if name == "seed" else 0
            seen.add(told_by(demo, start if name == "seed" else start | {name: value}, seed))
            if len(seen) > 1:
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
