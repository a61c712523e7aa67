from hypothesis import given
from hypothesis import strategies as st

from quizapp.decks.safe import complaint_of_name, offences
from quizapp.domain.drawable import clean
from tests.foreign import EVIL, steering


@given(st.text())
def test_cleaning_removes_exactly_the_offences(text: str) -> None:
    assert len(text) - len(clean(text)) == len(list(offences(text)))


def test_escape_sequences_bidi_overrides_and_c1_controls_are_named_with_their_place() -> None:
    found = list(offences("fine\nan \x1b[31mescape\n\u202eoverride \x9b"))

    assert [(line, column) for line, column, _ in found] == [(2, 4), (3, 1), (3, 11)]
    assert [name for _, _, name in found] == ["U+001B", "U+202E RIGHT-TO-LEFT OVERRIDE", "U+009B"]


def test_orthography_and_line_separators_are_no_offences() -> None:
    assert list(offences("می‌خواهم 👩‍💻 🏴󠁧󠁢󠁥󠁮󠁧󠁿\u2028e\u0301")) == []


def test_a_name_that_is_shown_otherwise_is_complained_of() -> None:
    (problem,) = complaint_of_name(f"{EVIL}.md", f"{EVIL}.md")
    assert problem.message.startswith("the name contains the control character U+001B and is shown as '\\x1b]52")
    assert steering(str(problem)) == []
    assert list(complaint_of_name("fine.md", "fine.md")) == []
    assert [each.message for each in complaint_of_name(".", "a\nb")] == ["the name contains a line break and is shown as 'a b'; rename it"]
