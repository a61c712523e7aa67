"""The program called in this process, which is far quicker than starting one."""

import subprocess
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from quizapp.__main__ import main


def call(*arguments: str | Path, stdin: str = "", together: bool = False) -> subprocess.CompletedProcess[str]:
    """Runs `quizapp` with the given arguments. With `together` errors stand among the output, as on a terminal."""
    out = TextIOWrapper(BytesIO(), "utf-8")
    errors = out if together else TextIOWrapper(BytesIO(), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", TextIOWrapper(BytesIO(stdin.encode()), "utf-8"))
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", errors)
        patch.setattr(sys, "argv", ["quizapp", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            main()
    assert isinstance(end.value.code, int)
    return subprocess.CompletedProcess(arguments, end.value.code, _written(out), "" if together else _written(errors))


def _written(stream: TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, BytesIO)
    return buffer.getvalue().decode().replace("\r\n", "\n")
