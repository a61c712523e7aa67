"""What is kept of a card: the text as it is written, but for comments and addresses that stand elsewhere."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quizapp.decks.grammar.limits import POINTS
from quizapp.decks.parse import parse
from quizapp.decks.parsed import File
from quizapp.decks.source import Source
from quizapp.domain.card import CardText, FollowUp
from quizapp.ui.phrases import POINT_LETTERS


def parsed(text: str) -> File:
    return parse(Source("card.md", "card", "", text), "en")


def text_of(text: str) -> CardText:
    file = parsed(text)
    assert [*file.problems, *file.cards[0].errors] == []
    return file.cards[0].text


def complaints(text: str) -> list[str]:
    file = parsed(text)
    return [str(problem) for problem in sorted([*file.problems, *(error for card in file.cards for error in card.errors)])]


def test_front_matter_is_skipped_and_lines_keep_their_numbers() -> None:
    file = parsed("---\ntitle: x\ntags: [a]\n---\n# Q?\n\nA $\\foo$.\n")
    assert file.problems == []
    assert [str(error).split(": ")[0] for error in file.cards[0].errors] == ["card.md:7:3"]
    assert complaints("---\nno end\n\n# Q?\n\nA.\n")[0].startswith("card.md:1:1: text before the first question")


def test_a_link_whose_address_stands_elsewhere_in_the_file_brings_it_along() -> None:
    file = parsed(
        "# Q? {#q}\n\nSee [the\npaper][p] and [p], [q][].\n\n## Key points\n- **one** [x][p]\n\n# R? {#r}\n\n| [x][p] |\n|---|\n\n"
        "[p]: https://a.b/c_(d)\n[q]: demo:xor-failure\n"
    )
    assert [error for card in file.cards for error in card.errors] == []
    first, second = (card.text for card in file.cards)
    assert first.answer == "See [the\npaper](<https://a.b/c_(d)>) and [p](<https://a.b/c_(d)>), [q](demo:xor-failure)."
    assert first.key_points[0].text == "**one** [x](<https://a.b/c_(d)>)"
    assert second.answer.startswith("| [x](<https://a.b/c_(d)>) |")
    assert [link.demo for link in first.demos] == ["xor-failure"]


def test_a_comment_that_holds_two_things_apart_is_not_taken_out_silently() -> None:
    assert text_of("# Q?\n\na <!-- b --> c <!-- d\ne -->\nf\n").answer == "a  c\nf"
    assert complaints("# Q?\n\n*a<!-- b -->*c*\n") == [] or "a comment" in complaints("# Q?\n\n*a<!-- b -->*c*\n")[0]
    assert complaints("# Q?\n\nx &am<!-- b -->p; y\n")[0].startswith("card.md:3: a comment or a reference link")


def test_code_in_an_item_keeps_how_far_it_stands_in() -> None:
    text = text_of("# Q?\n\nA.\n\n## Follow-ups\n- Why?\n\n      deep\n\n  ```\n    x\n  ```\n")
    assert text.follow_ups == (FollowUp("Why?", "    deep\n\n```\n  x\n```"),)


def test_a_card_has_no_more_points_than_there_are_letters_for() -> None:
    points = "".join(f"- point **{number}**\n" for number in range(27))
    assert len(POINT_LETTERS) == POINTS == 26
    assert complaints(f"# Q?\n\nA.\n\n## Key points\n{points}") == ["card.md:5:4: the card has 27 key points; the limit is 26: split it"]


_POINT = st.lists(
    st.sampled_from([*"ab1*_`[]()<>|~$&#+-.!:=", " ", "**", "<!-- also: b -->", "<!-- ", " -->", "](c)", "1. ", "- ", "$x$", "가"]),
    max_size=9,
)


@example(["---"], ["x"])
@example(["1."], ["x"])
@example(["**a**", " #"], ["x"])
@given(_POINT, _POINT)
def test_a_point_that_a_comment_ends_is_not_compared_only_where_it_says_the_same_without_it(point: list[str], comment: list[str]) -> None:
    def message(text: str) -> bool:
        return any("changes here how the text about it is read" in each for each in complaints(text))

    text = f"# Q?\n\nA.\n\n## Key points\n- {''.join(point)} <!-- {''.join(comment)} -->\n- more\n"
    quick = message(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("quizapp.decks.kept._says_the_same", lambda *_: False)
        assert message(text) == quick
