"""How long an answer took: without pauses, and without the time in which nobody was there."""

from dataclasses import dataclass, replace

LONGEST_SILENCE = 60.0
"""Seconds without a key or a click that still count: about as long as an answer is said aloud. What is beyond is not counted."""


@dataclass(frozen=True)
class Stopwatch:
    """A clock that is told the time, in seconds from any origin. Each method gives the clock as it is from then on."""

    last: float
    """When something was last pressed, or the clock went on."""
    counted: float = 0.0
    """Seconds up to `last`."""
    paused: bool = False
    """Whether the learner has stopped it."""
    away: bool = False
    """Whether something else than the question is being looked at. A pause outlasts it."""

    def elapsed(self, now: float) -> float:
        """Seconds counted up to `now`."""
        return self.counted if self.paused or self.away else self.counted + min(max(now - self.last, 0.0), LONGEST_SILENCE)

    def silent(self, now: float) -> bool:
        """Whether the clock stands because nothing has been pressed for long."""
        return not self.paused and not self.away and now - self.last > LONGEST_SILENCE

    def stands(self, now: float) -> bool:
        """Whether the clock stands, for whatever reason."""
        return self.paused or self.away or self.silent(now)

    def pressed(self, now: float) -> "Stopwatch":
        """Somebody is there."""
        return replace(self, last=now, counted=self.elapsed(now))

    def toggled(self, now: float) -> "Stopwatch":
        """Stopped, or going on."""
        return replace(self.pressed(now), paused=not self.paused)

    def left(self, now: float) -> "Stopwatch":
        """Something else is looked at from now on."""
        return replace(self.pressed(now), away=True)

    def returned(self, now: float) -> "Stopwatch":
        """The question is looked at again."""
        return replace(self.pressed(now), away=False)
