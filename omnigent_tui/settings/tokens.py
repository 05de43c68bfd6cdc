"""The bearer token for a server: from ``OMNIGENT_TUI_TOKEN`` or from the store that ``omnigent login`` fills.

A token is a `Token`, never a ``str``, so that no log line, traceback or repr shows it by accident.
"""

import json
import time
from collections.abc import Mapping
from typing import Any, NoReturn

from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.settings import omnigent_files
from omnigent_tui.settings.server_url import ServerUrlError, parse_server_address
from omnigent_tui.values import Value

TOKEN_VARIABLE = "OMNIGENT_TUI_TOKEN"  # noqa: S105 (a variable's name, not a token)
EXPIRES_SOON_SECONDS = 90.0
_LONGEST_TOKEN = 16_384
_SHORTEST_SECRET = 6
_every_text: set[str] = set()


class TokenError(ValueError):
    """The text cannot be sent as a bearer token; the message never contains it."""


class Token:
    """A bearer token that only `reveal` gives away: repr, str and format show a placeholder, pickling refuses."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        if not text:
            raise TokenError("the token is empty")
        if len(text) > _LONGEST_TOKEN:
            raise TokenError(f"the token is longer than {_LONGEST_TOKEN} characters")
        if not all("!" <= character <= "~" for character in text):
            raise TokenError("the token contains a blank, a line break or a non-ASCII character")
        self._text = text
        # Shorter ones guard nothing, and leaving out every "a" would leave nothing of a log.
        if len(text) >= _SHORTEST_SECRET:
            _every_text.add(text)

    def reveal(self) -> str:
        """Return the token itself, for the ``Authorization`` header and nothing else."""
        return self._text

    def __repr__(self) -> str:
        return "Token(***)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Token) and self._text == other._text

    def __hash__(self) -> int:
        return hash((Token, self._text))

    def __reduce__(self) -> NoReturn:
        raise TypeError("a token is not pickled")


def every_token_text() -> frozenset[str]:
    """Return the text of every token made in this process, so that the log can leave them out unasked."""
    return frozenset(_every_text)


class TokenLookup(Value):
    """What was found for one server.

    ``token`` is what to send, or None. ``source`` says where it comes from, as shown to the user. ``problem`` is a
    sentence when something needs the user's attention: expired, expiring within 90 s, unreadable store, a Databricks
    record. ``expires_at`` is Unix time in seconds.
    """

    token: Token | None = None
    source: str | None = None
    problem: str | None = None
    user_id: str | None = None
    expires_at: float | None = None


def find_token(server_url: str, environ: Mapping[str, str], *, now: float | None = None) -> TokenLookup:
    """Find the token for a normalised server URL; never raises, what is wrong is in ``problem``."""
    text = environ.get(TOKEN_VARIABLE, "").strip()
    if text:
        try:
            return TokenLookup(Token(text), TOKEN_VARIABLE)
        except TokenError as error:
            return TokenLookup(source=TOKEN_VARIABLE, problem=f"{TOKEN_VARIABLE}: {error}")
    path = omnigent_files.data_dir(environ) / "auth_tokens.json"
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return TokenLookup()
    except OSError as error:
        return TokenLookup(source=str(path), problem=f"{path} cannot be read: {error.strerror}")
    except (ValueError, RecursionError):
        # The decoder's own message quotes the text around the mistake, which may be a token.
        return TokenLookup(source=str(path), problem=f"{path} is not valid JSON")
    record = _record_for(server_url, document)
    if record is None:
        return TokenLookup()
    return _read_record(record, str(path), server_url, time.time() if now is None else now)


def _record_for(server_url: str, document: object) -> dict[str, Any] | None:
    if not isinstance(document, dict):
        return None
    exact = document.get(server_url.rstrip("/"))
    if isinstance(exact, dict):
        return exact
    for key, record in document.items():
        try:
            same = parse_server_address(key).url == server_url
        except ServerUrlError:
            continue
        if same and isinstance(record, dict):
            return record
    return None


def _read_record(record: dict[str, Any], source: str, server_url: str, now: float) -> TokenLookup:
    user = record.get("user_id")
    user_id = clean_line(user) if isinstance(user, str) else None
    if record.get("auth_type") == "databricks":
        host = record.get("workspace_host")
        place = clean_line(host) if isinstance(host, str) and host else "URL"
        problem = (
            f"the login for {server_url} is a Databricks login, which stores no token: put one into "
            f"{TOKEN_VARIABLE} (databricks auth token --host {place} prints it)"
        )
        return TokenLookup(source=source, problem=problem, user_id=user_id)
    expires = record.get("expires_at", 0)
    expires_at = float(expires) if isinstance(expires, int | float) and not isinstance(expires, bool) else 0.0
    if expires_at <= now:
        problem = f"the login for {server_url} has expired: omnigent login {server_url}"
        return TokenLookup(source=source, problem=problem, user_id=user_id, expires_at=expires_at)
    text = record.get("token")
    try:
        token = Token(text if isinstance(text, str) else "")
    except TokenError as error:
        return TokenLookup(source=source, problem=f"{source}: {error}", user_id=user_id)
    soon = (
        f"the login for {server_url} expires in {int(expires_at - now)} s: omnigent login {server_url}"
        if expires_at - now < EXPIRES_SOON_SECONDS
        else None
    )
    return TokenLookup(token, source, soon, user_id, expires_at)
