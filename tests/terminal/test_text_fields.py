"""Fields that text is typed into are known whether or not, and while, the dearer kind of them is loaded."""

import sys
from types import ModuleType

import pytest
from textual.widgets import Input, TextArea

from omnigent_tui.terminal.text_fields import text_fields

MODULE = "textual.widgets._text_area"


def test_text_areas_count_once_they_are_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    assert text_fields() == (Input, TextArea)
    monkeypatch.setitem(sys.modules, MODULE, ModuleType(MODULE))
    assert text_fields() == (Input,), "another thread is in the middle of loading it"
    monkeypatch.delitem(sys.modules, MODULE)
    assert text_fields() == (Input,)
