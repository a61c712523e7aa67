"""Tables: Anki's text export, CSV and TSV."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.decks.grammar import plain
from quizapp.decks.importing.conversion import Conversion, converted
from quizapp.decks.importing.dialects import read
from quizapp.decks.importing.note import Altered, NotesFound
from quizapp.decks.importing.registry import DIALECTS
from quizapp.decks.importing.tables.cells import cell_markdown
from quizapp.decks.importing.tables.records import rows
from quizapp.decks.importing.undecided import UndecidedError
from quizapp.domain.errors import DeckError


def table(folder: Path, text: str | bytes, name: str = "cards.csv", wanted: str = "", **options: str) -> NotesFound:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(path, DIALECTS, options, wanted)


def cards(found: NotesFound) -> Conversion:
    return converted(found, "t", {})


def pairs(found: NotesFound) -> list[tuple[str, str]]:
    return [(note.question, note.answer) for note in found.notes]


ANKI = (
    "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:6\n"
    "b;R(7k\tBasic\tCS::Networks\tWhat is <b>HTTP</b>?\t"
    '"A ""protocol"".<br>*Not* a_b_ or &lt;T&gt;: \\(x^2\\)<ul><li>one</li></ul>"\tweb x\n'
    "c\tBasic\tCS::Systems\tWhat is a lock?\tA bolt.\tleech\n"
    "d\tCloze\tCS::Systems\t{{c1::Ag}} is {{c2::silver::metal}}.\tSo it is.\t\n"
)


def test_the_text_export_of_anki_says_itself_what_is_in_which_column(tmp_path: Path) -> None:
    found = table(tmp_path, ANKI, "cards.txt")
    assert (found.dialect, [note.where.line for note in found.notes]) == ("table", [7, 8, 9, 9])
    assert [note.topic for note in found.notes[:2]] == [("CS", "Networks"), ("CS", "Systems")]
    assert [note.key for note in found.notes] == ["b;R(7k", "c", "d", "d 2"]
    texts = [card.text for card in cards(found).cards]
    assert texts[0] == '# What is **HTTP**?\n\nA "protocol".<br>\n\\*Not\\* a_b\\_ or &lt;T>: $x^2$\n\n- one\n'
    assert texts[3] == "# Ag is \\[metal\\].\n\nsilver\n\nAg is silver.\n\nSo it is.\n"


def test_a_newer_table_knows_its_cards_by_the_guid_and_else_by_the_question(tmp_path: Path) -> None:
    first = cards(table(tmp_path, ANKI, "cards.txt"))
    known = {card.key: card.id for card in first.cards}
    again = converted(table(tmp_path, ANKI.replace("What is a lock?", "What does a lock do?"), "cards.txt"), "t", known)
    assert [card.id for card in again.cards] == [card.id for card in first.cards] == ["b-r-7k", "c", "d", "d-2"]
    by_question = cards(table(tmp_path, "question,answer\nWhat is a stack?,LIFO\n"))
    known = {card.key: card.id for card in by_question.cards}
    assert [card.id for card in converted(table(tmp_path, "question,answer\nNew?,x\nWhat is a stack?,y\n"), "t", known).cards][1] == "stack"


@pytest.mark.parametrize(
    ("header", "delimiter"),
    [
        ("Question,Answer,Tags", ","),
        ("Term\tDefinition\tDeck", "\t"),
        ("front;back;category", ";"),
        ("\ufeff질문;답변;분류", ";"),
        ("문제,정답,주제", ","),
        ("앞면|뒷면|태그", "|"),
        ("질문 (Question),답변 (Answer),분류", ","),
        ("Name,Answer,Topic", ","),
    ],
)
def test_columns_are_known_by_their_names(tmp_path: Path, header: str, delimiter: str) -> None:
    row = delimiter.join(["What is a stack?", '"Last in,\nfirst; out | ""LIFO"""', "Data::Lists"])
    (note,) = table(tmp_path, f"{header}\n{row}\n").notes
    assert (note.question, note.topic, note.where.line) == ("What is a stack?", ("Data", "Lists"), 2)
    assert plain(note.answer) == 'Last in, first; out | "LIFO"'


def test_the_order_of_named_columns_does_not_matter_and_an_id_is_the_key(tmp_path: Path) -> None:
    (note,) = table(tmp_path, "ID,Answer,Level,Question,Source\nst-1,LIFO,3,What is a stack?,Knuth\n").notes
    assert (note.key, note.question, note.answer, note.sources) == ("st-1", "What is a stack?", "LIFO", "Knuth")
    left = table(tmp_path, "ID,Answer,Level,Question\n1,LIFO,3,What is a stack?\n")
    assert [(each.where.line, each.reason) for each in left.left_out] == [
        (0, "column Level: 1 row has something in it; `--set deeper=3` puts it under Go deeper")
    ]
    assert [card.id for card in cards(left).cards] == ["stack"], "a number says nothing"


def test_a_separator_line_of_a_spreadsheet_is_none_of_the_rows(tmp_path: Path) -> None:
    assert pairs(table(tmp_path, "sep=;\r\nquestion;answer\r\na, b?;c\r\n")) == [("a, b?", "c")]


def test_without_a_header_the_columns_are_shown_and_asked(tmp_path: Path) -> None:
    text = "1,What is a stack?,LIFO\n2,What is a queue?,FIFO\n"
    with pytest.raises(UndecidedError) as caught:
        table(tmp_path, text)
    assert str(caught.value) == (
        "Which column is the question? 1: 1 / 2 · 2: What is a stack? / What is a queue? · 3: LIFO / FIFO. "
        "Give --set question= with one of: 1, 2, 3."
    )
    with pytest.raises(UndecidedError, match="Which column is the answer") as caught:
        table(tmp_path, text, question="2")
    assert caught.value.choices == ("1", "3")
    assert pairs(table(tmp_path, text, question="2", answer="3")) == [("What is a stack?", "LIFO"), ("What is a queue?", "FIFO")]
    with pytest.raises(DeckError, match="there is no column '4' for answer"):
        table(tmp_path, text, question="2", answer="4")


def test_of_two_columns_only_one_is_asked_about(tmp_path: Path) -> None:
    assert pairs(table(tmp_path, "LIFO\tstack\nFIFO\tqueue\n", "words.txt", question="2")) == [("stack", "LIFO"), ("queue", "FIFO")]


def test_a_column_can_be_chosen_by_its_name_and_a_header_denied(tmp_path: Path) -> None:
    text = "Begriff,Question\nx,y\n"
    assert pairs(table(tmp_path, text, question="Begriff", answer="Question")) == [("x", "y")]
    assert pairs(table(tmp_path, text, header="no", question="1", answer="2")) == [("Begriff", "Question"), ("x", "y")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Hi" he said\ta\nb\tc\n', [['"Hi" he said', "a"], ["b", "c"]]),
        ('a\t"open\nb\tc\n', [["a", '"open'], ["b", "c"]]),
        ('a\t"two\nlines"\nb\tc\n', [["a", "two\nlines"], ["b", "c"]]),
        ('a\tb\n"c\td\ne\tf"\ng\th\n', [["a", "b"], ['"c', "d"], ["e", 'f"'], ["g", "h"]]),
        ('a\t"b\t""c"""\n', [["a", 'b\t"c"']]),
    ],
)
def test_quotation_marks_quote_only_where_they_are_closed_as_in_csv(text: str, expected: list[list[str]]) -> None:
    assert [list(row.cells) for row in rows(text.split("\n"), "\t")] == expected


@given(st.lists(st.lists(st.text(st.sampled_from('ab",;\n |'), max_size=5), min_size=3, max_size=3), min_size=1, max_size=6))
def test_what_the_csv_module_writes_is_read_back(written: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(written)
    expected = [row for row in written if any(cell.strip() for cell in row)]
    assert [list(row.cells) for row in rows(out.getvalue().split("\n"), ",")] == expected


@given(st.text(st.sampled_from("ab*_`[]()<>#$\\|~&!=-+1. \n\t{}한"), min_size=1, max_size=40))
def test_plain_text_is_said_literally_whatever_marks_it_holds(text: str) -> None:
    """Where a cell is recognised as Markdown or HTML, that is its author's meaning."""
    markdown = cell_markdown(text, html=False).text
    if markdown != text.strip("\n ") and "```" not in markdown:
        assert "".join(plain(markdown).split()) == "".join(text.split())


@given(
    st.lists(
        st.lists(st.text(st.sampled_from('a?"<b>$*`{c1::}}|&;\n\x00\u202e한'), max_size=12), min_size=2, max_size=2), min_size=1, max_size=5
    )
)
def test_no_cell_makes_a_card_with_an_error(rows_: Sequence[Sequence[str]]) -> None:
    import tempfile

    out = io.StringIO()
    csv.writer(out).writerows([("question", "answer"), *rows_])
    with tempfile.TemporaryDirectory() as folder:
        conversion = cards(table(Path(folder), out.getvalue(), wanted="table"))
    places = [*(card.note.where for card in (*conversion.cards, *conversion.drafts)), *(left.where for left in conversion.left_out)]
    assert len(places) >= sum(any(cell.strip("\n \x00\u202e") for cell in row) for row in rows_), "no row is lost without a word"


def test_formulas_of_a_spreadsheet_are_text(tmp_path: Path) -> None:
    (card,) = cards(table(tmp_path, "question,answer\nWhat?,=cmd|' /C calc'!A0\n")).cards
    assert card.text == "# What?\n\n\\=cmd\\|' /C calc'!A0\n"
    assert plain(card.text.split("\n\n")[1]) == "=cmd|' /C calc'!A0"


def test_indented_lines_of_plain_text_are_code_and_others_stay_lines(tmp_path: Path) -> None:
    text = 'question,answer\nHow?,"First __init__\nthen\n\nfor x in y:\n    go(x * 2)"\n'
    (card,) = cards(table(tmp_path, text)).cards
    assert card.text == "# How?\n\nFirst \\_\\_init\\_\\_\\\nthen\n\n```\nfor x in y:\n    go(x * 2)\n```\n"


def test_html_is_read_where_the_table_uses_it_and_not_where_a_row_speaks_of_it(tmp_path: Path) -> None:
    rows_ = "".join(f"What is {n}?,It is {n}.\n" for n in range(40))
    (card, *_) = cards(table(tmp_path, "question,answer\nWhat does <b>x</b> do?,Bold\n" + rows_)).cards
    assert card.text.startswith("# What does \\<b\\>x\\</b\\> do?")
    (card, *_) = cards(table(tmp_path, "question,answer\nWhat is <b>x</b>?,One<br>two &amp; * three\n")).cards
    assert card.text == "# What is **x**?\n\nOne<br>\ntwo & \\* three\n"
    assert [change.kind for change in card.note.changes] == [Altered.HTML]


def test_markdown_in_a_cell_stays_markdown(tmp_path: Path) -> None:
    (card,) = cards(table(tmp_path, 'question,answer\nWhat?,"- **one**\n- `two`\n\n```py\nx\n```"\n')).cards
    assert card.text == "# What?\n\n- **one**\n- `two`\n\n```py\nx\n```\n"


def test_a_row_without_a_question_is_listed(tmp_path: Path) -> None:
    found = table(tmp_path, "question,answer\n,lost\na,b\n")
    assert [(each.where.line, each.title, each.reason) for each in found.left_out] == [(2, "lost", "it has no question")]


def test_a_log_of_reviews_is_explained(tmp_path: Path) -> None:
    with pytest.raises(DeckError, match="a log of reviews") as caught:
        table(tmp_path, "card_id,review_time,review_rating,review_duration,question\nd/a,1,3,1,What?\n")
    assert "quizapp optimise --csv" in caught.value.hint


def test_in_a_folder_only_tables_that_say_what_they_are_count(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("1,2\n" * 50)
    (tmp_path / "q.md").write_text("## What is a?\n\nA.\n\n## What is b?\n\nB.\n")
    assert read(tmp_path, DIALECTS, {}).dialect == "h2"
    (tmp_path / "cards.csv").write_text("question,answer\n" + "a,b\n" * 9)
    found = read(tmp_path, DIALECTS, {})
    assert (found.dialect, len(found.notes)) == ("table", 9)
    assert [each.where.path for each in found.left_out] == ["data.csv"]


def test_prose_with_commas_is_no_table_unless_it_is_said_to_be(tmp_path: Path) -> None:
    text = "Hello, world.\nAnd, more.\nThen, no.\n"
    with pytest.raises(DeckError, match="no questions were found"):
        table(tmp_path, text, "prose.txt")
    assert len(table(tmp_path, text, "prose.txt", "table", question="1").notes) == 3


@pytest.mark.parametrize("encoding", ["cp949", "utf-16", "utf-16-le"])
def test_a_table_in_another_encoding_is_asked_about(tmp_path: Path, encoding: str) -> None:
    data = "질문,답변\n스택이란?,후입선출\n".encode(encoding)
    with pytest.raises(UndecidedError) as caught:
        table(tmp_path, data)
    assert caught.value.choices[0] == encoding
    assert pairs(table(tmp_path, data, encoding=encoding)) == [("스택이란?", "후입선출")]


def test_zeros_in_a_table_are_control_characters(tmp_path: Path) -> None:
    (card,) = cards(table(tmp_path, b"question,answer\nWhat \0 is?,It\0.\n")).cards
    assert card.text == "# What is?\n\nIt.\n"
    assert Altered.CHARACTERS in [change.kind for change in card.note.changes]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("question,answer" + "," * 1000 + "\n", "line 1 has more than 500 columns"),
        ("a,b\n" + "x," * 1_000_000, "line 2 has more than 500 columns"),
        (("a," * 400 + "\n") * 8_000, "the table is too large"),
    ],
)
def test_a_table_beyond_the_bounds_is_refused_with_the_bound(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(DeckError, match=reason):
        table(tmp_path, text)


def test_a_file_that_is_too_large_says_so(tmp_path: Path) -> None:
    path = tmp_path / "line.csv"
    with path.open("wb") as file:
        file.truncate(1 << 30)
    with pytest.raises(DeckError, match="1,073,741,824 bytes; the limit is"):
        read(path, DIALECTS, {})


def test_marks_that_are_never_closed_cost_no_more_than_they_are_worth() -> None:
    """The effort is counted in characters looked at: a hundred thousand open quotations are given up on early."""
    lines = [f'"What is {number}?,answer' for number in range(100_000)]
    assert sum(1 for _ in rows(lines, ",")) == len(lines)
