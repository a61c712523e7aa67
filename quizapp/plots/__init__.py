"""Pictures of a demo's figures: character cells for a terminal, SVG for a file. Knows figures, not screens or themes."""
