"""An import on disk: a new deck appears as a whole or not at all; one that was imported before is brought up to date file by file.

A card that the learner has edited since is never overwritten, and one that is no longer in the source stays.
"""

import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from quizapp.decks.contents import read_contents
from quizapp.decks.contents_edit import listed, with_topic
from quizapp.decks.importing import report as reports
from quizapp.decks.importing.conversion import Conversion, NewCard
from quizapp.decks.importing.manifest import RECORD, Manifest, digest, read_manifest
from quizapp.decks.importing.topics import topics
from quizapp.decks.listing import CONTENTS
from quizapp.decks.load import load
from quizapp.decks.new_deck import about_deck
from quizapp.decks.write import check_unchanged, drop_drafts, flush_all, sync_folder, write
from quizapp.domain.errors import DeckError
from quizapp.domain.i18n import gettext

DRAFTS = "drafts.md"


@dataclass
class Writing:
    """What an import is going to write into a folder, and what it will leave as it is. Lists hold the ids of cards."""

    conversion: Conversion
    folder: Path
    manifest: Manifest | None
    """Of the imports before; None where this is the first."""
    new: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)
    """The learner has edited them, and the source has changed as well."""
    deleted: list[str] = field(default_factory=list)
    """The learner has deleted them: they do not come back."""
    gone: list[str] = field(default_factory=list)
    """They are no longer in the source."""
    before: dict[str, bytes | None] = field(default_factory=dict)
    """What each file that is to be written holds now; None where there is none."""


def plan(conversion: Conversion, folder: Path) -> Writing:
    """What has to be written to bring `conversion` into `folder`. Writes nothing. Raises DeckError where it cannot go there."""
    manifest = read_manifest(folder) if folder.is_dir() else None
    if manifest is None and os.path.lexists(folder) and not (folder.is_dir() and not any(folder.iterdir())):
        raise DeckError(
            gettext("{folder} already exists, and nothing was imported into it", folder=folder), gettext("Choose another folder with --to.")
        )
    writing = Writing(conversion, folder, manifest)
    for card in conversion.cards:
        _sort_in(writing, card)
    ids = {card.id for card in (*conversion.cards, *conversion.drafts)}
    if manifest is not None:
        writing.gone = sorted(id for id in set(manifest.keys.values()) - ids if f"{id}.md" in manifest.files)
    return writing


def _sort_in(writing: Writing, card: NewCard) -> None:
    name, text = f"{card.id}.md", card.text.encode()
    known = writing.manifest.files.get(name) if writing.manifest else None
    path = writing.folder / name
    there = path.read_bytes() if path.is_file() and not path.is_symlink() else None
    if known is None and there is None:
        writing.new.append(card.id)
    elif there is None:
        writing.deleted.append(card.id)
        return
    elif digest(there) == digest(text):
        writing.unchanged.append(card.id)
        return
    elif digest(there) == known:
        writing.updated.append(card.id)
    else:
        (writing.unchanged if known == digest(text) else writing.edited).append(card.id)
        return
    writing.before[name] = there


def carry_out(writing: Writing, source: str) -> bool:
    """Does what was planned, from `source`; whether anything had to be written.

    Raises DeckError; then a first import has left nothing, and a later one what it had brought up to date, which the next completes.
    """
    if writing.manifest is None:
        _write_deck(writing, source)
        return True
    return _bring_up_to_date(writing, source)


def _write_deck(writing: Writing, source: str) -> None:
    """Everything into a folder beside the new one, which then gets its name."""
    folder, conversion = writing.folder, writing.conversion
    draft = folder.with_name(f".{folder.name}.importing")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        if draft.is_symlink():
            draft.unlink()
        shutil.rmtree(draft, ignore_errors=True)  # of an import that was cut short
        draft.mkdir()
        manifest = Manifest(source, conversion.found.dialect)
        for name, data in _files(conversion, {}):
            (draft / name).parent.mkdir(exist_ok=True)
            (draft / name).write_bytes(data)
            manifest.files[name] = digest(data)
        _remember(manifest, conversion)
        (draft / RECORD).write_bytes(manifest.encoded())
        _check(draft)
        flush_all(draft)
        if folder.is_dir():
            folder.rmdir()
        draft.rename(folder)
        sync_folder(folder.parent)
    except OSError as error:
        raise DeckError(
            gettext("{folder} cannot be written: {reason}", folder=folder, reason=error.strerror),
            gettext("Choose another folder with --to."),
        ) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _check(folder: Path) -> None:
    """Raises DeckError where our own checker refuses what was written: that would be a defect of ours, and nothing is to come of it."""
    errors = [problem for problem in load(folder, lambda _: None).problems if problem.is_error]
    if errors:
        raise DeckError(
            gettext("the import would have errors, the first of them: {error}", error=errors[0]),
            gettext("Please report it, with the source."),
        )


def _files(conversion: Conversion, known: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Every file of the deck; pictures only where they are not `known`."""
    for card in conversion.cards:
        yield f"{card.id}.md", card.text.encode()
    yield from _pictures(conversion, known)
    yield CONTENTS, _contents(conversion).encode()
    if conversion.drafts:
        yield DRAFTS, _drafts(conversion)
    yield reports.REPORT, reports.report(conversion, [], []).encode()


def _pictures(conversion: Conversion, known: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    for name, place in conversion.pictures.items():
        if place not in known and conversion.found.pictures is not None:
            yield place, conversion.found.pictures.read(name)


def _contents(conversion: Conversion) -> str:
    text = about_deck(conversion.title, conversion.language) + f'ignore = ["{reports.REPORT}", "{DRAFTS}"]\n'
    for title, ids in topics(conversion.cards, conversion.title).items():
        text = with_topic(text, title, ids)
    return text


def _drafts(conversion: Conversion) -> bytes:
    about = gettext("To ask one of these, write its answer below it and move both to a file of their own, named after the id.")
    return "\n\n".join([f"<!-- {about} -->", *(f"{draft.text} {{#{draft.id}}}" for draft in conversion.drafts)]).encode() + b"\n"


def _remember(manifest: Manifest, conversion: Conversion) -> None:
    for card in (*conversion.cards, *conversion.drafts):
        manifest.keys[card.key] = card.id


# -- an import again ---------------------------------------------------------------------------------------------------


def _bring_up_to_date(writing: Writing, source: str) -> bool:
    manifest, folder, conversion = writing.manifest, writing.folder, writing.conversion
    assert manifest is not None
    before = manifest.encoded()
    for name, data in writing.before.items():
        check_unchanged(folder / name, data)
    manifest.source, manifest.dialect = source, conversion.found.dialect
    wrote = False
    for name, data in _pictures(conversion, manifest.files):
        if not (folder / name).exists():
            (folder / name).parent.mkdir(exist_ok=True)
            write(folder / name, data)
            wrote, manifest.files[name] = True, digest(data)
    for card in conversion.cards:
        name = f"{card.id}.md"
        if name in writing.before:
            write(folder / name, card.text.encode())
            wrote = True
        if name in writing.before or card.id in writing.unchanged:
            manifest.files[name] = digest(card.text.encode())
    _remember(manifest, conversion)
    wrote |= _list_new(writing, manifest)
    others = {reports.REPORT: reports.report(conversion, writing.edited, writing.gone).encode()}
    if conversion.drafts:
        others[DRAFTS] = _drafts(conversion)
    for name, data in others.items():
        path = folder / name
        if not path.exists() or (digest(path.read_bytes()) == manifest.files.get(name) and path.read_bytes() != data):
            write(path, data)
            wrote, manifest.files[name] = True, digest(data)
    if wrote or manifest.encoded() != before:
        write(folder / RECORD, manifest.encoded())
    drop_drafts(folder, {*manifest.files, RECORD})
    return wrote


def _list_new(writing: Writing, manifest: Manifest) -> bool:
    """Whether cards that are new had to be listed in deck.toml, which keeps all that its author has changed there."""
    path, conversion = writing.folder / CONTENTS, writing.conversion
    contents = read_contents(writing.folder)
    missing = [card for card in conversion.cards if card.id in writing.new and card.id not in contents.listed]
    if not missing or any(problem.is_error for problem in contents.problems):
        return False
    data = path.read_bytes() if path.exists() else None
    text = (data or b"").decode("utf-8-sig")
    was_ours = data is not None and digest(data) == manifest.files.get(CONTENTS)
    titles = [title for topic in contents.topics for title in [next(iter(topic.titles.values()))]]
    for title, ids in topics(conversion.cards, conversion.title).items():
        wanted = [card.id for card in missing if card.id in ids]
        if title in titles:
            for id in wanted:
                text = listed(text, titles.index(title), id)
        elif wanted:
            text, titles = with_topic(text, title, wanted), [*titles, title]
    write(path, text.encode())
    if was_ours:
        manifest.files[CONTENTS] = digest(text.encode())
    return True
