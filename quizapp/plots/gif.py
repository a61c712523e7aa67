"""Pages of figures as an animated GIF, drawn by Pillow (the `gif` extra)."""

import math
from collections.abc import Iterable
from io import BytesIO
from typing import TypeAlias

from PIL import Image, ImageDraw, ImageFont

from quizapp.plots.ink import PAPER, TEXT_SIZE, Box, Marker, Shape, Stroke, Words
from quizapp.plots.shapes import Page

FRAME_MS, LAST_MS = 250, 3000
"""How long a frame stays, and how long the last one does before the loop begins anew."""
MOST_FRAMES = 300
"""A picture of more would take hundreds of megabytes to make and nobody would watch it to its end."""
_DASH = 5
_FINER = 2
"""Drawn this many times as large, then made smaller: smooth lines."""
_MONOSPACED = ("DejaVuSansMono.ttf", "Menlo.ttc", "consola.ttf", "LiberationMono-Regular.ttf")
_LATIN = str.maketrans({"∂": "d", "²": "^2", "√": "sqrt ", "σ": "sigma", "→": "->", "≤": "<=", "≥": ">=", "·": "*", "−": "-"})
_Font: TypeAlias = ImageFont.FreeTypeFont | ImageFont.ImageFont
_ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}


def gif(pages: Iterable[Page]) -> bytes:
    """The pages, one after the other, in a loop: at most `MOST_FRAMES`, which who draws them sees to before the first is drawn."""
    font, known = _font()
    images = [_image(page, font, known) for page in pages]
    durations = [FRAME_MS] * (len(images) - 1) + [LAST_MS]
    out = BytesIO()
    images[0].save(out, "GIF", save_all=True, append_images=images[1:], duration=durations, loop=0, optimize=False)
    return out.getvalue()


def _font() -> tuple[_Font, bool]:
    """A monospaced font of this machine, which knows every character that demos use; else Pillow's own, which knows Latin alone."""
    for name in _MONOSPACED:
        try:
            return ImageFont.truetype(name, (TEXT_SIZE - 1) * _FINER), True
        except OSError:
            continue
    return ImageFont.load_default(TEXT_SIZE * _FINER), False


def _image(page: Page, font: _Font, known: bool) -> Image.Image:
    size = round(page.width), round(page.height)
    image = Image.new("RGB", (size[0] * _FINER, size[1] * _FINER), PAPER)
    draw = ImageDraw.Draw(image)
    for shape in page.shapes:
        _shape(draw, shape if known or not isinstance(shape, Words) else shape._replace(text=shape.text.translate(_LATIN)), font)
    return image.reduce(_FINER).quantize(64, dither=Image.Dither.NONE)


def _shape(draw: ImageDraw.ImageDraw, shape: Shape, font: _Font) -> None:
    match shape:
        case Stroke():
            for (x0, y0), (x1, y1) in (shape.ends * _FINER).tolist():
                pieces = max(1, round(math.hypot(x1 - x0, y1 - y0) / (_DASH * _FINER))) if shape.dashed else 1
                for i in range(0, pieces, 2):
                    a, b = i / pieces, (i + 1) / pieces
                    ends = (x0 + (x1 - x0) * a, y0 + (y1 - y0) * a, x0 + (x1 - x0) * b, y0 + (y1 - y0) * b)
                    draw.line(ends, fill=shape.colour, width=round(shape.width * _FINER))
        case Box():
            x, y = shape.x * _FINER, shape.y * _FINER
            draw.rectangle((x, y, x + shape.width * _FINER, y + shape.height * _FINER), fill=shape.colour)
        case Marker():
            _marker(draw, shape)
        case Words():
            letters = font
            if isinstance(font, ImageFont.FreeTypeFont) and shape.size < TEXT_SIZE:
                letters = font.font_variant(size=(shape.size - 1) * _FINER)
            place, anchor = (shape.x * _FINER, shape.y * _FINER), _ANCHORS[shape.anchor]
            edge = 2 * _FINER if shape.halo else 0
            draw.text(place, shape.text, fill=shape.colour, font=letters, anchor=anchor, stroke_width=edge, stroke_fill=PAPER)


def _marker(draw: ImageDraw.ImageDraw, marker: Marker) -> None:
    x, y, r, edge = marker.x * _FINER, marker.y * _FINER, 5 * _FINER, 2 * _FINER
    if marker.kind == 2:
        for by, colour in ((edge, PAPER), (0, marker.colour)):
            draw.polygon([(x, y - r - 2 * by), (x + r + 2 * by, y + r + by), (x - r - 2 * by, y + r + by)], fill=colour)
        return
    draw.ellipse((x - r - edge, y - r - edge, x + r + edge, y + r + edge), fill=PAPER)
    draw.ellipse((x - r, y - r, x + r, y + r), fill=marker.colour if marker.kind else PAPER, outline=marker.colour, width=edge)
