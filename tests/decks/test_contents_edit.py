import tomllib

import pytest

from quizapp.decks.contents_edit import listed, renamed


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('cards = ["a", "b"]  # two', 'cards = ["a", "b", "new"]  # two'),
        ("cards = []", 'cards = ["new"]'),
        ('cards = [\n    "a", # first\n    "b",\n]', 'cards = [\n    "a", # first\n    "b",\n    "new",\n]'),
        ('cards = [\n\t"a",\n\t"b" # last\n]', 'cards = [\n\t"a",\n\t"b", # last\n\t"new"\n]'),
        ('cards = [\r\n  "a",\r\n]', 'cards = [\r\n  "a",\r\n  "new",\r\n]'),
        ('cards = ["a",\n         "b"]', 'cards = ["a",\n         "b",\n         "new"]'),
    ],
)
def test_a_card_is_listed_last_and_the_rest_stays_as_it_was_laid_out(before: str, after: str) -> None:
    frame = '# mine\ntitle = "x"  # so\n\n[[topic]]\ntitle = "A"\ncards = ["z"]\n\n[[topic]]\ntitle = "B"\n{}\n\n# end\n'
    assert listed(frame.format(before), 1, "new") == frame.format(after)


@pytest.mark.parametrize("text", ['[[topic]]\ntitle = "A"\n', '[[topic]]\ntitle = "A"', 'topic = [{ title = "A", cards = [] }]\n'])
def test_a_topic_without_cards_gets_its_first(text: str) -> None:
    assert tomllib.loads(listed(text, 0, "new"))["topic"] == [{"title": "A", "cards": ["new"]}]


def test_ids_are_exchanged_where_they_stand() -> None:
    text = '[[topic]]\ntitle = "A B"\ncards = [\n  "A B", # "A B"\n  "b",\n]\n[[topic]]\ntitle = "none"\n'
    assert renamed(text, {"A B": "a-b"}) == text.replace('  "A B",', '  "a-b",')
