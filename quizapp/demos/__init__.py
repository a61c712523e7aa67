"""Demos: one mechanism a file, in plain NumPy, plus the kit they are written with."""
