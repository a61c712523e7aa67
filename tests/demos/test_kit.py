import pytest

from quizapp.demos.catalogue import demos, find
from quizapp.demos.kit import Choice, Demo, Slider
from quizapp.domain.errors import DemoError


@pytest.fixture(params=sorted(demos()))
def demo(request: pytest.FixtureRequest) -> Demo:
    return find(request.param)


def test_an_unknown_demo_gets_the_nearest_name() -> None:
    with pytest.raises(DemoError, match="Did you mean 'xor-failure'"):
        find("xor-fail")


def test_a_choice_accepts_its_options_only() -> None:
    choice = Choice("gate", "gate", ("and", "or"), "and")
    assert choice.parse("or") == "or"
    with pytest.raises(DemoError, match="gate is 'xr'"):
        choice.parse("xr")
    assert choice.moved("and", 1) == "or"
    assert choice.moved("or", 1) == "or"


@pytest.mark.parametrize("text", ["0", "11", "one", "nan", "inf", ""])
def test_a_slider_refuses_what_is_out_of_bounds_or_no_number(text: str) -> None:
    with pytest.raises(DemoError, match="from 1 to 10"):
        Slider("k", "k", (1, 3, 10), 3, whole=True).parse(text)
    with pytest.raises(DemoError, match="from 1 to 10"):
        Slider("k", "k", (1, 3, 10), 3).parse(text)


def test_a_slider_moves_from_stop_to_stop_and_holds_at_its_ends() -> None:
    slider = Slider("k", "k", (1, 3, 10), 3)
    assert [slider.moved(value, 1) for value in (1, 2, 3, 10)] == [3, 3, 10, 10]
    assert [slider.moved(value, -1) for value in (1, 2, 3, 10)] == [1, 1, 1, 3]


def test_an_unknown_parameter_gets_the_nearest_name() -> None:
    with pytest.raises(DemoError, match="Did you mean 'gate'"):
        find("xor-failure").parsed({"gat": "and"})


def test_every_demo_says_what_it_claims_and_by_whose_work(demo: Demo) -> None:
    assert "Claim:" in demo.claim
    assert "Sources:" in demo.claim


def test_every_default_is_a_value_that_its_parameter_allows(demo: Demo) -> None:
    assert demo.parsed({p.name: str(p.default) for p in demo.parameters}) == demo.parsed({})
