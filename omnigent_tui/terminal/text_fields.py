"""Which widgets are fields that text is typed into.

`TextArea` and what it needs take a thirtieth of the time to the first frame to load; nothing on it needs one.
"""

import sys

from textual.widget import Widget
from textual.widgets import Input

_TEXT_AREAS = "textual.widgets._text_area"


def text_fields() -> tuple[type[Widget], ...]:
    """Return the classes of text fields there can be: `TextArea` only once somebody has loaded it."""
    loaded = sys.modules.get(_TEXT_AREAS)
    # A thread may be in the middle of loading it.
    area = vars(loaded).get("TextArea") if loaded is not None else None
    return (Input,) if area is None else (Input, area)
