"""Something made on first use, once, whichever thread asks first. Keeps costly imports off the way to the first question."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Lazy(Generic[T]):
    """Calling it gives what `make` made."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._made: list[T] = []
        self._lock = Lock()

    def __call__(self) -> T:
        """What was made."""
        with self._lock:
            if not self._made:
                self._made.append(self._make())
            return self._made[0]

    def renew(self) -> None:
        """Has it made anew at its next use: what it was made from has changed."""
        with self._lock:
            self._made.clear()

    @property
    def made(self) -> bool:
        """Whether anything has asked yet."""
        return bool(self._made)
