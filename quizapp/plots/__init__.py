"""Drawing a demo's figures: as cells of a terminal (braille dots over half blocks), as plain text, and as SVG. Knows colours by role only."""
