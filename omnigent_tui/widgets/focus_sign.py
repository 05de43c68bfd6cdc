"""The word that marks the part of a screen that has the focus, so that it is known without any colour."""

FOCUS_SIGN = "▌focus"
