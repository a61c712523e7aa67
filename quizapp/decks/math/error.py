"""The one error that a formula can raise."""


class MathError(ValueError):
    """A formula outside the subset. The message says what is wrong in it and, where there is something, what to write."""
