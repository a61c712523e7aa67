"""The book of words in disguise: a catalogue in which every sentence stands in look-alike letters, so that what is not in it stands out."""

import gettext
import re
import string
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from babel.messages.mofile import write_mo

from quizapp.domain import i18n
from tests.catalog import written

LOOK_ALIKE = str.maketrans(
    string.ascii_letters,
    "ȧƀƈḓḗƒɠħīĵķŀḿƞǿƥɋřşŧŭṽẇẋẏẑȦƁƇḒḖƑƓĦĪĴĶĿḾȠǾƤɊŘŞŦŬṼẆẊẎẐ",
)
"""A letter that is as wide, for each plain one."""
WORD = re.compile(r"[A-Za-z]{2,}")
COMMAND = re.compile(r"`[^`]*`")


def disguised(message: str) -> str:
    """`message` in look-alikes, its fields as they are."""
    parts = []
    for text, name, form, conversion in string.Formatter().parse(message):
        parts.append(text.translate(LOOK_ALIKE))
        if name is not None:
            parts.append(f"{{{name}{f'!{conversion}' if conversion else ''}{f':{form}' if form else ''}}}")
    return "".join(parts)


@contextmanager
def disguise() -> Iterator[None]:
    """Every sentence of the book is shown in look-alikes inside the block."""
    catalog = written()
    for message in catalog:
        if message.id:
            forms = [message.id] if isinstance(message.id, str) else message.id
            message.string = disguised(forms[0]) if len(forms) == 1 else tuple(map(disguised, forms))
    file = BytesIO()
    write_mo(file, catalog)
    file.seek(0)
    i18n.use(gettext.GNUTranslations(file))
    try:
        yield
    finally:
        i18n.use(None)


def plain_words(text: str) -> set[str]:
    """Words of `text` in plain letters, those of commands between backticks left out."""
    return set(WORD.findall(COMMAND.sub("", text)))
