"""The packaged themes: complete, readable, and drawable by Textual as they are."""

import itertools
from collections.abc import Mapping
from pathlib import Path

import pytest
from pygments.token import STANDARD_TYPES, string_to_tokentype
from textual.app import App, ComposeResult
from textual.color import Color
from textual.widgets import Footer, Input, Label, Markdown, OptionList

from omnigent_tui.theming.catalog import (
    AUTOMATIC,
    DARK,
    LIGHT,
    TERMINAL,
    load_themes,
    packaged_themes_dir,
)
from omnigent_tui.theming.theme_file import LoadedTheme

# WCAG 2.1 AA for text.
LEAST_CONTRAST = 4.5
GROUNDS = ("background", "surface", "panel")
TINTED_GROUNDS = tuple(f"{name}-muted" for name in ("primary", "secondary", "accent", "success", "warning", "error"))
MEANINGS = ("primary", "secondary", "accent", "success", "warning", "error")
TEXTS = ("text", "text-muted", "foreground", "foreground-muted", *(f"text-{name}" for name in MEANINGS), *MEANINGS)
PAIRS = (
    ("block-cursor-foreground", "block-cursor-background"),
    ("block-cursor-blurred-foreground", "block-cursor-blurred-background"),
    ("input-cursor-foreground", "input-cursor-background"),
    ("input-selection-foreground", "input-selection-background"),
    ("screen-selection-foreground", "screen-selection-background"),
    ("footer-foreground", "footer-background"),
    ("footer-description-foreground", "footer-background"),
    ("footer-key-foreground", "footer-background"),
    ("link-color", "background"),
    ("link-color-hover", "link-background-hover"),
    ("button-color-foreground", "primary"),
    ("button-color-foreground", "success"),
    ("button-color-foreground", "error"),
    ("text", "block-hover-background"),
    *((f"markdown-h{level}-color", "background") for level in range(1, 7)),
)


def variables_of(loaded: LoadedTheme) -> Mapping[str, str]:
    return {**loaded.theme.to_color_system().generate(), **loaded.theme.variables}


def luminance(color: Color) -> float:
    def linear(channel: int) -> float:
        share = channel / 255
        return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b)


def contrast(first: str, second: str) -> float:
    lighter, darker = sorted((luminance(Color.parse(first)), luminance(Color.parse(second))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_contrast_measure_is_the_standards() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", [DARK, LIGHT])
def test_text_is_readable_on_every_ground(name: str) -> None:
    loaded = load_themes().get(name)
    assert loaded is not None
    variables = variables_of(loaded)
    pairs = [*itertools.product(TEXTS, GROUNDS + TINTED_GROUNDS), *PAIRS]
    too_weak = {
        (text, ground): round(contrast(variables[text], variables[ground]), 2)
        for text, ground in pairs
        if contrast(variables[text], variables[ground]) < LEAST_CONTRAST
    }
    assert too_weak == {}


@pytest.mark.parametrize("name", [DARK, LIGHT])
def test_code_is_readable_on_every_ground(name: str) -> None:
    loaded = load_themes().get(name)
    assert loaded is not None
    variables = variables_of(loaded)
    colors = {style.split()[-1] for style in loaded.code.values() if "#" in style}
    assert len(colors) >= 6
    for color, ground in itertools.product(colors, GROUNDS):
        assert contrast(color, variables[ground]) >= LEAST_CONTRAST, (color, ground)


def test_the_terminal_theme_uses_nothing_but_the_terminals_colours() -> None:
    loaded = load_themes().get(TERMINAL)
    assert loaded is not None
    assert loaded.theme.ansi
    texts = [
        *loaded.theme.variables.values(),
        *loaded.code.values(),
        loaded.theme.primary,
        loaded.theme.background or "",
    ]
    assert not any("#" in text or "rgb" in text for text in texts)
    # Text on a colour names both, because the terminal's own foreground may be unreadable on it.
    for text, ground in PAIRS[:1] + PAIRS[3:5]:
        assert {loaded.theme.variables[text], loaded.theme.variables[ground]} == {"ansi_black", "ansi_cyan"}


def test_sixteen_colours_never_draw_text_on_its_own_colour(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('name = "mine"\nansi = true\n[colors]\nprimary = "ansi_blue"')
    catalog = load_themes(tmp_path)
    for loaded in catalog.themes:
        if loaded.theme.ansi:
            variables = variables_of(loaded)
            # Half-transparent becomes opaque there, so the alpha says nothing.
            shown = {
                name: Color.parse(value.split()[0]).hex for name, value in variables.items() if "style" not in name
            }
            for text in (f"text-{name}" for name in MEANINGS):
                assert all(shown[text] != shown[ground] for ground in TINTED_GROUNDS)
    mine = catalog.get("mine")
    assert mine is not None
    assert set(variables_of(catalog.themes[0])) - set(variables_of(mine)) == set()


@pytest.mark.parametrize("loaded", load_themes().themes, ids=lambda loaded: loaded.name)
def test_code_styles_name_real_tokens(loaded: LoadedTheme) -> None:
    for name in loaded.code:
        assert string_to_tokentype(name) in STANDARD_TYPES


def test_themes_lie_where_the_loader_looks_and_are_named_after_their_file() -> None:
    assert {path.stem for path in packaged_themes_dir().glob("*.toml")} == set(load_themes().names)
    for loaded in load_themes().themes:
        assert loaded.path.stem == loaded.name


class Sampler(App[None]):
    """A screen with the widgets that use the most of a theme's variables."""

    def compose(self) -> ComposeResult:
        yield Label("label")
        yield Input("text")
        yield OptionList("one", "two")
        yield Markdown("# One\n\n## Two\n\n[link](x) `code`\n\n```python\nprint(1)\n```")
        yield Footer()


@pytest.mark.parametrize("first", [DARK, LIGHT, TERMINAL])
async def test_an_app_can_be_drawn_in_each_theme_and_switched_to_the_next(first: str) -> None:
    catalog = load_themes()
    app = Sampler()
    for loaded in catalog.themes:
        app.register_theme(loaded.theme)
    app.theme = first
    async with app.run_test() as pilot:
        for _ in catalog.themes:
            await pilot.pause()
            shown = app.screen.styles.background
            wanted = Color.parse(app.current_theme.background or "")
            assert (shown.hex, shown.ansi) == (wanted.hex, wanted.ansi)
            app.theme = catalog.after(app.theme).name
        assert app.theme == first


def test_the_theme_to_start_with() -> None:
    catalog = load_themes()
    for color_system, name in ((None, DARK), ("256", DARK), ("truecolor", DARK), ("standard", TERMINAL)):
        chosen, problem = catalog.choose(AUTOMATIC, color_system)
        assert (chosen.name, problem) == (name, None)
    assert catalog.choose(LIGHT, "standard")[0].name == LIGHT
    chosen, problem = catalog.choose("solarized", "256")
    assert chosen.name == DARK
    assert problem is not None
    assert "'solarized'" in problem
    assert "omnigent-light" in problem


def test_the_palette_goes_round() -> None:
    catalog = load_themes()
    name, seen = DARK, []
    for _ in catalog.themes:
        name = catalog.after(name).name
        seen.append(name)
    assert sorted(seen) == sorted(catalog.names)
    assert catalog.after("unknown") == catalog.themes[0]


def test_the_users_themes_are_added_or_take_a_packaged_ones_place(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('name = "mine"\n[colors]\nprimary = "red"\n[code]\n"Keyword" = "bold red"')
    (tmp_path / "dark.toml").write_text('name = "omnigent-dark"\n[colors]\nprimary = "#123456"')
    (tmp_path / "broken.toml").write_text('name = "broken"\n[colors]\nprimary = "rde"')
    (tmp_path / "notes.txt").write_text("not a theme")
    catalog = load_themes(tmp_path)
    assert catalog.names == ("omnigent-dark", "omnigent-light", "terminal", "mine")
    dark, mine = catalog.get("omnigent-dark"), catalog.get("mine")
    assert dark is not None
    assert mine is not None
    assert dark.theme.primary == "#123456"
    assert mine.code["Keyword"] == "bold red"
    assert mine.code["Literal.String"] == load_themes().themes[0].code["Literal.String"]
    assert len(catalog.problems) == 1
    assert "broken.toml: colors.primary" in catalog.problems[0]


def test_a_folder_that_is_not_there_holds_no_themes(tmp_path: Path) -> None:
    assert load_themes(tmp_path / "none") == load_themes()
