from difflib import unified_diff

from hypothesis import example, given
from hypothesis import strategies as st

from quizapp.decks.line_diff import line_diff

LINES = st.lists(st.tuples(st.integers(0, 999).map("line {}\n".format), st.booleans()), max_size=60, unique_by=lambda line: line[0])


@given(LINES)
@example([("a\n", True), *((f"{n}\n", False) for n in range(6)), ("b\n", True)])
@example([("a\n", True), *((f"{n}\n", False) for n in range(7)), ("b\n", True)])
def test_a_mended_file_is_shown_as_any_diff_shows_it(lines: list[tuple[str, bool]]) -> None:
    before = [line for line, _ in lines]
    after = [f"new {line}" if changed else line for line, changed in lines]
    assert list(line_diff(before, after, "a.md")) == list(unified_diff(before, after, "a.md", "a.md"))


def test_a_last_line_that_has_gone_is_shown_as_well() -> None:
    assert list(line_diff(["a\n", "\r"], ["a\n"], "a.md")) == ["--- a.md\n", "+++ a.md\n", "@@ -1,2 +1 @@\n", " a\n", "-\r"]
