"""What carries a secret through the client without showing it."""

from typing import Protocol


class Token(Protocol):
    """A bearer token that only `reveal` gives away: no repr, log or traceback of what holds it shows it."""

    def reveal(self) -> str:
        """Return the token itself."""
        ...
