"""Who says that it is not so has not said the point; who denies something else in passing, or puts a denial another way, has."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.card import Card, CardText, Coverage, KeyPoint
from quizapp.domain.evidence import gathered
from quizapp.domain.keypoints import prepared
from quizapp.domain.matching import match
from quizapp.domain.terms import TypedAnswer
from tests.domain.test_cards_of_the_deck import spoken
from tests.domain.test_matching import CARDS, MISSING, SAID, both, coverage, point, verdicts

TEST_SET = point("**테스트 세트로는 절대 고르지 않는다**", "테스트 세트", "테스트 데이터", "테스트 셋")
AT_TEST = point("**테스트 때는 아무것도 끄지 않는다**", "테스트할 때")
XOR = point("**XOR**이 대표적인 반례로, 잘해야 **넷 중 셋**을 맞힌다", "XOR을 못 푼다", "네 개 중 세 개")
HOLDS = point("**인공지능**에는 **탐색**이나 **규칙**처럼 학습하지 않는 시스템도 있다", "전문가 시스템")
OPPOSITE = point("**기울기의 반대 방향**으로 움직인다", "반대 방향")
LEARNED = point("**가중치**와 **편향** 둘 다 **학습**한다")
REPEAT = point("**틀린 샘플이 없는 에포크**가 나올 때까지 **반복**한다")
VANISH = point("기울기가 **소실**될 수 있다", "기울기 소실")
STEP = point("**계단 함수**라서 미분할 수 없다")
OPTIMISER = point("가중치에 적용하는 것은 **옵티마이저**다")
TREES = point("not needed by **trees**", "random forest")
NEVER = point("chosen **never on the test set**", "test data")
STOPS = point("it stops units from **co-adapting**")
NESTED = point("**machine learning** is inside **AI**", "subset")
NO_LAYER = point("it has **no hidden layer**, so features must be given")


@pytest.mark.parametrize(
    ("its", "answer"),
    [
        pytest.param(TEST_SET, "테스트 데이터로 고르면 안 됩니다", id="-면 안 되다"),
        pytest.param(TEST_SET, "테스트 데이터는 쓰지 말아야 합니다", id="-지 말아야"),
        pytest.param(TEST_SET, "테스트 데이터는 쓰지 마세요", id="-지 마세요"),
        pytest.param(TEST_SET, "테스트 셋은 마지막에 한 번만 씁니다", id="said without denying"),
        pytest.param(AT_TEST, "테스트할 때는 다 켜고 씁니다", id="the opposite of what is denied"),
        pytest.param(XOR, "XOR은 네 개 중에 세 개밖에 못 맞힙니다", id="밖에 못"),
        pytest.param(XOR, "XOR은 네 개 중에 세 개만 맞힙니다", id="만"),
        pytest.param(
            HOLDS, "인공지능에는 전문가 시스템처럼 학습하지 않는 것도 있고 규칙도 있습니다", id="a synonym of what learns nothing"
        ),
        pytest.param(HOLDS, "인공지능에는 규칙처럼 학습을 안 하는 것도 포함돼요", id="a relative clause"),
        pytest.param(OPPOSITE, "기울기 방향이 아니라 반대 방향으로 움직입니다", id="A가 아니라 B"),
        pytest.param(OPPOSITE, "기울기 방향 말고 반대 방향으로 움직여요", id="A 말고 B"),
        pytest.param(LEARNED, "가중치뿐만 아니라 편향도 학습합니다", id="뿐만 아니라"),
        pytest.param(REPEAT, "틀린 게 없을 때까지 반복합니다, 그런 에포크가 나올 때까지요", id="없을 때까지"),
        pytest.param(VANISH, "기울기가 없어지는 기울기 소실이 생깁니다", id="없어지다"),
        pytest.param(STEP, "미분이 안 되는 계단 함수를 씁니다", id="a relative clause with 안"),
        pytest.param(OPTIMISER, "가중치에 적용하는 건 역전파가 아니라 옵티마이저가 해요", id="a topic before A가 아니라"),
        pytest.param(TREES, "trees don't need it", id="need not"),
        pytest.param(TREES, "there's no need for it with trees", id="no need"),
        pytest.param(NEVER, "don't ever touch the test set", id="don't ever"),
        pytest.param(NEVER, "the test data is only for the final check", id="only"),
        pytest.param(STOPS, "units can't co-adapt", id="what is kept from being so"),
        pytest.param(NESTED, "machine learning is part of AI, not the other way round", id="a denial behind it"),
        pytest.param(NESTED, "AI includes machine learning and systems that don't learn", id="a relative clause behind an order"),
        pytest.param(NO_LAYER, "there isn't a hidden layer, so it can't learn features", id="isn't"),
        pytest.param(NO_LAYER, "without a hidden layer features have to be given", id="without"),
        pytest.param(NO_LAYER, "it lacks a hidden layer. features are given", id="lacks"),
    ],
)
def test_the_point_is_said_whatever_else_is_denied(its: KeyPoint, answer: str) -> None:
    assert coverage(answer, its) == [SAID]
    assert not verdicts(answer, its)[0].denied


@pytest.mark.parametrize(
    ("its", "answer"),
    [
        pytest.param(TEST_SET, "테스트 세트로 골라도 됩니다", id="allowed"),
        pytest.param(TEST_SET, "테스트 데이터에서 제일 좋은 걸 고르면 돼요", id="allowed by the synonym"),
        pytest.param(AT_TEST, "테스트할 때도 무작위로 끕니다", id="still done"),
        pytest.param(OPPOSITE, "기울기의 반대 방향으로 움직이지 않습니다", id="denied"),
        pytest.param(OPPOSITE, "반대 방향이 아니라 기울기 방향으로 움직입니다", id="the other way round"),
        pytest.param(TREES, "trees need it most of all", id="needed"),
        pytest.param(NEVER, "they are chosen on the test set", id="affirmed"),
        pytest.param(NESTED, "machine learning isn't inside AI", id="denied in English"),
        pytest.param(NESTED, "AI is a subset of machine learning", id="turned round"),
        pytest.param(NO_LAYER, "it has a hidden layer, features need not be given", id="both turned round"),
    ],
)
def test_what_is_turned_into_its_opposite_is_not_said(its: KeyPoint, answer: str) -> None:
    assert coverage(answer, its) != [SAID]


THINGS = ["learning rate", "hidden layer", "test set", "chain rule"]
DENIALS = ["it never uses a {}", "it doesn't use a {}", "it works without a {}", "there is no {}", "it fails to use a {}"]
AFFIRMATIONS = [
    "it uses a {}",
    "it doesn't only use a {}",
    "it uses a {}, not a tree",
    "it can't do without a {}",
    "um, it, you know, uses a {}",
]
KOREAN_THINGS = ["학습률", "은닉층", "연쇄 법칙", "역전파"]
KOREAN_DENIALS = [
    "{}을 쓰지 않습니다",
    "{}을 쓰면 안 됩니다",
    "{}을 쓰지 마세요",
    "{}이 아니라 다른 것을 씁니다",
    "{} 없이 합니다",
    "{}을 못 씁니다",
]
KOREAN_AFFIRMATIONS = [
    "{}을 씁니다",
    "{}밖에 안 씁니다",
    "{}뿐만 아니라 다른 것도 씁니다",
    "트리가 아니라 {}을 씁니다",
    "{}을 안 쓰면 안 됩니다",
]


@given(st.sampled_from([*((THINGS, DENIALS, AFFIRMATIONS),), (KOREAN_THINGS, KOREAN_DENIALS, KOREAN_AFFIRMATIONS)]), st.data())
def test_a_denial_makes_what_was_said_missing(table: tuple[list[str], list[str], list[str]], data: st.DataObject) -> None:
    thing, denial, affirmation = (data.draw(st.sampled_from(each)) for each in table)
    its = point(f"**{thing}**")
    assert coverage(affirmation.format(thing), its) != [MISSING], affirmation
    assert coverage(denial.format(thing), its) == [MISSING], denial


FILLERS = ["um", "uh,", "you know", "actually", "basically,", "음", "뭐", "그러니까"]


@given(
    st.sampled_from(CARDS), st.sampled_from(["en", "ko"]), st.lists(st.tuples(st.integers(0, 200), st.sampled_from(FILLERS)), max_size=8)
)
def test_what_is_said_while_thinking_changes_nothing(card: Card, language: str, fillers: list[tuple[int, str]]) -> None:
    words = card.texts[language].answer.split(" ")
    spoken = list(words)
    for place, filler in fillers:
        spoken.insert(min(place, len(spoken)), filler)
    assert both(card, language, " ".join(spoken)) == both(card, language, " ".join(words))


@given(st.sampled_from(CARDS), st.sampled_from(["en", "ko"]), st.randoms(use_true_random=False))
def test_key_points_may_be_said_in_any_order(card: Card, language: str, chance: random.Random) -> None:
    texts = [point.text for point in card.texts[language].key_points]
    chance.shuffle(texts)
    assert {verdict.coverage for verdict in both(card, language, "\n".join(texts))} == {SAID}


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_no_cards_answer_contradicts_its_points(card: Card, language: str) -> None:
    """It may leave one out, but what it denies on the way ("not learned", "never settles") must not count against them."""
    assert [verdict.denied for verdict in both(card, language, spoken(card, language)) if verdict.coverage is MISSING] == []


def test_a_false_contradiction_costs_no_whole_answer() -> None:
    """The third sentence denies what the third point affirms; the points said in full stay said."""
    its = (point("a **weighted sum** plus a **bias**"), point("a **step function** gives 0 or 1"), point("it **converges**"))
    text = CardText("en", "What is it?", key_points=its)
    answer = "a weighted sum plus a bias. then a step function gives 0 or 1. it does not converge"
    assert [verdict.coverage for verdict in match(answer, text)] == [SAID, SAID, Coverage.MISSING]


DEEP = point("depth means **learned representations**", "learns features", "no feature engineering")


@pytest.mark.parametrize("answer", ["it learns features", "it comes up with learned representations", "it needs no feature engineering"])
def test_a_synonym_that_denies_something_says_nothing_of_what_it_does_not_name(answer: str) -> None:
    assert coverage(answer, DEEP) == [SAID]
    (verdict,) = verdicts(f"{answer}. With older methods you did feature engineering first", DEEP)
    assert (verdict.coverage, verdict.denied) == (SAID, ())


@pytest.mark.parametrize(
    ("yes", "no"),
    [
        ("trees don't need scaling", "scaling is for trees"),
        ("for trees: there is no reason to scale", "above all trees profit from it"),
        ("trees are insensitive to the scale", "trees like it"),
    ],
)
def test_what_something_is_denied_of_counts_where_the_answer_denies_something(yes: str, no: str) -> None:
    scaling = point("**trees** do not need scaling")
    assert coverage(yes, scaling) != [MISSING]
    assert coverage(no, scaling) != [SAID]
    assert "trees" not in verdicts(no, scaling)[0].found


@pytest.mark.parametrize("said", ["units cannot co-adapt", "it prevents units from co-adapting", "it breaks up co-adaptation"])
def test_what_one_language_denies_and_the_other_keeps_away_is_to_be_denied_or_kept_away(said: str) -> None:
    texts = [CardText(language, "?", key_points=(each,)) for language, each in (("en", CO_ADAPT), ("ko", CO_ADAPT_KO))]
    for answer, expected in ((said, True), ("units co-adapt better that way", False)):
        (verdict,) = match(answer, texts[0], texts[1:])
        assert (verdict.coverage is SAID) is expected, answer


CO_ADAPT, CO_ADAPT_KO = point("units do not **co-adapt**"), point("유닛의 **공동 적응**(co-adaptation)을 막는다", "co-adapt")


@pytest.mark.parametrize(
    ("text", "straight", "turned"),
    [
        ("the **output** follows the **task**", "the output follows the task", "the output is the same regardless of the task"),
        ("it **learns** only from **mistakes**", "it learns from mistakes only", "it learns, whether or not it makes mistakes"),
        ("tanh units suffer from **vanishing gradients**", "tanh has vanishing gradients", "tanh is immune to vanishing gradients"),
        ("the size **depends on the task**", "it depends on the task", "it has nothing to do with the task"),
        ("while **training**, units are **dropped**", "in training units are dropped", "at test time units are dropped"),
        ("it **keeps** the **activations**", "it keeps the activations", "it throws the activations away"),
        ("**noise** helps to **escape** saddles", "noise lets it escape saddles", "noise gets it trapped in saddles"),
        ("**many cheap updates** an epoch", "there are many cheap updates", "there are few cheap updates"),
        ("weights are **learned parameters**", "weights are learned parameters", "weights are hyperparameters, not learned"),
        ("its **cost** is **high**", "its cost is high", "its cost is rarely high"),
    ],
)
def test_everyday_words_that_turn_a_point_round_unsay_it(text: str, straight: str, turned: str) -> None:
    assert coverage(straight, point(text)) == [SAID]
    assert coverage(turned, point(text)) != [SAID]


def test_shrinking_to_nothing_denies_nothing() -> None:
    assert coverage("it can shrink to nothing or explode", point("gradients can **vanish** or **explode**", "shrink")) == [SAID]


def test_the_way_of_a_synonym_must_not_be_turned_round() -> None:
    backwards = point("**backwards** through the graph", "from the output to the input")
    assert coverage("it goes from the output to the input", backwards) == [SAID]
    assert coverage("it goes from the input to the output", backwards) == [MISSING]


def test_the_words_of_a_clause_that_speaks_against_a_point_do_not_count_for_it() -> None:
    falls = point("the small **learning rate** makes the training crawl")
    for size, expected in (("small", True), ("large", False)):
        card = prepared((CardText("en", "", key_points=(falls,)),))
        (evidence,) = gathered(TypedAnswer(f"a {size} learning rate makes the training crawl"), card)
        assert (evidence.breadth > 0) is expected
