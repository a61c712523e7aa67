"""Other people's formats become QuizApp decks. Sources are only read; everything that is written goes through `writer`.

    material ──dialect──▶ notes ──tidying──▶ notes ──card_text──▶ cards ──writer──▶ folder
                                                        │
                                                        └─▶ left out, with the reason

- `material` is the source: files, texts, encodings, within bounds. `undecided` asks what only the learner can know.
- A **dialect** (`dialects.Dialect`) recognises a source and reads raw `note.Note`s from it: a question, an answer in Markdown that may
  still hold HTML, foreign links and headings, the place, the source's own id if it has one, the topic from the outermost title in.
- `tidying` puts right what all dialects have in common: `html`, `links` with their pictures, `noise`, and `body` (sections, 90 seconds).
- `card_text` makes the card, `repair` rewrites what our grammar would refuse, and our own checker has the last word: a card with an error
  is left out.
- `conversion` gives ids, `topics` the topics, `report` the three lists, `manifest` remembers what was written, `writer` writes it, and
  `undo` takes it back.

To add a dialect:

1. Write a file with a class that has `id`, `words()`, `recognises(source)` and `read(source)`, as `dialects.Dialect` says. `recognises`
   returns about how many cards there are, 0 where the source is something else; `source.memory` keeps what both need. A file that is no
   text is opened at `source.path`; bound its size before reading it.
2. `read` returns `NotesFound(id, words)` with `notes`, `left_out`, and `pictures`, an object as `note.Pictures` says, where there are any.
   Give `Note.key` where the source has ids of its own: they become the cards' ids, and a later import knows the card by it. `Note.progress`
   and `Note.state` carry progress. HTML may stand in `question` and `answer` as it is.
3. Where only the learner can tell (which fields, reversed cards), raise `UndecidedError(option, question, choices)` unless
   `source.options` has the option: the reader is called again with the choice, and `--set option=choice` gives it in scripts.
4. Add it to `registry.DIALECTS`, and a test file in `tests/decks/importing` with a small source of your own.
"""
