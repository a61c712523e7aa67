from typing import Any

import numpy as np
import pytest

from quizapp.demos.catalogue import demos, find
from quizapp.demos.kit import SEED, Amount, Bands, Choice, Demo, Finding, Slider, Switch
from quizapp.domain.errors import DemoError
from quizapp.plots.picture import width
from quizapp.settings.interface import speak


@pytest.fixture(params=sorted(demos()))
def demo(request: pytest.FixtureRequest) -> Demo:
    return find(request.param)


def test_an_unknown_demo_gets_the_nearest_name() -> None:
    with pytest.raises(DemoError, match="Did you mean 'xor-failure'"):
        find("xor-fail")


def test_a_choice_accepts_its_options_only() -> None:
    choice = Choice("gate", ("and", "or")).named("gate")
    assert choice.parse("or") == "or"
    with pytest.raises(DemoError, match="gate is 'xr'"):
        choice.parse("xr")
    assert choice.moved("and", 1) == "or"
    assert choice.moved("or", 1) == "or"


@pytest.mark.parametrize("text", ["0", "11", "one", "nan", "inf", ""])
def test_a_slider_refuses_what_is_out_of_bounds_or_no_number(text: str) -> None:
    with pytest.raises(DemoError, match="from 1 to 10"):
        Slider("k", 1, 3, 10, start=3).named("k").parse(text)
    with pytest.raises(DemoError, match="from 1 to 10"):
        Slider("k", 1.0, 3.0, 10.0, start=3.0).named("k").parse(text)


def test_minus_nothing_is_nothing() -> None:
    assert str(Slider("k", -1.0, 1.0, start=0.0).named("k").parse("-0")) == "0.0"


def test_a_slider_moves_from_stop_to_stop_and_holds_at_its_ends() -> None:
    slider = Slider("k", 1, 3, 10, start=3)
    assert [slider.moved(value, 1) for value in (1, 2, 3, 10)] == [3, 3, 10, 10]
    assert [slider.moved(value, -1) for value in (1, 2, 3, 10)] == [1, 1, 1, 3]


def test_an_unknown_parameter_gets_the_nearest_name() -> None:
    with pytest.raises(DemoError, match=r"Did you mean 'gate'\? Choose from: gate, lr, epochs\."):
        find("xor-failure").parsed({"gat": "and"})


def test_a_choice_is_read_in_the_language_of_the_interface_and_typed_in_either() -> None:
    speak("ko")
    data = find("three-learners").parameters[0]
    assert data.shown("spirals") == "나선"
    assert [data.parse(text) for text in ("spirals", "나선")] == ["spirals", "spirals"]
    assert data.allowed == "moons (초승달), rings (고리), spirals (나선), clouds (군집)"
    assert find("mlp-xor").parameters[1].allowed == "tanh, sigmoid (시그모이드), relu, none (없음)", "capitals tell nothing new"
    with pytest.raises(DemoError) as refused:
        data.parse("spiral")
    assert str(refused.value) == (
        "data 값이 'spiral'입니다. 혹시 'spirals'인가요? 다음 중에서 고르세요: moons (초승달), rings (고리), spirals (나선), clouds (군집)."
    )


def test_a_switch_is_on_or_off() -> None:
    switch = Switch("bias", start=True)
    assert switch.parse("off") is False
    assert switch.parse("on") is True
    assert switch.moved(False, 1) is True
    assert switch.moved(True, -1) is False
    with pytest.raises(DemoError, match="Give on or off"):
        switch.parse("maybe")


@pytest.mark.parametrize("text", ["-1", "1.5", "x", "1000"])
def test_a_seed_is_a_whole_number_within_bounds(text: str) -> None:
    assert SEED.parse("7") == 7
    with pytest.raises(DemoError, match="a whole number from 0 to 999"):
        SEED.parse(text)


def test_a_predicted_choice_is_right_when_it_is_the_measured_one() -> None:
    prediction = Bands("?", "n", {"few": 9, "many": np.inf})
    assert prediction.outcome("many", Finding("", True, {"n": 9})) == (True, "many")
    assert prediction.outcome("many", Finding("", True, {"n": 1})) == (False, "few")


def test_a_predicted_number_is_right_when_near_enough() -> None:
    prediction = Amount("?", "n", within=0.1)
    finding = Finding("", True, {"n": -20})
    assert prediction.outcome("-22", finding) == (True, "-20")
    assert prediction.outcome("-22.1", finding) == (False, "-20")
    for text in ("", "x", "nan", "inf"):
        with pytest.raises(DemoError, match="is not a number"):
            prediction.parse(text)


def test_a_single_number_of_a_finding_is_read_as_one_and_nothing_else_is() -> None:
    values: dict[str, Any] = {
        "n": 3,
        "share": np.float64(0.5),
        "count": np.int64(7),
        "held": True,
        "name": "2.5",
        "losses": np.ones(2),
        "path": [1.0, 2.0],
    }
    finding = Finding("", True, values)
    assert [finding.number(name) for name in ("n", "share", "count", "held")] == [3, 0.5, 7, 1]
    for name in ("name", "losses", "path"):
        with pytest.raises(TypeError):
            finding.number(name)
    with pytest.raises(KeyError):
        finding.number("absent")


def test_every_demo_says_what_it_claims_and_by_whose_work(demo: Demo) -> None:
    assert demo.claim[0].isupper()
    assert demo.claim.endswith(".")
    assert demo.conditions.endswith(".")
    assert demo.claim_with_conditions == f"{demo.claim} {demo.conditions}"
    assert "Sources:" in (demo.module.__doc__ or "")


def test_every_default_is_a_value_that_its_parameter_allows(demo: Demo) -> None:
    assert demo.parsed({p.name: str(p.default) for p in demo.parameters}) == demo.parsed({})


def test_titles_fit_a_narrow_screen(demo: Demo) -> None:
    assert width(demo.title) <= 44
    assert width(demo.summary) <= 74


def test_labels_of_the_parameters_are_short_and_unique(demo: Demo) -> None:
    assert len({parameter.name for parameter in demo.parameters}) == len(demo.parameters)
    assert all(len(parameter.label) <= 16 for parameter in demo.parameters)
    assert "seed" not in {parameter.name for parameter in demo.parameters}
