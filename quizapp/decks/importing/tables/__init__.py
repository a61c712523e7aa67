"""Tables of cards: Anki's text export, CSV and TSV from Quizlet, Notion, Mochi and spreadsheets.

    text ──directives──▶ settings ──records──▶ rows ──roles──▶ which column is what ──cells──▶ note.Note

A cell is text as its author wrote it: HTML where the file says so or clearly uses it, Markdown where it clearly is, else plain text, of
which no character means anything.
"""
