"""The screens. Everything they know comes from `services`; nothing outside this package imports the screen library."""
