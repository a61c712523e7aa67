"""The learner's own editor, opened at a line."""

import os
import re
import shlex
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from quizapp.domain.errors import EditorError
from quizapp.domain.i18n import gettext

_AT_LINE = {
    "+{line} {path}": ("vi", "vim", "nvim", "nano", "emacs", "emacsclient", "micro", "kak", "joe", "mcedit", "gedit"),
    "--wait --goto {path}:{line}": ("code", "codium", "cursor"),
    "--wait {path}:{line}": ("subl", "zed"),
    "{path}:{line}": ("hx", "helix"),
    "--line {line} {path}": ("mate", "kate"),
}
"""How editors are told a line, by the name of their program; any other is given the path alone."""


_SHELL = re.compile(r'[&|<>^%!"\n]')
"""What Windows' shell, which runs batch files whatever way they are started, does not take as a part of a name."""


def editor_command(environ: Mapping[str, str], path: Path, line: int, chosen: str = "") -> list[str]:
    """The command that opens `path` at `line` in the editor `chosen`, or in $VISUAL, or $EDITOR.

    Raises EditorError if none is set, or it cannot be found.
    """
    editor = chosen or environ.get("VISUAL") or environ.get("EDITOR")
    if not editor:
        how = "set EDITOR=notepad" if sys.platform == "win32" else "export EDITOR=nano"
        raise EditorError(
            gettext("there is no editor to open {path}:{line}", path=path, line=line),
            gettext("Set one in the settings, or with: {command}", command=how),
        )
    where = gettext("Set another editor in the settings.") if chosen else gettext("Set VISUAL or EDITOR to another one.")
    try:
        program, *options = shlex.split(editor, posix=os.name != "nt")
    except ValueError as error:
        raise EditorError(gettext("the editor {editor!r} is not a valid command: {reason}", editor=editor, reason=error), where) from error
    found = shutil.which(program, path=environ.get("PATH"))
    if found is None:
        raise EditorError(
            gettext("the editor {editor!r} was not found, to open {path}:{line}", editor=program, path=path, line=line), where
        )
    if Path(found).suffix.lower() in (".cmd", ".bat") and _SHELL.search(str(path)):
        raise EditorError(
            gettext("the editor {editor!r} is a batch file, whose shell would run part of {path} as a command", editor=program, path=path),
            " ".join((gettext("Rename the file."), where)),
        )
    name = Path(program).stem
    form = next((form for form, names in _AT_LINE.items() if name in names), "{path}")
    return [found, *options, *(part.format(path=path, line=line) for part in form.split())]
