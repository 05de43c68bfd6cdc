"""What is parsed once is what Textual parses each time."""

from __future__ import annotations

import pytest
from textual.css.errors import UnresolvedVariableError
from textual.css.stylesheet import Stylesheet

from omnigent_tui.terminal.stylesheet import KeptStylesheet

_SOURCES = ("Label { color: $accent; width: 1fr; }", "#here .inside { background: $ground; &:focus { color: red; } }")
_DARK, _LIGHT = {"accent": "#ff0000", "ground": "black"}, {"accent": "#0000ff", "ground": "white"}


def _filled(sheet: Stylesheet) -> Stylesheet:
    for number, css in enumerate(_SOURCES):
        sheet.add_source(css, ("file", str(number)), is_default_css=number == 0, tie_breaker=number)
    return sheet


def _rules(sheet: Stylesheet) -> list[tuple[str, bool, int]]:
    return [(rule.css, rule.is_default_rules, rule.tie_breaker) for rule in sheet.rules]


def test_the_rules_are_textuals_for_every_theme() -> None:
    kept, usual = _filled(KeptStylesheet(variables=_DARK)), _filled(Stylesheet(variables=_DARK))
    for variables in (_DARK, _LIGHT, _DARK):
        for sheet in (kept, usual):
            sheet.set_variables(variables)
            sheet.reparse()
        assert _rules(kept) == _rules(usual)
    assert any("#FF0000" in css.upper() for css, *_ in _rules(kept)), "the variable's value is in the rules"


def test_what_was_parsed_is_not_parsed_again() -> None:
    first, second = (_filled(KeptStylesheet(variables=_DARK)) for _ in range(2))
    before = first.rules
    first.reparse()
    assert all(one is other is third for one, other, third in zip(before, first.rules, second.rules, strict=True))


def test_a_source_that_cannot_be_read_leaves_the_rules() -> None:
    sheet = _filled(KeptStylesheet(variables=_DARK))
    before = _rules(sheet)
    sheet.source[("file", "broken")] = sheet.source[("file", "0")]._replace(content="Label { color: $nothing; }")
    for _ in range(2):
        with pytest.raises(UnresolvedVariableError):
            sheet.reparse()
        sheet._invalid_css.clear()
    del sheet.source[("file", "broken")]
    assert _rules(sheet) == before
