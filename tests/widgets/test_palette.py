"""Every look can be read in every theme that comes with the program."""

import pytest
from rich.color import Color as TerminalColor

from omnigent_tui.rendering.looks import COMMENT, LOOK_NAMES, TRACK
from omnigent_tui.theming.catalog import load_themes
from omnigent_tui.theming.theme_file import LoadedTheme
from omnigent_tui.widgets.transcript.view import TranscriptView
from tests.widgets.stage import staged

LEAST_CONTRAST = 4.5
"""What the accessibility guidelines ask of text (WCAG 2.1, AA)."""


def luminance(color: TerminalColor) -> float:
    assert color.triplet is not None
    parts = [value / 255 for value in color.triplet]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: TerminalColor, other: TerminalColor) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("loaded", load_themes().themes, ids=lambda loaded: loaded.name)
async def test_every_look_can_be_read(loaded: LoadedTheme) -> None:
    theme = loaded.theme
    view = TranscriptView()
    async with staged(view) as (app, pilot):
        app.register_theme(theme)
        app.theme = loaded.name
        await pilot.pause()
        before = view.palette.style(COMMENT)
        view.set_code_styles(loaded.code)
        assert view.palette.style(COMMENT).italic
        assert theme.ansi or view.palette.style(COMMENT) != before
        for look, look_name in LOOK_NAMES.items():
            style = view.palette.style(look)
            assert style.color is not None, look_name
            assert style.bgcolor is not None, look_name
            if theme.ansi or look == TRACK:
                continue
            assert contrast(style.color, style.bgcolor) >= LEAST_CONTRAST, look_name
