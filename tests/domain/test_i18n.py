"""Sentences in the language of the interface."""

import gettext as standard
from collections.abc import Iterator
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from quizapp.domain import i18n


@pytest.fixture
def korean() -> Iterator[None]:
    """A real catalogue, read by the standard library."""
    catalog = Catalog(locale="ko")
    catalog.add("Taken back: {what}", "되돌림: {what}")
    catalog.add(("{count} card", "{count} cards"), ("카드 {count}장",))
    catalog.add("Good", "알맞음", context="a grade")
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    i18n.use(standard.GNUTranslations(compiled))
    yield
    i18n.use(None)


def test_english_is_what_is_written() -> None:
    assert i18n.gettext("Taken back: {what}", what="{x}") == "Taken back: {x}"
    assert [i18n.ngettext("{count} card", "{count:,} cards", n) for n in (0, 1, 2000)] == ["0 cards", "1 card", "2,000 cards"]
    assert i18n.pgettext("a grade", "Good") == "Good"


def test_a_sentence_without_fields_may_hold_braces() -> None:
    assert i18n.gettext("{undo}") == "{undo}"


def test_another_language_comes_from_its_catalogue(korean: None) -> None:
    assert i18n.gettext("Taken back: {what}", what="Good") == "되돌림: Good"
    assert [i18n.ngettext("{count} card", "{count} cards", n) for n in (1, 2)] == ["카드 1장", "카드 2장"]
    assert i18n.pgettext("a grade", "Good") == "알맞음"


def test_nothing_stays_nothing(korean: None) -> None:
    """Under the empty message a catalogue keeps its own description."""
    assert i18n.gettext("") == ""


def test_what_no_catalogue_holds_stays_english(korean: None) -> None:
    assert i18n.gettext("Not there yet") == "Not there yet"
    assert i18n.pgettext("of health", "Good") == "Good"


def test_a_mark_changes_nothing(korean: None) -> None:
    assert i18n.gettext_noop("Taken back: {what}") == "Taken back: {what}"
