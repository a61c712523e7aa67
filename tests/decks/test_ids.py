from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.decks.ids import from_question, is_id, legal, of_file
from quizapp.decks.mend import mend


@pytest.mark.parametrize(
    "id", ["mlp", "a--b", "-", "2", "배치-정규화", "größe".replace("ß", "ss"), "バッチ正規化", "सामान्यीकरण", "л2", "수식-2a"]
)
def test_letters_and_digits_of_any_script_make_an_id(id: str) -> None:
    assert is_id(id)


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("Some Id", "some-id"),
        ("연결 리스트", "연결-리스트"),
        (normalize("NFD", "연결 리스트"), "연결-리스트"),
        ("L1_규제", "l1-규제"),
        ("ＬＳＴＭ", "lstm"),
        ("Größe", "grösse"),
        ("x²", "x2"),
        ("a\u3164b", "a-b"),
        ("\u0301", ""),
        ("⚙️", ""),
        ("", ""),
    ],
)
def test_all_else_has_a_nearest_id(text: str, id: str) -> None:
    assert not is_id(text)
    assert legal(text) == id


@given(st.text(st.one_of(st.characters(), st.sampled_from("aZ-_ .가ㄱßİς\u0301\u1100\ufe0f\u00ad"))))
def test_the_nearest_id_is_one_or_there_is_none(text: str) -> None:
    for id in (legal(text), of_file(text), from_question(text)):
        assert not id or is_id(id)
    assert legal(legal(text)) == legal(text)


@pytest.mark.parametrize(
    ("stem", "id"),
    [
        ("연결 리스트", "연결-리스트"),
        (normalize("NFD", "연결-리스트"), "연결-리스트"),
        ("01. TCP와 UDP", "01-tcp와-udp"),
        ("My Card", "my-card"),
        ("a--b", "a--b"),
        ("vue.js", ""),
        ("***", ""),
    ],
)
def test_a_file_names_its_card_unless_its_end_may_be_meant_as_a_language(stem: str, id: str) -> None:
    assert of_file(stem) == id


@pytest.mark.parametrize(
    ("question", "id"),
    [
        ("배치 정규화란 무엇인가요?", "배치-정규화"),
        ("L1 규제와 L2 규제의 차이는 무엇인가요?", "l1-규제-l2-규제"),
        ("TCP와 UDP의 차이점을 설명해 주세요.", "tcp-udp"),
        ("힙과 스택은 어떻게 다른가요?", "힙-스택"),
        ("왜 활성화 함수가 필요한가요?", "활성화-함수"),
        ("경사하강법은 어떻게 동작하나요?", "경사하강법-동작"),
        ("접근 권한을 추가한 결과의 정의는?", "접근-권한-추가-결과"),
        ("손실 함수, 또는 비용 함수란?", "손실-함수-비용-함수"),
        ("REST API란?", "rest-api"),
        ("큐는 언제 쓰나요?", "큐"),
        (normalize("NFD", "스택이란 무엇입니까?"), "스택"),
        ("왜?", "왜"),
        ("Что такое индекс?", "что-такое-индекс"),
        ("什么是批量归一化？", "什么是批量归一化"),
        ("What is Größe, naïvely?", "grösse-naïvely"),
        ("2 + 2?", ""),
        ("값" * 300, "값" * 60),
    ],
)
def test_an_id_says_what_its_question_is_about(question: str, id: str) -> None:
    assert from_question(question) == id


def test_an_id_that_a_heading_has_from_its_file_though_it_is_no_card_is_not_given_to_another(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# What is one?\n\nA.\n\n# 질문?\n\nA.\n")
    (tmp_path / "질문.md").write_text("# Two? {#two}\n# Q ##\n")
    (mended,) = mend(tmp_path, lambda _: None).files
    assert mended.path.name == "a.md"
    assert "# 질문? {#질문-2}" in mended.after.decode()
