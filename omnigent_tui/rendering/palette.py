"""The palette: looks resolved to terminal styles for one theme, combined and remembered."""

from collections.abc import Mapping

from rich.style import Style

from omnigent_tui.rendering.looks import LOOK_NAMES


class Palette:
    """Styles by look. `base` is the style of plain text (with the background), `styles` what each bit adds to it."""

    def __init__(self, base: Style, styles: Mapping[int, Style]) -> None:
        self.base = base
        self.styles = {look: styles[look] for look in LOOK_NAMES if look in styles}
        self._combined: dict[int, Style] = {0: base}

    def style(self, looks: int) -> Style:
        """Return the style of a combination of looks, on top of the base style."""
        found = self._combined.get(looks)
        if found is None:
            found = self.base
            for look, style in self.styles.items():
                if looks & look:
                    found += style
            self._combined[looks] = found
        return found

    def is_same(self, other: "Palette") -> bool:
        """Whether both palettes paint alike, so that painted strips may be kept."""
        return self.base == other.base and self.styles == other.styles
