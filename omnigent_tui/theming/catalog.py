"""Finds every theme, the packaged ones and the user's own, and picks the one to start with."""

from collections.abc import Iterable
from pathlib import Path

from omnigent_tui.theming.theme_file import LoadedTheme, ThemeFileError, read_theme_file
from omnigent_tui.values import Value

AUTOMATIC = "auto"
DARK = "omnigent-dark"
LIGHT = "omnigent-light"
TERMINAL = "terminal"


class ThemeCatalog(Value):
    """Every usable theme in the order the palette shows them, and one sentence per file that is not usable."""

    themes: tuple[LoadedTheme, ...]
    problems: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names, in order."""
        return tuple(loaded.name for loaded in self.themes)

    def get(self, name: str) -> LoadedTheme | None:
        """Return the theme of that name."""
        return next((loaded for loaded in self.themes if loaded.name == name), None)

    def after(self, name: str) -> LoadedTheme:
        """Return the theme that follows ``name``, the first one after the last."""
        names = self.names
        return self.themes[(names.index(name) + 1) % len(names) if name in names else 0]

    def choose(self, wanted: str, color_system: str | None) -> tuple[LoadedTheme, str | None]:
        """Return the theme to start with and, if ``wanted`` does not exist, a sentence saying so.

        ``auto`` is the dark theme, or the terminal's own colours where only sixteen can be shown (``color_system`` is
        Rich's name for what the terminal can do: ``standard``, ``256``, ``truecolor``, None for no colour).
        """
        found = self.get(wanted)
        if found is not None:
            return found, None
        automatic = self.get(TERMINAL if color_system == "standard" else DARK) or self.themes[0]
        if wanted == AUTOMATIC:
            return automatic, None
        return automatic, f"there is no theme {wanted!r}; there are {', '.join(self.names)}"


def packaged_themes_dir() -> Path:
    """Return the folder of the themes that come with the program.

    They are packed into the wheel as ``omnigent_tui/themes``; in a checkout they lie beside the package.
    """
    package = Path(__file__).resolve().parent.parent
    packed = package / "themes"
    return packed if packed.is_dir() else package.parent / "themes"


def load_themes(user_dir: Path | None = None) -> ThemeCatalog:
    """Load the packaged themes and the user's; a user's theme of the same name takes the place of a packaged one.

    Raises:
        ThemeFileError: a packaged theme is missing or damaged, which is a broken installation.
    """
    packaged = {loaded.name: loaded for loaded in map(read_theme_file, _files_in(packaged_themes_dir()))}
    for name in (DARK, LIGHT, TERMINAL):
        if name not in packaged:
            raise ThemeFileError(f"the theme {name!r} is missing from {packaged_themes_dir()}")
    problems: list[str] = []
    found = dict(packaged)
    for path in _files_in(user_dir) if user_dir else ():
        try:
            loaded = read_theme_file(path)
        except ThemeFileError as error:
            problems.append(str(error))
        else:
            base = packaged[TERMINAL if loaded.theme.ansi else DARK if loaded.theme.dark else LIGHT]
            found[loaded.name] = LoadedTheme(loaded.theme, {**base.code, **loaded.code}, path)
    return ThemeCatalog(tuple(found.values()), tuple(problems))


def _files_in(folder: Path) -> Iterable[Path]:
    return sorted(folder.glob("*.toml"))
