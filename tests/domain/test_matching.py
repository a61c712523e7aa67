"""What a typed answer says of a card: what must not matter, and what must not pass."""

import os
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.decks.load import load
from quizapp.domain.card import Card, CardText, Coverage, KeyPoint
from quizapp.domain.evidence import gathered
from quizapp.domain.keypoints import prepared
from quizapp.domain.matching import LONGEST_ANSWER, Verdict, match
from quizapp.domain.terms import TypedAnswer
from quizapp.settings import shipped

SAID, PERHAPS, MISSING = Coverage.SAID, Coverage.PERHAPS, Coverage.MISSING
ROOT = Path(__file__).parent.parent.parent
CARDS = load(shipped("content") / "deep-learning", lambda link: None).deck.cards

CONVERGES = "it **converges** when the data are **linearly separable**"
DESCENT = "**gradient descent** minimises the loss"
KOREAN_DESCENT = "**경사 하강법**으로 손실을 줄인다"
KOREAN_CONVERGES = "데이터가 선형 분리 가능하면 **수렴**한다"


def point(text: str, *also: str) -> KeyPoint:
    return KeyPoint(text, (*re.findall(r"\*\*(.+?)\*\*", text), *also))


def verdicts(answer: str, *points: KeyPoint, question: str = "What is it?") -> tuple[Verdict, ...]:
    return match(answer, CardText("en", question, key_points=points))


def coverage(answer: str, *points: KeyPoint, question: str = "What is it?") -> list[Coverage]:
    return [verdict.coverage for verdict in verdicts(answer, *points, question=question)]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        pytest.param(CONVERGES, "IT CONVERGES ON LINEARLY SEPARABLE DATA", id="case"),
        pytest.param(CONVERGES, "convergence, given linear separability", id="inflection"),
        pytest.param(CONVERGES, "it will converge on lineraly seperable data", id="typing errors"),
        pytest.param(CONVERGES, "if the data are separable linearly it converges", id="order"),
        pytest.param("a **feed-forward** network", "a feedforward network", id="hyphen"),
        pytest.param("a **feedforward** network", "a feed forward network", id="space"),
        pytest.param("a **regularisation** that works by **normalising** colours", "regularization by normalizing colors", id="spelling"),
        pytest.param("turned off in **evaluation mode**", "turned off in eval mode", id="cut short"),
        pytest.param(DESCENT, "the loss goes down by GD", id="initials"),
        pytest.param(DESCENT, "ｇｒａｄｉｅｎｔ ｄｅｓｃｅｎｔ on the loss", id="width"),
        pytest.param(DESCENT, "**gradient** _descent_, it is called; the loss falls", id="emphasis"),
        pytest.param(KOREAN_DESCENT, "경사하강법을 써서 손실을 줄여요", id="Korean spacing and endings"),
        pytest.param("**경사하강법**으로 손실을 줄인다", "경사 하강법, 손실이 줄어듭니다", id="Korean spacing the other way"),
        pytest.param(KOREAN_CONVERGES, "선형 분리가 가능할 때 수렴합니다", id="Korean -합니다"),
        pytest.param(KOREAN_CONVERGES, "선형 분리만 되면 수렴해요", id="Korean -해요"),
        pytest.param("**편향**을 더한다", "편향이 더해집니다", id="Korean particles"),
        pytest.param("**역전파**로 기울기를 구한다", "기울기는 역 전파로 구해요", id="a Korean syllable apart"),
    ],
)
def test_how_it_is_written_does_not_matter(text: str, answer: str) -> None:
    assert coverage(answer, point(text)) == [SAID]


def test_a_synonym_counts_as_the_term_does() -> None:
    assert coverage("the inner product of inputs and weights", point("a **weighted sum** of the inputs", "inner product")) == [SAID]
    assert coverage("the inner product of inputs and weights", point("a **weighted sum** of the inputs")) != [SAID]


def test_initials_count_in_a_clause_about_another_point() -> None:
    assert verdicts("the loss falls by GD", point("by **gradient descent**"), point("a **loss**"))[0].found == ("gradient descent",)


KOREAN = CardText("ko", "무엇인가요?", key_points=(point(KOREAN_DESCENT, "gradient descent"), point("**수렴**한다")))
ENGLISH = CardText("en", "What is it?", key_points=(point(DESCENT), point("it **converges**", "settles down")))


def test_an_answer_may_use_the_terms_of_any_language_of_the_card() -> None:
    answer = "gradient descent로 loss를 minimise하고 결국 settles down"
    assert [verdict.coverage for verdict in match(answer, KOREAN, [ENGLISH])] == [SAID, SAID]
    assert [verdict.coverage for verdict in match(answer, KOREAN)][1] is MISSING


def test_a_text_with_other_points_than_the_one_asked_is_left_out() -> None:
    """Its second point may be this one's third."""
    shifted = CardText("en", "What is it?", key_points=(point("something **else**"), *ENGLISH.key_points))
    assert match("it settles down", KOREAN, [shifted]) == match("it settles down", KOREAN)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (CONVERGES, "it never converges on linearly separable data"),
        (CONVERGES, "linearly separable data don't make it converge"),
        ("a weighted sum plus a **bias**", "a weighted sum without a bias"),
        ("a weighted sum plus a **bias**", "a weighted sum and no bias"),
        ("it needs the **chain rule**", "it can do without; it doesn't need the chain rule"),
        (KOREAN_CONVERGES, "선형 분리 가능한 데이터에서는 수렴하지 않는다"),
        (KOREAN_CONVERGES, "선형 분리 가능한 데이터에서는 수렴이 없다"),
        (KOREAN_CONVERGES, "선형 분리 가능한 데이터에서는 수렴을 못 합니다"),
        ("**편향**을 더한다", "편향은 더하는 게 아니다"),
    ],
)
def test_what_is_denied_is_not_said(text: str, answer: str) -> None:
    (verdict,) = verdicts(answer, point(text))
    assert verdict.coverage is not SAID
    assert verdict.denied
    assert not verdict.found


@pytest.mark.parametrize(
    ("text", "yes", "no"),
    [
        ("choose them **never on the test set**", "but never choose them on the test set", "choose them on the test set"),
        ("scaling is not needed by **trees**", "trees don't need scaling", "trees need scaling"),
        ("**트리** 모델에는 스케일링이 필요 없다", "트리는 스케일링이 필요 없어요", "트리는 스케일링이 필요해요"),
        ("on such data it **never settles**", "on such data it does not settle", "on such data it settles"),
        ("**편향이 없으면** 경계가 원점을 지난다", "편향 없이는 경계가 원점을 지나요", "편향이 있으면 경계가 원점을 지나요"),
    ],
)
def test_a_point_that_denies_something_is_said_by_denying_it(text: str, yes: str, no: str) -> None:
    assert coverage(yes, point(text)) == [SAID]
    assert coverage(no, point(text)) != [SAID]


def test_a_synonym_of_a_denied_term_is_to_be_denied_as_well() -> None:
    never = point("**never on the test set**", "test data")
    assert verdicts("you can pick them on test data", never)[0].denied == ("test data",)


@pytest.mark.parametrize("synonyms", [("cannot solve XOR",), ("XOR", "cannot solve XOR")])
def test_what_the_text_says_plainly_and_a_synonym_denies_is_said_either_way(synonyms: tuple[str, ...]) -> None:
    example = point("**XOR** is the counterexample", *synonyms)
    for answer in ("XOR is the counterexample", "a line can't solve XOR"):
        assert coverage(answer, example) == [SAID]
        assert "XOR" not in verdicts(answer, example)[0].denied


def test_the_words_of_a_denied_point_do_not_make_it_said() -> None:
    sums, steps = point("a **weighted sum**"), point("a **step function**")
    descent = point("it **minimises** the error over all examples")
    answer = "a weighted sum. a step function. it never minimises the error over all examples"
    assert coverage(answer, sums, steps, descent)[2] is MISSING


def test_a_condition_denies_nothing() -> None:
    """Whoever stops when the validation loss does not fall speaks of the validation loss."""
    stop = point("**stop** by the **validation loss**")
    assert coverage("stop, if the validation loss does not fall any more", stop) == [SAID]
    assert coverage("validation loss가 더 안 떨어지면 stop", stop) == [SAID]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("a small **learning rate** crawls", "a large learning rate crawls"),
        ("the estimate is **unbiased**, its **variance** falls", "a biased estimate whose variance falls"),
        ("작은 **학습률**은 느리다", "학습률이 크면 느리다"),
    ],
)
def test_the_opposite_of_what_the_point_says_does_not_count(text: str, answer: str) -> None:
    assert coverage(answer, point(text)) != [SAID]


def test_the_opposite_is_what_makes_the_difference() -> None:
    assert coverage("a small learning rate crawls", point("a small **learning rate** crawls")) == [SAID]


def test_a_clause_that_mixes_two_points_speaks_half_for_each() -> None:
    relu, sigmoid = point("**ReLU** is the usual choice"), point("the sigmoid **saturates**")
    assert coverage("sigmoid saturates", relu, sigmoid) == [MISSING, SAID]
    assert SAID not in coverage("ReLU saturates", relu, sigmoid)


def test_the_words_of_a_term_must_stand_together() -> None:
    schedule = point("a **learning rate schedule** sets the step")
    assert verdicts("a schedule for the learning rate", schedule)[0].found == ("learning rate schedule",)
    assert verdicts("learning often follows a very strict schedule, at a slow rate", schedule)[0].found == ()
    assert verdicts("a schedule for learning, at a slow rate", schedule)[0].found == ("learning rate schedule",), "two of three will do"


def test_words_without_a_meaning_of_their_own_may_stand_among_those_of_a_term() -> None:
    rest = point("it gives **loss gradients**")
    assert verdicts("the gradients of the loss", rest)[0].found == ("loss gradients",)
    assert verdicts("the gradients that you have of any of its loss", rest)[0].found == ("loss gradients",)
    assert verdicts("gradients often grow while nobody looks at a loss", rest)[0].found == ()


def strengths(answer: str, *points: KeyPoint) -> list[float]:
    return [each.strength for each in gathered(TypedAnswer(answer), prepared((CardText("en", "", key_points=points),)))]


def test_another_word_for_one_of_a_term_is_worth_less_than_the_word() -> None:
    modified = point("it is a **modified batch**")
    assert strengths("a modified batch", modified) > strengths("a tweaked batch", modified) > strengths("a batch", modified)


def test_synonyms_of_a_point_do_not_dilute_what_another_says() -> None:
    scaled = point("it is **scaled**")
    many, none = point("units are **dropped**", "noisy neurons"), point("units are **dropped**")
    assert strengths("what is noisy is scaled", scaled, many)[0] == strengths("what is noisy is scaled", scaled, none)[0]


def test_a_word_of_a_term_elsewhere_does_not_undo_its_denial() -> None:
    schedule = point("a **learning rate schedule** sets the step")
    assert verdicts("it has no learning rate schedule. Still, it is learning", schedule)[0].denied == ("learning rate schedule",)


def test_a_single_word_in_passing_is_not_the_point() -> None:
    units = point("sigmoid units **saturate** and their gradients shrink")
    assert coverage("we had some trouble with saturation of the market", units) == [PERHAPS]
    assert coverage("units saturate, so gradients shrink", units) == [SAID]


def test_one_phrase_is_not_enough_for_a_point_with_several_but_one_and_some_of_its_other_words_are() -> None:
    kinds = point("scale each feature by **min-max** or by **robust statistics** of the training data")
    assert coverage("use min-max", kinds) == [PERHAPS]
    assert coverage("use min-max or robust statistics", kinds) == [SAID]
    assert coverage("scale each feature by min-max", kinds) == [SAID]


QUESTION = "What is the role of the learning rate in gradient descent?"


def test_giving_the_question_back_says_nothing() -> None:
    """The same words are an answer to another question."""
    rate = point("the **learning rate** scales each step")
    parrot = "the learning rate has a very important role in gradient descent"
    assert coverage(parrot, rate, question=QUESTION) == [PERHAPS]
    assert coverage(parrot, rate) == [SAID]


def test_words_that_end_many_terms_tell_little() -> None:
    assert coverage("we have a lot of data", point("chosen on **validation data**")) == [MISSING]
    assert coverage("we look at the validation scores", point("chosen on **validation data**")) == [SAID]


THREE = (point("a **weighted sum**"), point("a **step function**"), point("the updates make the **boundary** turn slowly"))


def test_an_answer_that_says_the_other_points_needs_less_for_this_one() -> None:
    assert coverage("the boundary moves", *THREE)[2] is not SAID
    assert coverage("a weighted sum. a step function. the boundary moves", *THREE)[2] is SAID


def test_the_other_points_alone_do_not_make_a_point_said() -> None:
    assert coverage("a weighted sum. a step function.", *THREE) == [SAID, SAID, MISSING]


def test_who_denies_one_point_must_say_more_of_the_others() -> None:
    assert coverage("a weighted sum. it turns slowly, by updates", *THREE)[2] is SAID
    assert coverage("a weighted sum. never a step function. it turns slowly, by updates", *THREE)[2] is PERHAPS


def test_one_denial_does_not_cost_the_points_that_are_said_in_full() -> None:
    assert coverage("a weighted sum. never a step function. the updates make the boundary turn", *THREE) == [SAID, MISSING, SAID]


def test_a_verdict_names_the_terms_as_the_card_writes_them_the_most_telling_first_and_no_word_twice() -> None:
    vanish = point("gradients can **vanish**", "vanishing gradients", "Saturate")
    (verdict,) = verdicts("units saturate. Vanishing gradients!", vanish)
    assert verdict == Verdict(SAID, found=("vanishing gradients", "Saturate"))


def test_a_point_without_terms_is_said_by_its_own_words() -> None:
    assert coverage("the loss is averaged over the batch", KeyPoint("the loss is an average over a batch")) == [SAID]
    assert coverage("something about a loss", KeyPoint("the loss is an average over a batch")) == [MISSING]


def test_markdown_in_a_point_is_not_read() -> None:
    """Neither the address of a link, which could deny what follows it, nor marks of emphasis."""
    linked = KeyPoint("[thanks to](https://example.org/never) the **chain** `rule`", ("**chain** `rule`",))
    assert coverage("the chain rule", linked) == [SAID]
    assert coverage("경계 회전", KeyPoint("경계를 **회전**시킨다")) == [SAID]


def test_what_stands_beyond_the_longest_answer_is_not_read() -> None:
    said = "gradient descent minimises the loss"
    assert coverage("x " * (LONGEST_ANSWER // 2) + said, point(DESCENT)) == [MISSING]
    assert coverage("x " * (LONGEST_ANSWER // 2 - len(said)) + said, point(DESCENT)) == [SAID]


@pytest.mark.parametrize(
    "hostile", ["(" * 20_000, "가" * 20_000, "a" * 20_000, "a(" * 10_000, "not " * 5_000, "gradient " * 2_000], ids=len
)
def test_a_pasted_monster_is_read_in_time(hostile: str) -> None:
    """Not a timed assertion: without the bounds this test would not end."""
    assert len(coverage(hostile, point(DESCENT), KeyPoint(hostile, (hostile,)))) == 2


# -- what holds for every card and every answer -----------------------------------------------------------------------


def both(card: Card, language: str, answer: str) -> tuple[Verdict, ...]:
    asked = card.texts[language]
    return match(answer, asked, [text for text in card.texts.values() if text is not asked])


every_card = st.sampled_from(CARDS)
languages = st.sampled_from(["en", "ko"])


@st.composite
def answers(draw: st.DrawFn) -> tuple[Card, str]:
    """Words and pieces of a card, in any order, with marks and other words between them."""
    card = draw(every_card)
    text = card.texts[draw(languages)]
    pieces = [piece for point in text.key_points for piece in (point.text, *point.terms, *point.text.split())]
    glue = st.sampled_from([" ", ". ", ", ", "\n", " not ", " no ", " 없다 ", " never "])
    return card, "".join(piece + draw(glue) for piece in draw(st.lists(st.sampled_from(pieces), max_size=12)))


@given(answers(), st.randoms(use_true_random=False))
def test_case_spaces_and_decoration_change_nothing(answer: tuple[Card, str], chance: random.Random) -> None:
    card, text = answer
    again = re.sub(r" +", lambda _: " " * chance.randint(1, 4), text.swapcase())
    again = re.sub(r"(?<=\s)(\w+)(?=\s)", lambda found: chance.choice(["{}", '"{}"', "*{}*", "“{}”"]).format(found[0]), again)
    again = re.sub(r"\.(?=\s)", lambda _: "." * chance.randint(1, 3), again)
    assert both(card, "en", again) == both(card, "en", text)


STRANGE = ["zebra", "quokka", "marmalade", "teapot", "얼룩말", "찻주전자", "and", "the"]


@given(answers(), st.lists(st.sampled_from(STRANGE), min_size=1), st.booleans())
def test_a_sentence_about_something_else_changes_nothing(answer: tuple[Card, str], words: list[str], first: bool) -> None:
    card, text = answer
    strange = " ".join(words)
    assert both(card, "ko", f"{strange}. {text}" if first else f"{text}. {strange}") == both(card, "ko", text)


@given(every_card, languages, st.text(" \t\n.,;:!?-*\"'()…"))
def test_an_empty_answer_misses_everything(card: Card, language: str, answer: str) -> None:
    assert set(both(card, language, answer)) == {Verdict(MISSING)}


@given(every_card, languages, st.text())
def test_any_answer_has_a_verdict_for_each_point(card: Card, language: str, answer: str) -> None:
    assert len(both(card, language, answer)) == len(card.texts[language].key_points)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_the_key_points_themselves_are_all_said(card: Card, language: str) -> None:
    points = card.texts[language].key_points
    assert {verdict.coverage for verdict in both(card, language, "\n".join(point.text for point in points))} == {SAID}


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_the_question_given_back_says_no_point(card: Card, language: str) -> None:
    assert SAID not in {verdict.coverage for verdict in both(card, language, card.texts[language].question)}


def test_the_same_answer_has_the_same_verdicts_in_every_process() -> None:
    """Sets of words come in another order in each; nothing may depend on it."""
    program = (
        "from tests.benchmarks.answers import judged\n"
        "import hashlib\n"
        "print(hashlib.sha256(repr([point.verdict for point in judged('tune')]).encode()).hexdigest())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    ]
    assert len(set(runs)) == 1
    assert len(runs[0].strip()) == 64


@pytest.mark.parametrize(
    ("term", "said", "other"),
    [
        ("C#", "It is written in C#.", "It is written in C++ or C."),
        ("C++", "C++는 컴파일된다", "C#은 컴파일된다"),
        ("O(n)", "It takes O(n) steps, O( n ) in all.", "It takes O(n log n) steps, and O(n^2) at worst."),
        ("O(n log n)", "That is O(n*log n).", "That is O(n)."),
        ("O(n^2)", "At worst O(n²).", "At worst O(n)."),
        ("TP/(TP+FN)", "Recall is TP / (TP + FN).", "Recall is TP/(TP+FP)."),
    ],
)
def test_symbols_count_as_parts_of_a_word(term: str, said: str, other: str) -> None:
    assert coverage(said, point(f"it is **{term}**")) == [SAID]
    assert coverage(other, point(f"it is **{term}**")) == [MISSING]
