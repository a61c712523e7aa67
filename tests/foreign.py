"""Text that would steer a terminal or turn text around, and looking for it in what is printed."""

import json
import re
from pathlib import Path
from urllib.parse import quote

EVIL = "\x1b]52;c;ZXZpbA==\x07\x9b31m\x9d0;x\x9c\u202eevil\u2066\u200f\x7f"
"""A clipboard write, C1 controls, bidi, DEL: what a name or a text of anybody's may hold."""
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff\ud800-\udfff]")


def steering(text: str) -> list[str]:
    """The characters of `text` that are not to reach a terminal or a text file."""
    return _STEERING.findall(text)


def hostile_deck(content: Path) -> Path:
    """A deck in which every name and text is hostile, though its cards are asked: in `content`, which must be there."""
    folder = content / f"deck {EVIL}"
    folder.mkdir()
    toml = json.dumps(EVIL)
    (folder / "deck.toml").write_text(
        f"title = {{ en = {toml} }}\n{toml} = 1\n[[topic]]\ntitle = {{ en = {toml} }}\ncards = ['evil', {toml}]\n", "utf-8"
    )
    (folder / "glossary.toml").write_text(f'[en]\n{toml} = {{ write = {toml}, not = ["evil"] }}\n', "utf-8")
    address = "http://a/" + quote(EVIL)
    blocks = f"```{EVIL}\n{EVIL}\n```\n\n| {EVIL} | b |\n|---|---|\n| c | {EVIL} |\n\n[{EVIL}]({address}) <{address}> ![{EVIL}]({address})"
    points = f"## Key points\n- **{EVIL}** end\n\n## Follow-ups\n- {EVIL}?\n\n  {EVIL}\n"
    asked = blocks.rpartition(" ")[0].replace(" ![", "")
    (folder / f"{EVIL}.md").write_text(f"# Evil {EVIL} {{#evil}}\n\n{EVIL} [Watch](demo:xor-failure)\n\n{asked}\n\n{points}", "utf-8")
    (folder / f"x{EVIL}.md").write_text(
        f"# Other {EVIL} {{#{EVIL}}}\n\n{blocks} [x](demo:{quote(EVIL)}) [y](card:{quote(EVIL)})\n", "utf-8"
    )
    (folder / "set.md").write_text(f"# Set?\n\n[x](demo:xor-failure?epochs={quote(EVIL)}) [y](demo:xor-failure?{quote(EVIL)}=1)\n", "utf-8")
    (folder / f"link{EVIL}.md").symlink_to(f"/nowhere/{EVIL}")
    return folder


def hostile_config() -> str:
    """A config file whose values are hostile."""
    toml = json.dumps(EVIL)
    settings = "".join(f"{name} = {toml}\n" for name in (toml, "language", "theme", "time_zone", "editor"))
    return f"{settings}[keymap]\n{toml} = {toml}\nundo = {toml}\n"
