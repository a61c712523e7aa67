"""Being told to end from outside: by the system, by a window that closes, by Ctrl-C in another place."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer
from types import FrameType

GRACE_SECONDS = 10.0
"""How long the app has to end; a terminal that takes nothing any more could hold it for ever."""
_NAMES = ("SIGTERM", "SIGHUP", "SIGQUIT", "SIGINT")


def exit_code(number: int) -> int:
    """What a shell shows of a program that was ended by the signal `number`."""
    return 128 + number


@contextmanager
def obeyed(end: Callable[[int], None], give_up: Callable[[], None]) -> Iterator[None]:
    """Within the block, a signal that tells the process to end calls `end` with its exit code, in the main thread, wherever that is.

    If the block is not over in time, `give_up` is called and the process ends. A signal that is ignored, as after nohup, stays ignored.
    """
    timers: list[Timer] = []

    def hear(number: int, _frame: FrameType | None) -> None:
        timer = Timer(GRACE_SECONDS, _abandon, (exit_code(number), give_up))
        timer.daemon = True
        timers.append(timer)
        timer.start()
        end(exit_code(number))

    signals = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    before = {each: signal.signal(each, hear) for each in signals if signal.getsignal(each) is not signal.SIG_IGN}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
        for timer in timers:
            timer.cancel()


def _abandon(code: int, give_up: Callable[[], None]) -> None:
    give_up()
    os._exit(code)
