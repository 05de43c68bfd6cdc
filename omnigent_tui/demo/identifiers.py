"""Makes and checks ids: bare 32-hex ids as the 0.19 server does, or the prefixed ids of the published API documents."""

from __future__ import annotations

import re
import uuid

_BARE = re.compile(r"^[0-9a-f]{32}$")
_PREFIXED = re.compile(r"^[a-z]+_[0-9a-zA-Z_]+$")
_MISWRITTEN = re.compile(r"^(conv_)?[0-9a-fA-F]{32}$")
_NAMESPACE = uuid.UUID("6f6d6e69-6765-6e74-2d74-75692d64656d")


class Identifiers:
    """Hands out ids in the dialect the server speaks (`prefixed=True` is the documents' dialect)."""

    def __init__(self, *, prefixed: bool) -> None:
        self.prefixed = prefixed

    def _make(self, prefix: str, name: str | None) -> str:
        value = (uuid.uuid5(_NAMESPACE, f"{prefix}{name}") if name is not None else uuid.uuid4()).hex
        return f"{prefix}{value}" if self.prefixed else value

    def session(self, name: str | None = None) -> str:
        """A session id; the same `name` gives the same id in every run."""
        return self._make("conv_", name)

    def agent(self, name: str | None = None) -> str:
        """An agent id."""
        return self._make("ag_", name)

    def host(self, name: str | None = None) -> str:
        """A host id."""
        return self._make("host_", name)

    def item(self, name: str | None = None) -> str:
        """A conversation item id."""
        return self._make("item_", name)

    def project(self, name: str) -> str:
        """A project id."""
        return self._make("proj_", name)

    def record(self) -> str:
        """A file or policy id."""
        return self._make("rec_", None)

    def runner(self, name: str | None = None) -> str:
        """A runner id."""
        value = (uuid.uuid5(_NAMESPACE, f"runner_{name}") if name is not None else uuid.uuid4()).hex
        return f"runner_{value[:16]}" if self.prefixed else f"runner_token_{value}"

    def wellformed(self, value: str) -> bool:
        """Whether the server would look this id up at all; malformed ids answer 404 before any lookup."""
        return bool((_PREFIXED if self.prefixed else _BARE).match(value))

    def crashes(self, value: str) -> bool:
        """Whether the 0.19 server answers 500 to a GET of this id: an upper-cased or `conv_`-prefixed id."""
        return not self.prefixed and not _BARE.match(value) and bool(_MISWRITTEN.match(value))


def response_id() -> str:
    """The id of one answer of the model."""
    return f"resp_{uuid.uuid4().hex[:24]}"


def turn_id() -> str:
    """The response id that a user's message is stored under."""
    return f"turn_{uuid.uuid4().hex}"


def cancel_id() -> str:
    """The response id of the items that close interrupted tool calls."""
    return f"cancel_{uuid.uuid4().hex}"


def deny_id(*, short: bool = False) -> str:
    """The response id (long) or message id (short) of a policy denial."""
    return f"deny_{uuid.uuid4().hex[: 16 if short else 32]}"


def elicitation_id() -> str:
    """The id of a question put to the user."""
    return f"elicit_{uuid.uuid4().hex}"


def call_id() -> str:
    """The id that ties a tool call to its output."""
    return f"call_{uuid.uuid4().hex[:12]}"


def throwaway_id(prefix: str) -> str:
    """An id used on the stream only (`fc`, `fco`); the stored item gets another one."""
    return f"{prefix}_{uuid.uuid4().hex[:12]}"
