"""The forms of a word meet, and different words do not; clauses end where a speaker would pause, and hold what they deny."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.language import english, korean
from quizapp.domain.language.denial import denied, negates
from quizapp.domain.language.forms import Forms
from quizapp.domain.language.opposites import opposed, sides
from quizapp.domain.language.words import clauses, word

FAMILIES = """
    weights weighted weight weighting
    converge converges convergence converging convergent
    differentiable differentiation differentiate
    saturate saturates saturation saturated
    regularise regularisation regularizer regularize regularised
    vectorised vectorization vectorisation
    initialise initialization initialisation initialized
    optimiser optimizer optimise optimisation optimal
    minimise minimize minimizes minimum minima
    classify classifier classification classifies
    separable separability separate
    linear linearly linearity
    probability probabilities
    random randomly randomised
    iterate iteratively iteration iterative
    batch batches batched
    bias biases biased
    gpu gpus
    loss losses
    label labels labelled labeled
    matrix matrices
    centre center centred centered
    behaviour behavior
    analyse analyze analysing
    learn learns learned learnt learning
    stop stopped stopping
    fast faster fastest
""".strip().splitlines()

STRANGERS = (
    ("converge", "diverge"),
    ("linear", "nonlinear"),
    ("bias", "unbiased"),
    ("minimum", "maximum"),
    ("overfitting", "underfitting"),
    ("loss", "lose"),
    ("train", "test"),
    ("class", "close"),
    ("weight", "height"),
)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.split()[0])
def test_the_forms_of_an_english_word_share_a_stem(family: str) -> None:
    assert len({english.stem(form) for form in family.split()}) == 1, [english.stem(form) for form in family.split()]


@pytest.mark.parametrize(("one", "other"), STRANGERS)
def test_different_english_words_do_not(one: str, other: str) -> None:
    assert english.stem(one) != english.stem(other)


def _said(text: str, wanted: str) -> bool:
    return bool(Forms(word for clause in clauses(text) for word in clause.words).of(word(wanted)))


@pytest.mark.parametrize(
    ("wanted", "forms"),
    [
        ("수렴한다", "수렴한다 수렴합니다 수렴하지 수렴해요 수렴이 수렴을"),
        ("편향", "편향을 편향이 편향은 편향도 편향과"),
        ("빠르게", "빠르게 빨라집니다 빨라요 빠른"),
        ("느리고", "느리고 느려집니다 느린 느립니다"),
        ("사라진다", "사라집니다 사라져요 사라진"),
        ("줄인다", "줄인다 줄여요 줄이는"),
        ("틀렸을", "틀렸을 틀린 틀리면"),
        ("신경망", "신경망을 심층신경망은 인공신경망"),
        ("층", "층 층을 층이"),
    ],
)
def test_particles_and_endings_of_korean_words_do_not_matter(wanted: str, forms: str) -> None:
    assert [form for form in forms.split() if not _said(form, wanted)] == []


@pytest.mark.parametrize(
    ("wanted", "other"), [("선형", "비선형"), ("편향", "편한"), ("느리다", "늘어난다"), ("수렴", "수직"), ("층", "층층이")]
)
def test_different_korean_words_stay_apart(wanted: str, other: str) -> None:
    assert not _said(other, wanted)


@pytest.mark.parametrize(("wanted", "said"), [("separable", "seperable"), ("artificial", "artifical"), ("initialise", "initalize")])
def test_one_mistyped_letter_of_a_longer_word_is_forgiven(wanted: str, said: str) -> None:
    assert _said(said, wanted)


@pytest.mark.parametrize(("wanted", "said"), [("sample", "simple"), ("training", "straining"), ("weights", "heights")])
def test_neither_short_words_nor_first_letters_are_taken_for_mistyped(wanted: str, said: str) -> None:
    assert not _said(said, wanted)


def test_a_mistyped_word_counts_only_where_the_right_one_is_missing() -> None:
    forms = Forms([word("gradients"), word("gradeint")])
    assert forms.of(word("gradient")) == {"gradients"}
    assert Forms([word("gradeint")]).of(word("gradient")) == {"gradeint"}


@pytest.mark.parametrize(("wanted", "said"), [("evaluation", "eval"), ("initialise", "init"), ("parameters", "params")])
def test_a_word_may_be_cut_short(wanted: str, said: str) -> None:
    assert _said(said, wanted)
    assert not _said(said[:3], wanted)


def _parts(text: str) -> list[str]:
    return [" ".join(word.text for word in clause.words) for clause in clauses(text)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It is cheap, but slow", ["it is cheap", "but slow"]),
        ("cheap because it is small", ["cheap", "because it is small"]),
        ("loss goes down: stop", ["loss goes down", "stop"]),
        ("scaled by 1/(1-p) in training", ["scaled by 1 1 p in training"]),
        ("a network (deep) learns", ["a network", "deep", "learns"]),
        ("feed-forward nets - fast ones", ["feed forward nets", "fast ones"]),
        ("It doesn't, and can't", ["it does not", "and not"]),
        ("non-linear and non linear", ["nonlinear and nonlinear"]),
        ("ReLU를 씁니다", ["relu 를 씁니다"]),
        ("가볍고 빠르지만 죽을 수 있다", ["가볍고", "빠르지만", "죽을 수 있다"]),
        ("w = 0.5; b = 1", ["w 0.5", "b 1"]),
        ("Straße für Überanpassung", ["strasse für überanpassung"]),
    ],
)
def test_clauses_end_at_marks_conjunctions_and_korean_connectives(text: str, parts: list[str]) -> None:
    assert _parts(text) == parts


def _denied(text: str) -> str:
    every = [(word, no) for clause in clauses(text) for word, no in zip(clause.words, denied(clause), strict=True)]
    return " ".join(word.text for word, no in every if no and not word.silent and not negates(word))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("gradients can't vanish", "gradients vanish"),
        ("a sum without any bias", "bias"),
        ("it does not need the chain rule", "need chain rule"),
        ("it does not forget and learns", "forget"),
        ("not only linear maps", ""),
        ("if the loss does not fall, stop", ""),
        ("역전파는 필요 없고 빠르다", "역전파는 필요"),
        ("수렴하지 않는다", "수렴하지"),
        ("XOR은 못 푼다", "xor 푼다"),
        ("문제없이 학습된다", ""),
        ("수렴 안 하면 멈춘다", ""),
    ],
)
def test_a_clause_denies_what_its_negation_reaches(text: str, what: str) -> None:
    assert _denied(text) == what


def test_two_denials_cancel() -> None:
    assert _denied("trees can't work without scaling") == "work"


@pytest.mark.parametrize(
    ("one", "other"),
    [("too small", "too large"), ("작으면", "크면"), ("a biased estimate", "an unbiased one"), ("선형", "비선형"), ("slower", "빠르게")],
)
def test_opposites_are_told_in_both_directions_and_across_languages(one: str, other: str) -> None:
    ends = [sides((word, False) for clause in clauses(text) for word in clause.words) for text in (one, other)]
    assert opposed(ends[0], ends[1])
    assert opposed(ends[1], ends[0])
    assert not opposed(ends[0], ends[0])
    assert not opposed(ends[0], ends[0] | ends[1]), "a text that names both ends contradicts neither"


def test_decomposed_hangul_as_macos_writes_it_reads_the_same() -> None:
    text = "경사 하강법으로 학습합니다"
    assert clauses(unicodedata.normalize("NFD", text)) == clauses(text)


@given(st.text())
def test_any_text_can_be_taken_apart(text: str) -> None:
    for clause in clauses(text):
        assert clause.words
        assert len(denied(clause)) == len(clause.words)


@given(st.text(st.characters(min_codepoint=ord("가"), max_codepoint=ord("힣")), min_size=1, max_size=12))
def test_a_korean_word_begins_with_its_stem(text: str) -> None:
    assert korean.jamo(text).startswith(korean.stem(text))
