import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from quizapp.demos.catalogue import demos
from quizapp.plots import gif
from quizapp.plots.shapes import Page
from tests.cli.conftest import Quizapp, sentence


def test_demos_are_listed_and_run_as_text(quizapp: Quizapp) -> None:
    assert [line.split()[0] for line in quizapp("demo").stdout.splitlines()] == list(demos())
    text = quizapp("demo", "xor-failure", "--set", "gate=and", "--every", "10").stdout
    assert "The best line gets 4 of 4 right. Mistakes in the last epoch: 0." in text
    assert "The claim does not hold here." in text
    assert len([line for line in text.splitlines() if line[:4].strip().isdigit() and line[4:6] == "  "]) == 4


def test_a_demo_as_json_tells_every_frame_and_the_finding(quizapp: Quizapp) -> None:
    told = json.loads(quizapp("demo", "xor-failure", "--set", "epochs=8", "--seed", "3", "--json").stdout)
    assert told["demo"] == "xor-failure"
    assert told["parameters"] == {"gate": "xor", "lr": 1.0, "epochs": 8}
    assert told["seed"] == 3
    assert len(told["frames"]) == 32
    assert set(told["frames"][0]) == {"caption", "line", "values"}
    assert told["prediction"] == {
        "question": "How many of the four points can it get right at once, at best?",
        "choices": ["2 of 4", "3 of 4", "4 of 4"],
        "answer": "3 of 4",
    }
    assert told["claim"].startswith("No line separates")
    assert told["finding"]["claim_held"] is True
    assert told["finding"]["values"]["mistakes_per_epoch"][-1] > 0


LONG = '''"""Long.

Claim: none. Sources: none.
"""

import numpy as np

from quizapp.demos.kit import Bands, Choice, Plot, Regions, found, lesson, say


@lesson("long", title="Long", summary="Long.", ask=Bands("?", "n", {"a": 1, "b": 2}), breaks={"a": "c"}, a=Choice("a", ("b", "c")))
def run(a, rng):
    for n in range(10_000):
        yield say("frame {n}", n=n)
    return found(True, "done", n=1)


def picture(now, past):
    yield Plot("p", (Regions(np.zeros((100, 100), int)),), (0, 1), (0, 1))
'''


@pytest.mark.skipif(sys.platform == "win32", reason="memory is asked of POSIX")
def test_ten_thousand_frames_as_json_stream_through_little_memory(quizapp: Quizapp, tmp_path: Path) -> None:
    """Their figures together take 800 MB."""
    (tmp_path / "long_demo.py").write_text(LONG)
    info = tmp_path / "long_demo-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: long-demo\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[quizapp.demos]\nlong = long_demo:run\n")
    places = {"QUIZAPP_DATA_DIR": str(tmp_path / "data"), "PYTHONPATH": str(tmp_path)}
    # a process's peak includes its parent's before exec, so a small one stands between
    measure = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True);"
        "sys.stderr.write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))"
    )
    command = [sys.executable, "-c", measure, sys.executable, "-m", "quizapp", "demo", "long", "--json"]
    with (tmp_path / "long.json").open("wb") as out:
        result = subprocess.run(command, env={**os.environ, **places}, stdout=out, stderr=subprocess.PIPE, text=True, check=True)
    assert int(result.stderr) / (1024**2 if sys.platform == "darwin" else 1024) < 200
    told = json.loads((tmp_path / "long.json").read_text())
    assert len(told["frames"]) == 10_000
    assert told["frames"][-1]["values"] == {"n": 9999}


def test_numbers_that_json_does_not_know_do_not_break_it(quizapp: Quizapp) -> None:
    result = quizapp("demo", "gradient-descent", "--set", "lr=0.3", "--json")
    assert json.loads(result.stdout, parse_constant=lambda name: pytest.fail(name))["finding"]["values"]["needed"] == "inf"


def test_the_list_of_demos_as_json_tells_what_each_can_be_asked(quizapp: Quizapp) -> None:
    told = {one["id"]: one for one in json.loads(quizapp("demo", "--json").stdout)}
    assert list(told) == list(demos())
    assert told["xor-failure"]["parameters"][1] == {"name": "lr", "label": "learning rate", "default": 1.0, "allowed": "0.1 to 2"}
    assert quizapp("demo", "--svg", "x.svg").returncode == 2


def test_a_parameter_may_be_given_by_its_label_and_the_text_lists_them(quizapp: Quizapp) -> None:
    text = quizapp("demo", "xor-failure", "--set", "learning rate=0.5").stdout
    assert "  lr=0.5 (learning rate: 0.1 to 2)" in text.splitlines()
    assert "  seed=0 (seed: 0 to 999)" in text.splitlines()


def test_the_text_tells_the_claim_with_its_conditions_only_behind_the_run_and_names_the_command_that_breaks_it(quizapp: Quizapp) -> None:
    lines = quizapp("demo", "xor-failure", "--set", "lr=0.5", "--seed", "3").stdout.splitlines()
    assert lines[1].startswith("Predict: How many of the four points")
    assert lines[2:5] == ["  - 2 of 4", "  - 3 of 4", "  - 4 of 4"]
    assert [line.startswith("Claim: ") for line in lines] == [False] * (len(lines) - 2) + [True, False]
    assert "It fails where a line separates the classes" in lines[-2]
    assert lines[-2].endswith("The claim holds.")
    assert lines[-1] == "Try gate and: `quizapp demo xor-failure --set gate=and --set lr=0.5 --seed 3`"
    command = shlex.split(lines[-1].split("`")[1])
    again = quizapp(*command[1:]).stdout.splitlines()
    assert again[-2].endswith("The claim does not hold here.")
    assert again[-1].startswith("Try gate xor: ")


def test_a_seed_may_be_given_among_the_parameters(quizapp: Quizapp) -> None:
    by_name, by_option = quizapp("demo", "xor-failure", "--set", "seed=7").stdout, quizapp("demo", "xor-failure", "--seed", "7").stdout
    assert by_name == by_option != quizapp("demo", "xor-failure").stdout


def test_a_demos_last_figures_can_be_had_as_svg(quizapp: Quizapp, tmp_path: Path) -> None:
    assert quizapp("demo", "xor-failure", "--svg", "xor.svg").returncode == 0
    assert ElementTree.parse(tmp_path / "xor.svg").getroot().tag.endswith("svg")
    again = quizapp("demo", "xor-failure", "--svg", "xor.svg")
    assert "--force" in sentence(again)
    assert again.returncode == 2
    assert quizapp("demo", "xor-failure", "--svg", "xor.svg", "--force").returncode == 0


def test_a_demo_can_be_had_as_an_animated_gif(quizapp: Quizapp, tmp_path: Path) -> None:
    from PIL import Image

    assert quizapp("demo", "xor-failure", "--every", "8", "--gif", "xor.gif").returncode == 0
    with Image.open(tmp_path / "xor.gif") as image:
        assert getattr(image, "n_frames") == 7  # noqa: B009  (Pillow's stubs do not know it of every image)
    again = quizapp("demo", "xor-failure", "--gif", "xor.gif")
    assert again.returncode == 2
    assert "--force" in sentence(again)


def test_a_gif_of_too_many_frames_is_refused_and_nothing_is_written(
    quizapp: Quizapp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The demo has 48."""
    assert gif.MOST_FRAMES == 300
    monkeypatch.setattr(gif, "MOST_FRAMES", 9)
    drawn: list[object] = []
    draw = gif.gif

    def counted(pages: Iterable[Page]) -> bytes:
        drawn.extend(kept := list(pages))
        return draw(kept)

    monkeypatch.setattr(gif, "gif", counted)
    assert quizapp("demo", "xor-failure", "--every", "6", "--gif", "short.gif").returncode == 0
    assert len(drawn) == 9
    result = quizapp("demo", "xor-failure", "--gif", "long.gif")
    assert len(drawn) == 9, "none is drawn of those that are refused"
    assert "more than 9 frames" in sentence(result)
    assert "--every" in sentence(result)
    assert result.returncode == 2
    assert not (tmp_path / "long.gif").exists()


def test_a_gif_without_pillow_names_what_to_install(quizapp: Quizapp, tmp_path: Path) -> None:
    (tmp_path / "PIL").mkdir()
    (tmp_path / "PIL" / "__init__.py").write_text('raise ModuleNotFoundError("No module named \'PIL\'", name="PIL")')
    result = quizapp("demo", "xor-failure", "--gif", "xor.gif", PYTHONPATH=str(tmp_path))
    assert "pip install pillow" in sentence(result)
    assert result.returncode == 2
    assert not (tmp_path / "xor.gif").exists()


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (("--set", "gat=and"), "Did you mean 'gate'? Choose from: gate, lr, epochs."),
        (("--set", "gate=nand"), "Choose from: xor, xnor, and, or."),
        (("--set", "epochs=99"), "Give a whole number from 4 to 40."),
        (("--set", "epochs"), "NAME=VALUE"),
        (("--seed", "-1"), "0<=x<=999"),
        (("--seed", "1000"), "0<=x<=999"),
        (("--json", "--gif", "x.gif"), "choose one of them"),
        (("--every", "0"), "1"),
    ],
)
def test_a_wrong_parameter_says_what_is_allowed(quizapp: Quizapp, arguments: tuple[str, ...], allowed: str) -> None:
    result = quizapp("demo", "xor-failure", *arguments)
    assert allowed in sentence(result)
    assert result.returncode == 2
    assert result.stdout == ""
