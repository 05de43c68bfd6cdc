"""Turns the screen into an SVG that stands alone: no font is loaded, and every piece of text is put in its cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from xml.sax.saxutils import escape

from textual.app import App

from screenshots.cells import Look, Run, runs
from screenshots.line_art import boxes, is_line_art

_CELL_WIDTH, _CELL_HEIGHT, _FONT_SIZE = 9.6, 20.0, 16
_BASELINE = 14.6
_MARGIN, _BAR = 10, 34
_FONTS = "ui-monospace, 'SF Mono', Menlo, 'Cascadia Mono', Consolas, 'DejaVu Sans Mono', monospace"
_LIGHTS = ("#ff5f57", "#febc2e", "#28c840")


def draw(app: App[None], title: str) -> str:
    """Return what the app shows now, in a window of that title."""
    shown = list(runs(app))
    width = app.size.width * _CELL_WIDTH + 2 * _MARGIN
    height = app.size.height * _CELL_HEIGHT + _BAR + _MARGIN
    looks = {look: f"s{number}" for number, look in enumerate(dict.fromkeys(_text_look(run.look) for run in shown))}
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_number(width)} {_number(height)}">',
        "<style>",
        f"text {{ font: {_FONT_SIZE}px {_FONTS}; white-space: pre; }}",
        *(f".{name} {{ {_css(look)} }}" for look, name in looks.items()),
        "</style>",
        *_window(width, height, title, shown[0].look.background),
        f'<g transform="translate({_MARGIN},{_BAR})">',
        *_backgrounds(shown),
        *_shapes(shown),
        *(_text(run, looks[_text_look(run.look)]) for run in shown if run.text.strip() and not is_line_art(run.text)),
        "</g>",
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _window(width: float, height: float, title: str, background: str) -> Iterator[str]:
    yield f'<rect width="{_number(width)}" height="{_number(height)}" rx="9" fill="{background}" stroke="#7f7f7f66"/>'
    for number, colour in enumerate(_LIGHTS):
        yield f'<circle cx="{20 + number * 20}" cy="17" r="6" fill="{colour}"/>'
    yield f'<text x="{_number(width / 2)}" y="22" text-anchor="middle" fill="#7f8790">{escape(title)}</text>'


def _backgrounds(shown: Iterable[Run]) -> Iterator[str]:
    for (row, colour), group in groupby(shown, lambda run: (run.row, run.look.background)):
        across = list(group)
        cells = across[-1].column + across[-1].width - across[0].column
        # A hair higher than a row, so that no line shows between two of them.
        yield _rect(across[0].column * _CELL_WIDTH, row * _CELL_HEIGHT, cells * _CELL_WIDTH, _CELL_HEIGHT + 0.5, colour)


def _shapes(shown: Iterable[Run]) -> Iterator[str]:
    for run in shown:
        if is_line_art(run.text):
            x, y = run.column * _CELL_WIDTH, run.row * _CELL_HEIGHT
            for box in boxes(run.text, x, y, _CELL_WIDTH, _CELL_HEIGHT):
                yield _rect(*box, run.look.colour)


def _text(run: Run, name: str) -> str:
    x, y = _number(run.column * _CELL_WIDTH), _number(run.row * _CELL_HEIGHT + _BASELINE)
    # Emoji and wide characters keep their own shape; all else is fitted to its cells, whatever the font.
    fitted = f' textLength="{_number(run.width * _CELL_WIDTH)}"' if len(run.text) == run.width > 1 else ""
    return f'<text class="{name}" x="{x}" y="{y}"{fitted}>{escape(run.text)}</text>'


def _rect(x: float, y: float, width: float, height: float, colour: str) -> str:
    place = f'x="{_number(x)}" y="{_number(y)}" width="{_number(width)}" height="{_number(height)}"'
    return f'<rect {place} fill="{colour}"/>'


def _text_look(look: Look) -> Look:
    return Look(look.colour, "", look.bold, look.italic, look.underline, look.strike)


def _css(look: Look) -> str:
    lines = [word for word, on in (("underline", look.underline), ("line-through", look.strike)) if on]
    return " ".join(
        filter(
            None,
            (
                f"fill: {look.colour};",
                "font-weight: bold;" if look.bold else "",
                "font-style: italic;" if look.italic else "",
                f"text-decoration: {' '.join(lines)};" if lines else "",
            ),
        )
    )


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
