"""Text that would steer a terminal or turn text around, and looking for it in what is printed."""

import re

EVIL = "\x1b]52;c;ZXZpbA==\x07\x9b31m\x9d0;x\x9c\u202eevil\u2066\u200f\x7f"
"""A clipboard write, C1 controls, bidi, DEL: what a name or a text of anybody's may hold."""
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff\ud800-\udfff]")


def steering(text: str) -> list[str]:
    """The characters of `text` that are not to reach a terminal or a text file."""
    return _STEERING.findall(text)
