"""Cards and reviews for Anki: a text file of notes, and a package with the whole schedule."""
