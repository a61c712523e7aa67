"""Plain text on its way into Markdown: a question, a title, a learner's words. It is read there as it was written."""

import re

_MARKS = re.compile(r"[\\`*\[\]<>|~$&]|(?<![^\W_])_|_(?![^\W_])")
_NUMBER = re.compile(r"\A(\d{1,9})([.)])")


def as_markdown(text: str) -> str:
    """`text` as one line of Markdown that says the same: its marks are escaped."""
    line = _NUMBER.sub(r"\1\\\2", _MARKS.sub(r"\\\g<0>", " ".join(text.split())))
    line = f"\\{line}" if line[:1] in ("#", "+", "=", "-") and line else line
    return re.sub(r" (#+)\Z", r" \\\1", line)
