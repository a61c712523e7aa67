"""Our two themes: calm, one accent colour; the rest of the palette is shades of ink and paper."""

from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

HEAT = 8
"""Steps from cold to hot."""
OWN = frozenset({"text-bright", "ink-muted", "rule", "class-a", "class-b", "class-c", "ground-a", "ground-b", "ground-c"}) | {
    f"heat-{level}" for level in range(HEAT)
}
"""Variables that our stylesheets use beside Textual's."""


def _heat(cold: str, hot: str) -> dict[str, str]:
    """Colours from `cold` to `hot`, evenly."""
    return {f"heat-{level}": Color.parse(cold).blend(Color.parse(hot), level / (HEAT - 1)).hex for level in range(HEAT)}


DARK = Theme(
    name="quizapp-dark",
    dark=True,
    primary="#7aa2c8",
    secondary="#8f9aa6",
    accent="#e0b060",
    foreground="#d6d9de",
    background="#14171b",
    surface="#14171b",
    panel="#1e2329",
    success="#83b585",
    warning="#d9a45f",
    error="#d97b76",
    variables={
        "text-bright": "#ffffff",
        "ink-muted": "#8f9aa6",
        "rule": "#3a424c",
        "class-a": "#e0b060",
        "class-b": "#6fb1d6",
        "class-c": "#9fc48a",
        "ground-a": "#2b261d",
        "ground-b": "#1c2a35",
        "ground-c": "#202b1f",
        **_heat("#2b333d", "#e0b060"),
        "footer-key-foreground": "#e0b060",
        "footer-description-foreground": "#9aa4b0",
        "footer-background": "#14171b",
        "block-cursor-background": "#2b333d",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#1e2329",
        "block-cursor-blurred-foreground": "#d6d9de",
        "border-blurred": "#3a424c",
    },
)

LIGHT = Theme(
    name="quizapp-light",
    dark=False,
    primary="#2f5f8a",
    secondary="#5c6670",
    accent="#9a5b00",
    foreground="#2a2e33",
    background="#faf9f6",
    surface="#faf9f6",
    panel="#eeece6",
    success="#2f6f3a",
    warning="#8a5a00",
    error="#a8322c",
    variables={
        "text-bright": "#000000",
        "ink-muted": "#5c6670",
        "rule": "#c9c5ba",
        "class-a": "#9a5b00",
        "class-b": "#1f618d",
        "class-c": "#2f6f3a",
        "ground-a": "#f2e8d5",
        "ground-b": "#dce8f1",
        "ground-c": "#e0ecdf",
        **_heat("#dcd8cc", "#9a5b00"),
        "footer-key-foreground": "#9a5b00",
        "footer-description-foreground": "#5c6670",
        "footer-background": "#faf9f6",
        "block-cursor-background": "#dfe6ec",
        "block-cursor-foreground": "#000000",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#eeece6",
        "block-cursor-blurred-foreground": "#2a2e33",
        "border-blurred": "#c9c5ba",
    },
)

ALL = {**BUILTIN_THEMES, DARK.name: DARK, LIGHT.name: LIGHT}
"""Textual's themes and ours, by name."""
