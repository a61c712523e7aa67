"""What holds for every demo, whatever it shows."""

import ast
import json
import math
import os
import random
import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from quizapp.demos.catalogue import demos, find
from quizapp.demos.figures import Plot
from quizapp.demos.kit import Demo, Finding, Frame
from quizapp.domain.i18n import LANGUAGES
from quizapp.plots.compose import compose
from quizapp.plots.picture import width
from quizapp.settings.interface import speak
from tests.demos.running import finding_of, parts_of, played, played_anew, run_of

ALL_RUNS = """
import json, sys
from quizapp.cli.demo import _document, _frames
from quizapp.demos.catalogue import demos
from quizapp.demos.player import Player
runs = {}
for id, demo in demos().items():
    player = Player(demo, demo.parsed({}), seed=3, kept=1)
    runs[id] = json.loads("".join(_document(player, _frames(player, 1))))
json.dump(runs, sys.stdout)
"""


@pytest.fixture(params=sorted(demos()))
def demo(request: pytest.FixtureRequest) -> Demo:
    return find(request.param)


@pytest.fixture(scope="module")
def two_processes() -> list[dict[str, Any]]:
    """Every demo's run as JSON, by two processes that differ in what must not matter: hashes, and threads of linear algebra."""
    differing = (
        {"PYTHONHASHSEED": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        {"PYTHONHASHSEED": "2", "OPENBLAS_NUM_THREADS": "4", "OMP_NUM_THREADS": "4"},
    )
    started = [
        subprocess.Popen([sys.executable, "-c", ALL_RUNS], env={**os.environ, **environ}, stdout=subprocess.PIPE) for environ in differing
    ]
    return [json.loads(process.communicate()[0]) for process in started]


def differences(one: Any, other: Any, place: str = "") -> list[str]:
    """Where two documents are not the same to 1e-9."""
    if isinstance(one, float) and isinstance(other, float):
        same = math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
        return [] if same else [f"{place}: {one} {other}"]
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return [line for key in one for line in differences(one[key], other[key], f"{place}/{key}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [line for i in range(len(one)) for line in differences(one[i], other[i], f"{place}/{i}")]
    return [] if one == other else [f"{place}: {one!r} {other!r}"]


def test_the_comparison_sees_differences() -> None:
    assert differences({"a": [1.0, 2.0]}, {"a": [1.0, 2.0 + 1e-8]}) == ["/a/1: 2.0 2.00000001"]
    assert differences({"a": [1.0]}, {"a": [1.0 + 1e-12]}) == []
    assert differences({"a": []}, {"b": []}) == [": {'a': []} {'b': []}"]
    assert differences([1.0], [1.0, 2.0]) == [": [1.0] [1.0, 2.0]"]


def test_two_processes_show_the_same_frames(demo: Demo, two_processes: list[dict[str, Any]]) -> None:
    one, other = (runs[demo.id] for runs in two_processes)
    assert one["frames"]
    assert differences(one, other) == []


def test_another_seed_is_another_run_where_chance_has_a_part(demo: Demo) -> None:
    """A demo either leaves its generator alone, or shows what it drew."""

    class Watched(np.random.Generator):
        drawn = False

        def __getattribute__(self, name: str) -> Any:
            if not name.startswith("_") and name not in ("drawn", "bit_generator"):
                type(self).drawn = True
            return super().__getattribute__(name)

    _, finding = copied(demo, Watched(np.random.PCG64(1)))
    same = finding.values, finding_of(demo, 0).values
    assert Watched.drawn == bool(differences(*(json.loads(json.dumps(values, default=np.ndarray.tolist)) for values in same)))


def copied(demo: Demo, rng: np.random.Generator) -> tuple[list[Frame], Finding]:
    """A run of its own: each frame as it was when it was yielded, whatever the demo does to its arrays later."""
    return run_of(demo, demo.parsed({}), rng, deepcopy)


def test_a_run_shows_the_same_frames_again_changes_none_of_them_later_and_leaves_no_trace(demo: Demo) -> None:
    """Nothing but the generator it is given is drawn from; a frame stepped back to is the one that was seen."""

    def state() -> tuple[object, bytes, int]:
        numpys = np.random.get_state(legacy=False)["state"]
        return random.getstate(), numpys["key"].tobytes(), numpys["pos"]

    before = state()
    frames, finding = copied(demo, np.random.default_rng(0))
    assert state() == before
    moments, found = played(demo)
    assert len(frames) >= 10
    for one, other in zip(parts_of([frames, finding]), parts_of([[moment.frame for moment in moments], found]), strict=True):
        if isinstance(one, str):
            assert one == other
        else:
            np.testing.assert_allclose(np.asarray(one), np.asarray(other), atol=1e-9)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_title_heading_or_cell_is_cut_beside_an_answer_or_in_its_place(demo: Demo, language: str) -> None:
    speak(language)
    moments, _ = played_anew(demo, demo.parsed({}))
    for moment in (moments[0], moments[len(moments) // 2], moments[-1]):
        for columns, rows in ((76, 12), (56, 20)):
            assert "…" not in compose(moment.frame.figures, columns, rows).text
    for frame in (moment.frame for moment in moments):
        assert all(width(figure.title) <= 28 for figure in frame.figures)
        assert width(frame.caption) <= 150, frame.caption


def test_a_page_knows_numpy_and_the_kit_alone(demo: Demo) -> None:
    assert demo.module.__file__ is not None
    tree = ast.parse(Path(demo.module.__file__).read_text())
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    ours = {name for name in imported if name.startswith("quizapp")}
    assert ours <= {"quizapp.demos", *(f"quizapp.demos.{name}" for name in ("kit", "figures", "gates", "datasets", "nets", "views"))}
    assert {name.partition(".")[0] for name in imported - ours} <= {
        "numpy",
        "math",
        "itertools",
        "functools",
        "collections",
        "dataclasses",
        "typing",
    }
    used = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert {name for name in used if name.startswith("np.random.")} <= {"np.random.Generator"}


def test_a_run_is_told_in_sentences_and_drawn_within_its_limits(demo: Demo) -> None:
    moments, finding = played(demo)
    assert 10 <= len(moments) <= 120
    for moment in moments:
        frame = moment.frame
        assert frame.caption.endswith(".")
        assert frame.values
        assert 1 <= len(frame.figures) <= 4
        for figure in frame.figures:
            if isinstance(figure, Plot):
                assert all(math.isfinite(low) and math.isfinite(high) and low < high for low, high in (figure.xlim, figure.ylim))
    assert finding.text.endswith(".")
    assert finding.values


def test_the_lit_lines_are_statements_of_the_algorithm(demo: Demo) -> None:
    """Of the generator itself: neither of a function that draws, nor of making the frame."""
    assert demo.module.__file__ is not None
    tree = ast.parse(Path(demo.module.__file__).read_text())
    (run,) = (node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "run")
    inner = {line for node in run.body if isinstance(node, ast.FunctionDef) for line in range(node.lineno, (node.end_lineno or 0) + 1)}
    moments, _ = played(demo)
    for line in {moment.line for moment in moments}:
        assert run.lineno < line <= (run.end_lineno or 0)
        assert line not in inner


def test_the_right_prediction_is_one_of_the_choices_or_a_number_that_can_be_typed(demo: Demo) -> None:
    finding = finding_of(demo)
    assert not math.isnan(finding.number(demo.predict.value)), "it would be taken for the last choice"
    right = demo.predict.outcome(demo.predict.choices[0] if demo.predict.choices else "1", finding)[1]
    assert right in demo.predict.choices if demo.predict.choices else demo.predict.parse(right) == right
