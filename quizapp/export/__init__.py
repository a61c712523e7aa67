"""A learner's history as files: for other programs (JSON, CSV) and for a person (Markdown)."""
