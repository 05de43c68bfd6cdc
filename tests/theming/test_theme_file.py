"""What the theme loader refuses: each of these would otherwise crash Textual or draw nothing."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App

from omnigent_tui.theming.theme_file import ThemeFileError, read_theme_file

GOOD = 'name = "x"\n[colors]\nprimary = "#336699"\n'


def read(tmp_path: Path, text: str) -> None:
    path = tmp_path / "theme.toml"
    path.write_text(text, encoding="utf-8")
    read_theme_file(path)


def test_the_smallest_theme(tmp_path: Path) -> None:
    read(tmp_path, GOOD)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "name: must be"),
        ("name = 3", "name: must be"),
        ('name = "Dark Theme"', "name: must be"),
        ('name = "x\\u001b"', "name: must be"),
        ('name = "x"', "colors.primary: is missing"),
        ('name = "x"\ncolors = 3', "colors: must be a table"),
        ('name = "x"\nauthor = "me"\n[colors]\nprimary = "red"', "author: is not a key"),
        ('name = "x"\ndark = "yes"\n[colors]\nprimary = "red"', "dark: must be true or false"),
        ('name = "x"\n[colors]\nprimary = "rde"', "colors.primary: failed to parse 'rde'"),
        ('name = "x"\n[colors]\nprimary = "$$$"', "colors.primary"),
        ('name = "x"\n[colors]\nprimary = 123456', "colors.primary: must be a text"),
        ('name = "x"\n[colors]\nprimary = "auto"', "colors.primary"),
        (GOOD + 'secundary = "red"', "colors.secundary: is not one of"),
        (GOOD + '[variables]\ntext = "$$$"', "variables.text"),
        (GOOD + "[variables]\ntext = 1", "variables.text: must be a text"),
        (GOOD + '[variables]\n"Text Color" = "red"', "is not a variable name"),
        (GOOD + '[variables]\nborder = "red; color: blue"', "variables.border"),
        (GOOD + '[variables]\nborder = "red 200%"', "variables.border"),
        (GOOD + '[variables]\nlink-style = "blinking"', "is not a text style"),
        (GOOD + '[variables]\nlink-style = "bold "', "is not a text style"),
        (GOOD + '[variables]\nlink-style = "#ff0000"', "is not a text style"),
        (GOOD + '[code]\nKeyword = "ansi_yelllow"', "code.Keyword"),
        (GOOD + '[code]\nKeyword = "bold ["', "code.Keyword"),
        (GOOD + '[code]\nKeywort = "bold"', "code.Keywort: is not the name"),
        (GOOD + '[code]\nKeyword = "$primary"', "code.Keyword"),
        ("name = ", "is not valid TOML"),
    ],
)
def test_a_broken_theme_is_refused_with_file_key_and_reason(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(ThemeFileError) as caught:
        read(tmp_path, text)
    assert str(caught.value).startswith(str(tmp_path / "theme.toml"))
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    "value", ["red", "#fff", "rgb(1,2,3)", "ansi_bright_red", "auto 60%", "red 50%", "transparent"]
)
def test_every_kind_of_colour_is_accepted_as_a_variable(tmp_path: Path, value: str) -> None:
    read(tmp_path, GOOD + f'[variables]\ntext = "{value}"')


@pytest.mark.parametrize(
    "value", ["none", "bold", "bold underline", "not underline", "bold not underline", "dim italic"]
)
def test_every_kind_of_text_style_is_accepted(tmp_path: Path, value: str) -> None:
    read(tmp_path, GOOD + f'[variables]\nlink-style-hover = "{value}"')


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ThemeFileError, match="cannot be read"):
        read_theme_file(tmp_path / "none.toml")
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ThemeFileError, match="cannot be read"):
        read_theme_file(tmp_path / "binary.toml")


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("themes")


@given(value=st.text(alphabet=st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=20))
def test_no_text_gets_past_the_loader_that_textual_cannot_parse(scratch: Path, value: str) -> None:
    path = scratch / "theme.toml"
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    path.write_text(GOOD + f'[variables]\ntext = "{escaped}"\nborder = "{escaped}"\nlink-style = "{escaped}"', "utf-8")
    try:
        loaded = read_theme_file(path)
    except ThemeFileError:
        return
    app: App[None] = App()
    app.register_theme(loaded.theme)
    app.theme = loaded.name
    app.stylesheet.set_variables(app.get_css_variables())
    app.stylesheet.add_source("Screen { color: $text; border: solid $border; link-style: $link-style; }")
    app.stylesheet.parse()
