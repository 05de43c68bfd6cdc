"""Text on its way out: dangerous characters go, columns stay, only plain links pass."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, split_graphemes
from rich.color import ColorSystem
from rich.segment import ControlType, Segment
from rich.style import Style
from textual.color import Color

from omnigent_tui.protocol.cleaning import DANGEROUS
from omnigent_tui.terminal.output_filter import OutputFilter, safe_link, safe_text, title_sequence
from omnigent_tui.terminal.pens import Pens
from omnigent_tui.terminal.rows import cells_of, is_narrow

dangerous = st.sampled_from([chr(c) for c in range(sys.maxunicode + 1) if DANGEROUS.match(chr(c))])
hostile = st.text(alphabet=st.one_of(st.characters(), dangerous, st.sampled_from("\t\n👨👍🏽日é\u0301")))


@given(hostile)
def test_nothing_dangerous_is_left_and_no_column_moves(text: str) -> None:
    out = safe_text(text)
    assert not DANGEROUS.search(out)
    assert not {"\t", "\n"} & set(out)
    assert cell_len(out) == sum(width for _, _, width in split_graphemes(text)[0])


@given(hostile)
def test_cells_are_safe_without_any_filter(text: str) -> None:
    cells, pens, _ = cells_of([Segment(text)], Pens(ColorSystem.TRUECOLOR))
    assert not DANGEROUS.search("".join(cells))
    assert len(cells) == len(pens) == sum(width for _, _, width in split_graphemes(text)[0])


@given(st.text(alphabet="plain text, naïve → 日本 🎉"))
def test_other_text_stays_as_it_is(text: str) -> None:
    segment = Segment(text, Style(bold=True))
    assert OutputFilter().apply([segment], Color(0, 0, 0)) == [segment]


@pytest.mark.parametrize(
    ("link", "passes"),
    [
        ("https://example.org/a?b=c;d#e", True),
        ("mailto:someone@example.org", True),
        ("file:///home/x", True),
        ("https://example.org/\x1b\\\x1b]0;x\x07", False),
        ("https://example.org/\x9c", False),
        ("https://example.org/ü", False),
        ("https://example.org/" + "a" * 3000, False),
        ("javascript:alert(1)", False),
        (None, False),
    ],
)
def test_links(link: str | None, passes: bool) -> None:
    assert safe_link(link) == (link if passes else "")
    (segment,) = OutputFilter().apply([Segment("text", Style(link=link))], Color(0, 0, 0))
    assert segment.style is not None
    assert segment.style.link == (link if passes else None)


def test_control_segments_do_not_pass() -> None:
    assert OutputFilter().apply([Segment("\x1b[2J", None, [(ControlType.CLEAR,)])], Color(0, 0, 0)) == []


def test_title_is_one_short_line() -> None:
    title = title_sequence("a\x1b]0;b\x07\nc" + "d" * 1000)
    assert not DANGEROUS.search(title[4:-2])
    assert len(title) < 300


def test_what_counts_as_narrow_is() -> None:
    for code in range(0x20, 0x3000):
        if is_narrow(chr(code)) and chr(code).isprintable():
            assert cell_len(chr(code)) == 1, hex(code)
