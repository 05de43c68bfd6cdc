"""The keys that move and edit in the composer."""

from typing import Final

# Spelled out, because the inherited ones would shadow the command table's.
EDITING_KEYS: Final = (
    ("left", "cursor_left"),
    ("right", "cursor_right"),
    ("up", "cursor_up"),
    ("down", "cursor_down"),
    ("ctrl+left", "cursor_word_left"),
    ("ctrl+right", "cursor_word_right"),
    ("home,ctrl+a", "cursor_line_start"),
    ("end", "cursor_line_end"),
    ("shift+left", "cursor_left(True)"),
    ("shift+right", "cursor_right(True)"),
    ("shift+up", "cursor_up(True)"),
    ("shift+down", "cursor_down(True)"),
    ("shift+home", "cursor_line_start(True)"),
    ("shift+end", "cursor_line_end(True)"),
    ("ctrl+shift+left", "cursor_word_left(True)"),
    ("ctrl+shift+right", "cursor_word_right(True)"),
    ("f7", "select_all"),
    ("backspace", "delete_left"),
    ("delete,ctrl+d", "delete_right"),
    ("ctrl+w,ctrl+backspace,alt+backspace", "delete_word_left"),
    ("alt+delete", "delete_word_right"),
    ("ctrl+u", "delete_to_start_of_line"),
    ("ctrl+k", "delete_to_end_of_line_or_delete_line"),
    ("ctrl+c,super+c", "copy"),
    ("ctrl+v", "paste"),
    ("ctrl+underscore", "undo"),
    # Only while suggestions are open; else these keys belong to the screen.
    ("tab", "suggestion_take"),
    ("escape", "suggestion_close"),
)
"""Textual key names and the action of each."""
