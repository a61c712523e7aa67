"""What a clause denies, in both languages: how far each denial reaches, and what only looks like one."""

import pytest

from quizapp.domain.language.denial import denied, denies, negates
from quizapp.domain.language.stance import Stance, limits, stances
from quizapp.domain.language.words import clauses


def what_is_denied(text: str) -> str:
    every = [pair for clause in clauses(text) for pair in zip(clause.words, denied(clause), strict=True)]
    return " ".join(word.text for word, no in every if no and not word.silent and not negates(word))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        pytest.param("테스트 데이터로 튜닝하면 안 됩니다", "테스트 데이터로 튜닝하지", id="must not"),
        pytest.param("테스트 데이터를 쓰면 절대 안돼요", "테스트 데이터를 쓰지", id="must never"),
        pytest.param("테스트 데이터는 쓰지 말아야 합니다", "테스트 데이터는 쓰지", id="should not"),
        pytest.param("테스트 데이터는 쓰지 마세요", "테스트 데이터는 쓰지", id="do not"),
        pytest.param("미분이 안 되면 안 됩니다", "", id="must"),
        pytest.param("네 개 중에 세 개밖에 못 맞힙니다", "", id="only, with 못"),
        pytest.param("직선밖에 그릴 수 없어요", "", id="only, with 수 없다"),
        pytest.param("직선밖에 그리지 못한다", "", id="only, with 지 못하다"),
        pytest.param("가중치뿐만 아니라 편향도 학습합니다", "", id="not only"),
        pytest.param("기울기 방향이 아니라 반대 방향으로 움직입니다", "기울기 방향이", id="A가 아니라 B"),
        pytest.param("편향 말고 가중치를 바꿉니다", "편향", id="A 말고 B"),
        pytest.param("가중치를 바꾸는 건 역전파가 아니라 옵티마이저입니다", "역전파가", id="a topic before A가 아니라"),
        pytest.param("학습하지 않는 시스템도 포함됩니다", "학습하지", id="a relative clause"),
        pytest.param("미분이 안 되는 계단 함수를 씁니다", "미분이", id="a relative clause with 안"),
        pytest.param("전문가 시스템처럼 학습하지 않는 것도 있습니다", "학습하지", id="a comparison before it"),
        pytest.param("편향은 필요 없는 겁니다", "편향은 필요", id="것 that only states"),
        pytest.param("나눌 수 없는 문제는 못 풀어요", "문제는 풀어요", id="a relative clause in a denied one"),
        pytest.param("과적합을 없애는 방법입니다", "", id="없애다"),
        pytest.param("기울기가 없어집니다", "", id="없어지다"),
        pytest.param("끝없이 반복합니다", "", id="끝없이"),
        pytest.param("틀린 게 없을 때까지 반복합니다", "", id="until none"),
        pytest.param("데이터가 없는 경우에 씁니다", "", id="in case of none"),
        pytest.param("과적합과는 상관없습니다", "과적합과는", id="nothing to do with"),
        pytest.param("개수와 상관없이 같습니다", "", id="regardless"),
        pytest.param("은닉층(hidden layer)이 없어 못 만든다", "은닉층 hidden layer 만든다", id="a gloss before a particle"),
    ],
)
def test_a_korean_denial_reaches_its_own_words(text: str, what: str) -> None:
    assert what_is_denied(text) == what


@pytest.mark.parametrize("between", ["  ", "\t", "\u3000", ' "', '" ', " *", "* ", " **", "“ ", " `"])
@pytest.mark.parametrize(
    "text", ["튜닝하면 안 됩니다", "직선밖에 그릴 수 없어요", "it learns not only the weights", "there is no need to design"]
)
def test_what_stands_between_the_words_of_a_phrase_changes_nothing(text: str, between: str) -> None:
    assert what_is_denied(text.replace(" ", between)) == what_is_denied(text)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        pytest.param("it learns not only the weights", "", id="not only"),
        pytest.param("it is not just a line", "", id="not just"),
        pytest.param("it is nothing but a line", "", id="nothing but"),
        pytest.param("there is no need to design features", "need design features", id="no need to"),
        pytest.param("it no longer improves", "improves", id="no longer"),
        pytest.param("a batch rather than the whole set", "whole set", id="rather than"),
        pytest.param("a batch instead of the whole set", "whole set", id="instead of"),
        pytest.param("it fails to converge", "converge", id="fails to"),
        pytest.param("it is unable to separate them", "separate", id="unable to"),
        pytest.param("XOR is no problem", "", id="no problem"),
        pytest.param("it costs a pass no matter how many weights", "", id="no matter"),
        pytest.param("systems that never learn are AI", "learn ai", id="a relative clause"),
        pytest.param("it is cheap and doesn't scale", "scale", id="what stands before an and"),
        pytest.param("it is an ensemble and units can't rely on it", "units rely", id="a sentence before an and"),
        pytest.param("weights and biases can't vanish", "weights biases vanish", id="an and between nouns"),
        pytest.param("without it any stack is linear", "", id="without a pronoun"),
        pytest.param("without bias the line is stuck", "bias line", id="without a noun"),
        pytest.param("when the loss does not fall", "", id="when"),
    ],
)
def test_an_english_denial_reaches_its_own_words(text: str, what: str) -> None:
    assert what_is_denied(text) == what


@pytest.mark.parametrize("text", ["편향이 없으면 원점을 지난다", "without a bias", "if it is not separable"])
def test_a_condition_denies_in_form(text: str) -> None:
    assert denies(clauses(text)[0])


@pytest.mark.parametrize(
    ("text", "word", "stance"),
    [
        ("hidden units never settle", "settle", Stance.DENIED),
        ("hidden units never settle", "units", Stance.TOUCHED),
        ("it keeps units from co-adapting", "units", Stance.AFFIRMED),
        ("it stops units from co-adapting", "units", Stance.TOUCHED),
        ("it moves off the origin", "origin", Stance.TOUCHED),
        ("과적합을 막는다", "과적합을", Stance.TOUCHED),
        ("or information leaks", "leaks", Stance.TOUCHED),
        ("입력 노드는 계산하지 않는다", "노드는", Stance.TOUCHED),
        ("입력 노드는 계산하지 않는다", "계산하지", Stance.DENIED),
    ],
)
def test_a_key_point_denies_the_predicate_and_only_touches_what_it_speaks_of(text: str, word: str, stance: Stance) -> None:
    (clause,) = clauses(text)
    assert dict(zip((each.text for each in clause.words), stances(clause), strict=True))[word] is stance


def test_what_follows_a_condition_that_denies_is_touched() -> None:
    before, clause = clauses("어기면 누수가 생긴다")
    assert set(stances(clause, before)) == {Stance.TOUCHED}


@pytest.mark.parametrize("text", ["only once", "마지막에 씁니다", "한번만", "something different"])
def test_what_limits_a_thing_is_told(text: str) -> None:
    assert limits(clauses(text)[0])
    assert not limits(clauses("the test set is used")[0])
