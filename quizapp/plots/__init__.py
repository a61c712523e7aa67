"""Drawing a demo's figures.

As cells of a terminal (braille dots over half blocks), as plain text, and as SVG. Knows colours by role only.
"""
