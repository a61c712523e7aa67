"""Anki packages, `.apkg` and `.colpkg`: a zip file with an SQLite collection and the media that its notes show.

    package ──archive──▶ a copy of the collection ──collection──▶ note types, notes, cards, review log
                                                                        │
                      templates, clozes, latex ──▶ what a card shows ◀──┘ ──rich_text──▶ note.Note, with its reviews

Nothing in a package is trusted: `archive` bounds what is unpacked, `collection` queries known tables of a copy that is opened read-only,
and `media` hands out pictures by the names that the package's map gives them, which are never taken for paths.
"""
