"""The keys that work while the transcript has the focus, from the command table."""

from dataclasses import replace

from textual.binding import Binding

from omnigent_tui.commands.bindings import bindings_for
from omnigent_tui.commands.catalog import Scope

_OWN = frozenset(
    {
        "transcript.toggle_fold",
        "transcript.retry_older",
        "transcript.half_page_up",
        "transcript.half_page_down",
        "transcript.start",
        "transcript.end",
    }
)
"""The commands the view performs itself; all others are its screen's."""


def entry_bindings() -> list[Binding]:
    """Return the bindings of the transcript view."""
    return [
        binding if binding.id in _OWN else replace(binding, action=f"screen.{binding.action}")
        for binding in bindings_for(Scope.ENTRY)
    ]
