"""Programs forked from a process that has imported everything: each starts in a fraction of the time, so that hundreds can be killed."""

import fcntl
import gc
import json
import os
import pkgutil
import socket
import subprocess
import sys
import termios
import traceback
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from pexpect import EOF, TIMEOUT
from pexpect.fdpexpect import fdspawn

from tests.e2e.terminal import Conversation, environment

NOT_NEEDED = ("quizapp.__main__", "quizapp.demos", "quizapp.plots")
"""The first would start at once, the others bring NumPy."""


class EndedError(Exception):
    """The program at the other end has ended."""


class Nursery:
    """The process from which programs are forked."""

    def __init__(self) -> None:
        self._line, theirs = socket.socketpair()
        command = [sys.executable, "-c", f"from tests.e2e.forked import serve; serve({theirs.fileno()})"]
        self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
        theirs.close()

    def begin(self, terminal: int, run: str, arguments: list[str], environ: Mapping[str, str]) -> int:
        """Starts `run`, a function as "module:name", as a program in `terminal`; its process id."""
        request = {"run": run, "arguments": arguments, "environ": {**environ}}
        socket.send_fds(self._line, [json.dumps(request).encode()], [terminal])
        return int(self._line.recv(64))

    def end(self, pid: int) -> int:
        """Waits until a program has ended: its exit code, below 0 for a signal."""
        self._line.send(json.dumps({"wait": pid}).encode())
        return int(self._line.recv(64))

    def close(self) -> None:
        self._line.close()
        assert self._process.wait() == 0


class Program(Conversation):
    """One run of a program in a terminal of its own; by default the command `quizapp`."""

    def __init__(self, nursery: Nursery, home: Path, *arguments: str, run: str = "quizapp.cli.main:main") -> None:
        ours, theirs = os.openpty()
        termios.tcsetwinsize(theirs, (24, 80))
        self._nursery = nursery
        self.pid = nursery.begin(theirs, run, [*arguments], environment(home))
        os.close(theirs)
        super().__init__(fdspawn(ours, timeout=60))

    def wait_for(self, pattern: Any) -> Any:
        """Raises EndedError where the program has ended."""
        try:
            return super().wait_for(pattern)
        except EOF as end:
            raise EndedError(self.raw + self.process.before) from end

    def press(self, keys: str) -> None:
        """Raises EndedError where the program has ended."""
        try:
            super().press(keys)
        except OSError as end:
            raise EndedError from end

    def watch(self, seconds: float) -> None:
        """Reads what the program draws for so long, and does nothing. Raises EndedError where it has ended."""
        if self.process.expect([TIMEOUT, EOF], timeout=seconds):
            raise EndedError(self.raw + self.process.before)

    def last(self) -> None:
        """Waits until the program has ended."""
        self.process.expect(EOF)
        self.raw += self.process.before

    def end(self) -> int:
        """The exit code of the program, which has ended; below 0 for a signal."""
        code = self._nursery.end(self.pid)
        self.process.close()
        return code


def serve(line_number: int) -> None:
    """The life of the nursery's process: forks what is asked for until nobody asks any more."""
    import quizapp

    for module in pkgutil.walk_packages(quizapp.__path__, "quizapp."):
        if not module.name.startswith(NOT_NEEDED):
            import_module(module.name)
    import_module("alembic.command")
    import_module("tests.e2e.victims_on_disk")
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=line_number) as line:
        while True:
            data, terminals, _, _ = socket.recv_fds(line, 65_536, 1)
            if not data:
                return
            request = json.loads(data)
            if "wait" in request:
                _, status = os.waitpid(request["wait"], 0)
                line.send(str(os.waitstatus_to_exitcode(status)).encode())
                continue
            (terminal,) = terminals
            pid = os.fork()
            if not pid:
                line.close()
                _become(terminal, **request)
            os.close(terminal)
            line.send(str(pid).encode())


def _become(terminal: int, run: str, arguments: list[str], environ: Mapping[str, str]) -> None:
    """In the forked process: `run` is the program, and its terminal is `terminal`."""
    code: Any = 1
    try:
        os.setsid()
        fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
        for stream, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
            os.dup2(terminal, stream)
            opened = os.fdopen(stream, mode, encoding="utf-8", closefd=False)  # the nursery's own know that they are no terminal
            setattr(sys, name, opened)
            setattr(sys, f"__{name}__", opened)
        os.close(terminal)
        os.environ.update(environ, TERM="xterm-256color")
        sys.argv = ["quizapp", *arguments]
        module, _, name = run.partition(":")
        code = getattr(import_module(module), name)()
        sys.stdout.flush()
    except BaseException:  # noqa: BLE001  (it must not go on as the nursery)
        traceback.print_exc()
    finally:
        os._exit(code or 0)
