import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.cli.lines import wrapped
from quizapp.cli.prose import prose
from quizapp.plots.picture import width

WORDS = st.text(st.sampled_from("ab ,가나다漢字\u0301ŷ\n"), max_size=80)


@given(WORDS, st.integers(2, 30))
def test_no_line_is_wider_than_the_terminal_and_no_character_is_lost(text: str, columns: int) -> None:
    lines = wrapped(text, columns).split("\n")
    assert max(map(width, lines)) <= columns
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(WORDS, st.integers(2, 30))
def test_a_word_that_fits_into_a_line_is_never_broken(text: str, columns: int) -> None:
    words = [word for word in text.split() if width(word) <= columns]
    rest = iter(wrapped(text, columns).split())
    assert all(word in rest for word in words)


def test_korean_wraps_between_words_by_the_cells_that_it_takes() -> None:
    assert wrapped("가중치와 편향은 무엇인가요", 16) == "가중치와 편향은\n무엇인가요"
    assert wrapped("가중치와 편향은 무엇인가요", 14) == "가중치와\n편향은\n무엇인가요"
    assert wrapped("가중치와 편향은", 1) == "가\n중\n치\n와\n편\n향\n은", "too narrow for any of them: one after the other all the same"


def test_without_a_terminal_a_paragraph_is_one_line() -> None:
    assert prose("One\nparagraph.\n\nAnother.", None) == "One paragraph.\n\nAnother."


@pytest.mark.parametrize(
    ("markdown", "read"),
    [
        ("a **bold**, an *italic* and `code * _ <x>`", "a bold, an italic and code * _ <x>"),
        ("[Watch](demo:xor-failure?gate=and)", "Watch (demo)"),
        ("see [the MLP](card:mlp)", "see the MLP"),
        ("[the paper](https://doi.org/1)", "the paper (https://doi.org/1)"),
        ("<https://doi.org/1>", "https://doi.org/1"),
        ("2 \\* 3 &lt; 7, f\\_L", "2 * 3 < 7, f_L"),
        ("one\\\ntwo", "one\ntwo"),
        ("Above.\n\n## Key points\n\n- **one**\n- two", "Above.\n\nKey points\n- one\n- two"),
        ("- one\n\n- two", "- one\n\n- two"),
        ("3. one\n4. two\n   - inner", "3. one\n4. two\n   - inner"),
        ("> said", "  said"),
        ("Above.\n\n---\n\nBelow.", "Above.\n\nBelow."),
    ],
)
def test_markdown_reads_well_aloud(markdown: str, read: str) -> None:
    assert prose(markdown, 80) == read


def test_code_stays_as_it_is_however_narrow_the_terminal() -> None:
    code = "def f(x):\n    return x  # **not** [a](link)\n\n\nf(1)"
    indented = "    def f(x):\n        return x  # **not** [a](link)\n\n\n    f(1)"
    assert prose(f"Run:\n\n```python\n{code}\n```\n\nDone.", 10) == f"Run:\n\n{indented}\n\nDone."


def test_a_table_is_read_row_by_row_with_the_names_of_its_columns() -> None:
    table = "| | who | how |\n|---|---|---|\n| rules | **a person** | by hand |\n| nets | data | |"
    assert prose(table, 80) == "- rules; who: a person; how: by hand\n- nets; who: data"
    assert prose(table, 20) == "- rules; who: a\n  person; how: by\n  hand\n- nets; who: data"


def test_items_wrap_below_their_text() -> None:
    assert prose("- one two three\n  - four five six", 12) == "- one two\n  three\n  - four\n    five six"
