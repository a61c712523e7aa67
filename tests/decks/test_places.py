from hypothesis import given
from hypothesis import strategies as st

from quizapp.decks.places import Paragraph, column, readable

_lines = st.text(st.sampled_from("ab가 \t\u200b\x07\ufeff\r"), max_size=30)


@given(_lines)
def test_a_column_is_that_of_the_character_as_it_is_written(line: str) -> None:
    read = readable(line)
    for place, char in enumerate(read):
        written = line[column(line, place) - 1]
        assert written == char or (written == "\t" and char == " ")
    assert column(line, len(read)) == len(line) + 1


@given(_lines)
def test_where_tabs_are_not_expanded_they_take_one_place(line: str) -> None:
    drawn = [char for char in line if char in "ab가 \t"]
    assert [line[column(line, place, tab=1) - 1] for place in range(len(drawn))] == drawn


@given(st.lists(st.tuples(st.sampled_from(["", "> ", "  - ", "    "]), st.text("ab ", min_size=1).filter(str.strip)), min_size=1))
def test_each_character_of_a_paragraph_is_found_behind_what_indents_or_quotes_it(rows: list[tuple[str, str]]) -> None:
    lines = ["before", *(indent + row for indent, row in rows)]
    text = "\n".join(row for _, row in rows)
    paragraph = Paragraph(text, 1, lines)
    for place, char in enumerate(text):
        if char != "\n" and not char.isspace():
            line, at = paragraph.spot(place)
            assert lines[line][at] == char
            assert at - len(rows[line - 1][0]) == place - (text.rfind("\n", 0, place) + 1)
