"""A learner's history as bytes for other programs and people: JSON, CSV, Markdown."""
