"""Messages that begin with a slash: `/name arguments`, and how one is sent as the text it is."""

import re

from omnigent_tui.values import Value

# No slash in the name: `/etc/hosts is wrong` is a path and a plain message.
_CALL = re.compile(r"/(?!/)(?P<name>[^\s/]+)(?:\s+(?P<arguments>.*))?", re.DOTALL)


class Slash(Value):
    """A message in the form of a command."""

    name: str
    arguments: str


def slash_of(text: str) -> Slash | None:
    """Return the command a message looks like, or None for any other text."""
    found = _CALL.fullmatch(text.strip())
    return Slash(found["name"], (found["arguments"] or "").strip()) if found else None


def escaped_slash(text: str) -> Slash | None:
    """Return the command that `//name …` avoids: one slash too many says that it is meant as text."""
    return slash_of(text.lstrip()[1:]) if text.lstrip().startswith("//") else None
