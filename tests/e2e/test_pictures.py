"""The README's pictures can be recorded, and what is on them is as readable as the README says of its themes."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from textual.color import Color

from tests.e2e.launching import ROOT

# The recorder takes the first free port of a few, for the address is in the pictures: one at a time.
pytestmark = [pytest.mark.pty, pytest.mark.xdist_group("pictures")]

LEAST_CONTRAST = 4.5
_SVG = "{http://www.w3.org/2000/svg}"


def _luminance(color: Color) -> float:
    channels = (channel / 255 for channel in color.rgb)
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(first: str, second: str) -> float:
    dark, light = sorted(_luminance(Color.parse(color)) for color in (first, second))
    return (light + 0.05) / (dark + 0.05)


def _texts(picture: Path) -> list[tuple[str, str, str]]:
    """Every text of the picture with its colour and the colour of the ground it is drawn on."""
    root = ElementTree.parse(picture).getroot()
    colors = dict(re.findall(r"\.(\w+) { fill: (#\w+);", root.findtext(f"{_SVG}style") or ""))
    screen = root.find(f"{_SVG}g")
    assert screen is not None
    grounds: list[tuple[float, float, float, float, str]] = []
    for rect in screen.iter(f"{_SVG}rect"):
        left, top, width, height = (float(rect.attrib[name]) for name in ("x", "y", "width", "height"))
        if height >= 20:
            grounds.append((left, top, width, height, rect.attrib["fill"]))
    found = []
    for text in screen.iter(f"{_SVG}text"):
        x, y = float(text.attrib["x"]) + 1, float(text.attrib["y"]) - 5
        ground = next(fill for left, top, w, h, fill in grounds if left <= x < left + w and top <= y < top + h)
        found.append((text.text or "", colors[text.attrib["class"]], ground))
    return found


@pytest.mark.parametrize("name", ["main", "light", "approval"])
def test_every_text_is_readable(name: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "screenshots", name, "--folder", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, timeout=280)
    texts = _texts(tmp_path / f"{name}.svg")
    assert len(texts) > 60
    weak = {entry for entry in texts if _contrast(entry[1], entry[2]) < LEAST_CONTRAST}
    assert weak == set()
