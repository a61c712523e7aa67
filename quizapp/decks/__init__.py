"""Markdown decks: reading them from disk, parsing and checking them, and turning their math into Unicode."""
