import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.domain.similarity import common_words, same_meaning

SAME = [
    ("What is a perceptron, and how does it work?", "What is a perceptron and how does it work"),
    ("What is a perceptron, and how does it work?", "What is a percepton, and how does it work?"),
    ("What is gradient descent?", "Explain gradient descent."),
    ("What is gradient descent?", "Can you tell me what gradient descent is?"),
    ("Explain the bias-variance trade-off", "Explain the bias–variance tradeoff"),
    ("Why do we normalise data?", "Why do we normalize data?"),
    ("What are the shortcomings of a single-layer perceptron?", "What shortcomings does a single-layer perceptron have?"),
    ("What is the role of weights and bias?", "What is the role of the weights and of the bias?"),
    ("What's dropout?", "What’s dropout?"),
    ("퍼셉트론이란 무엇이고, 어떻게 동작하나요?", "퍼셉트론은 무엇이고 어떻게 동작하나요?"),
    ("활성화 함수란 무엇인가요?", "활성화 함수는 무엇인가요?"),
    ("경사 하강법이란?", "경사 하강법을 설명하세요."),
    ("When does it not converge?", "When does it never converge?"),
    ("What is L2 regularization?", "Explain L2 regularisation."),
]
CHANGED = [
    ("What is batch normalization?", "What is layer normalization?"),
    ("What is L1 regularization?", "What is L2 regularization?"),
    ("When does the perceptron converge?", "When does the perceptron not converge?"),
    ("Why do trees need scaling?", "Why don't trees need scaling?"),
    ("What is a perceptron?", "What is backpropagation?"),
    ("What is precision?", "What is recall?"),
    ("How does Adam differ from SGD?", "How does RMSProp differ from momentum?"),
    ("퍼셉트론이란 무엇인가요?", "역전파란 무엇인가요?"),
    ("언제 수렴하나요?", "언제 수렴하지 않나요?"),
    ("배치 정규화란 무엇인가요?", "드롭아웃이란 무엇인가요?"),
    ("What are the 3 steps?", "What are the 4 steps?"),
    ("What is overfitting?", "?"),
]


@pytest.mark.parametrize(("before", "after"), SAME)
def test_a_typo_or_another_wording_asks_the_same(before: str, after: str) -> None:
    assert same_meaning(before, after)
    assert same_meaning(after, before)


@pytest.mark.parametrize(("before", "after"), CHANGED)
def test_another_subject_number_or_negation_asks_something_else(before: str, after: str) -> None:
    assert not same_meaning(before, after)
    assert not same_meaning(after, before)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_asks_the_same_as_itself_and_the_measure_has_bounds(one: str, other: str) -> None:
    assert same_meaning(one, one)
    assert 0 <= common_words(one, other) <= 1
    assert common_words(one, one) == 1
