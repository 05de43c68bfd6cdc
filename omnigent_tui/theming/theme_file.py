"""Reads one theme file and checks everything in it, so that a bad colour is a sentence and never a crash.

The file is TOML: ``name``, ``dark``, ``ansi``, ``[colors]`` (Textual's theme colours), ``[variables]`` (Textual's CSS
variables) and ``[code]`` (Pygments token names to styles).
"""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Never

from pygments.token import STANDARD_TYPES, string_to_tokentype
from textual.color import Color, ColorParseError
from textual.css.tokenizer import TokenError
from textual.markup import parse_style
from textual.theme import Theme

from omnigent_tui.values import Value

COLOR_NAMES = (
    "primary",
    "secondary",
    "warning",
    "error",
    "success",
    "accent",
    "foreground",
    "background",
    "surface",
    "panel",
    "boost",
)
_KNOWN = {"name", "dark", "ansi", "colors", "variables", "code"}
# Textual's stylesheets use the first four, its ANSI colour system does not make them, and an undefined one ends the
# app. The others it makes as half-transparent colours, which the sixteen cannot show: red on red.
_ANSI_DEFAULTS = {
    "ansi-background": "ansi_default",
    "ansi-foreground": "ansi_default",
    "foreground-disabled": "ansi_default",
    "surface-active": "transparent",
    "foreground-muted": "ansi_default",
    "text-muted": "ansi_default",
    "text-disabled": "ansi_default",
    **{f"{name}-muted": "ansi_default" for name in ("primary", "secondary", "accent", "success", "warning", "error")},
}
_NAME = re.compile(r"^[a-z0-9][a-z0-9-]{0,39}$")
_VARIABLE = re.compile(r"^[a-z][a-z0-9-]*$")
_STYLE_WORDS = re.compile(r"^(?:none|(?:not )?(?:bold|dim|italic|underline|reverse|strike)(?: (?!$)|$))+$")
_ALPHA = re.compile(r" (?:100|[1-9]?[0-9])%$")


class ThemeFileError(ValueError):
    """The theme cannot be used; the message names the file, the key and the reason."""


class LoadedTheme(Value):
    """A theme ready for `App.register_theme`, and its code colours.

    ``code`` maps Pygments token names without the leading ``Token.`` (``"Literal.String"``) to Textual styles
    (``"italic #8fd8a1"``); a token without an entry takes its parent's.
    """

    theme: Theme
    code: Mapping[str, str]
    path: Path

    @property
    def name(self) -> str:
        """The name by which the theme is chosen."""
        return self.theme.name


def read_theme_file(path: Path) -> LoadedTheme:
    """Read and check one theme file.

    Raises:
        ThemeFileError: unreadable, not TOML, or anything in it that Textual could not draw.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ThemeFileError(f"{path} cannot be read: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise ThemeFileError(f"{path} is not valid TOML: {error}") from error
    return _Reader(path, document).read()


class _Reader(Value):
    path: Path
    document: Mapping[str, Any]

    def read(self) -> LoadedTheme:
        if unknown := sorted(set(self.document) - _KNOWN):
            self._fail(unknown[0], f"is not a key of a theme file ({', '.join(sorted(_KNOWN))})")
        name = self.document.get("name")
        if not isinstance(name, str) or not _NAME.match(name):
            self._fail("name", "must be small letters, digits and hyphens, at most 40")
        colors = self._colors()
        ansi = self._flag("ansi", default=False)
        variables = {**(_ANSI_DEFAULTS if ansi else {}), **self._variables()}
        theme = Theme(
            name,
            primary=colors["primary"],
            secondary=colors.get("secondary"),
            warning=colors.get("warning"),
            error=colors.get("error"),
            success=colors.get("success"),
            accent=colors.get("accent"),
            foreground=colors.get("foreground"),
            background=colors.get("background"),
            surface=colors.get("surface"),
            panel=colors.get("panel"),
            boost=colors.get("boost"),
            variables=variables,
            dark=self._flag("dark", default=True),
            ansi=ansi,
        )
        # The colours are checked one by one above; this proves that the shades made of them exist too.
        try:
            theme.to_color_system().generate()
        except (ColorParseError, ValueError) as error:
            self._fail("colors", str(error))
        return LoadedTheme(theme, self._code(), self.path)

    def _fail(self, key: str, reason: str) -> Never:
        raise ThemeFileError(f"{self.path}: {key}: {reason}")

    def _flag(self, key: str, *, default: bool) -> bool:
        value = self.document.get(key, default)
        if not isinstance(value, bool):
            self._fail(key, "must be true or false")
        return value

    def _texts(self, table: str) -> dict[str, str]:
        entries = self.document.get(table, {})
        if not isinstance(entries, dict):
            self._fail(table, "must be a table")
        for key, value in entries.items():
            if not isinstance(value, str):
                self._fail(f"{table}.{key}", "must be a text in quotes")
        return dict(entries)

    def _colors(self) -> dict[str, str]:
        colors = self._texts("colors")
        if "primary" not in colors:
            self._fail("colors.primary", "is missing")
        for key, value in colors.items():
            if key not in COLOR_NAMES:
                self._fail(f"colors.{key}", f"is not one of {', '.join(COLOR_NAMES)}")
            self._check_color(f"colors.{key}", value)
        return colors

    def _variables(self) -> dict[str, str]:
        variables = self._texts("variables")
        for key, value in variables.items():
            if not _VARIABLE.match(key):
                self._fail(f"variables.{key}", "is not a variable name (small letters, digits, hyphens)")
            if "-style" in key:
                if not _STYLE_WORDS.match(value):
                    self._fail(f"variables.{key}", f"{value!r} is not a text style like 'bold underline' or 'none'")
            elif value != "transparent":
                self._check_color(f"variables.{key}", _ALPHA.sub("", value), auto=True)
        return variables

    def _code(self) -> dict[str, str]:
        code = self._texts("code")
        for key, value in code.items():
            if string_to_tokentype(key) not in STANDARD_TYPES:
                self._fail(f"code.{key}", "is not the name of a Pygments token")
            try:
                parse_style(value, {})
            except (ColorParseError, TokenError, ValueError) as error:
                self._fail(f"code.{key}", f"{value!r} is not a style: {error}")
        return code

    def _check_color(self, key: str, value: str, *, auto: bool = False) -> None:
        if auto and value == "auto":
            return
        try:
            Color.parse(value)
        except ColorParseError as error:
            self._fail(key, str(error))
