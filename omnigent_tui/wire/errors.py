"""Everything that can go wrong between this client and a server, as one tree of exceptions.

    WireError                   .message (the server's own words or a plain sentence), .advice (what to do) or None
    ├── Unreachable             no answer: .kind refused | dns | tls | timeout | network, .maybe_delivered
    ├── Rejected                an answer that says no: .status .code .server_message .request_id .fields
    │   ├── Redirected          3xx: .location (a sign-in page in front of the server, or a moved server)
    │   ├── Invalid             400, 422: .fields
    │   │   └── StaleCursor     400 stale_cursor: restart the enumeration without a cursor
    │   ├── Unauthorized        401: .login_url
    │   ├── Forbidden           403: .required_scopes (what a key would need, where the server says)
    │   ├── NotFound            404
    │   ├── Conflict            409
    │   ├── Gone                410
    │   ├── NotConfigured       412 (a harness is missing on the host)
    │   ├── RateLimited         429: .retry_after seconds or None
    │   ├── HostTimeout         504
    │   ├── RunnerUnavailable   503 from the server itself: no runner, or its host is offline
    │   └── ServerFault         every other 5xx
    ├── NotJson                 a success that is no JSON, usually a web page: .status .content_type .first_words
    ├── Malformed               JSON that is not what the endpoint promises, or an answer above the size limit
    ├── StreamRefused           the event stream was refused: .status, .rejection
    ├── NotAnEventStream        the event stream's answer is something else: .status .content_type
    ├── StreamDropped           the event stream ended without [DONE]: .reason eof | silence | network
    ├── UpdatesUnavailable      the server has no updates socket for us: .status (poll instead)
    └── UpdatesDropped          the updates socket broke: .reason eof | silence | network

Every text is cleaned and cut when the exception is made; a token is never part of one.
"""

from typing import Literal, Self

from omnigent_tui.protocol.cleaning import clean, clean_line

MESSAGE_LIMIT = 1200

UnreachableKind = Literal["refused", "dns", "tls", "timeout", "network"]
DropReason = Literal["eof", "silence", "network"]
FieldProblem = tuple[str, str]
"""A field's dotted path and what the server says about it."""


def shorten(text: str) -> str:
    """Return `text` cleaned and cut to what a message may hold (line breaks stay)."""
    cleaned = clean(text[: MESSAGE_LIMIT * 4]).strip()
    return cleaned if len(cleaned) <= MESSAGE_LIMIT else cleaned[: MESSAGE_LIMIT - 1] + "…"


class WireError(Exception):
    """Any failure of a call or a connection. `message` is for people; `advice` says what they can do."""

    def __init__(self, message: str, *, advice: str | None = None) -> None:
        self.message = shorten(message)
        self.advice = shorten(advice) if advice else None
        super().__init__(self.message)

    def reword(self, message: str, *, advice: str | None = None) -> Self:
        """Say the same failure in other words, for a server whose own words tell people too little."""
        self.message = shorten(message)
        self.advice = shorten(advice) if advice else None
        self.args = (self.message,)
        return self


class Unreachable(WireError):
    """No answer. `maybe_delivered` is False only when the request cannot have reached the server."""

    def __init__(
        self, message: str, *, kind: UnreachableKind, maybe_delivered: bool = True, advice: str | None = None
    ) -> None:
        super().__init__(message, advice=advice)
        self.kind: UnreachableKind = kind
        self.maybe_delivered = maybe_delivered


class Rejected(WireError):
    """The server said no. `server_message` is empty when it gave no words of its own."""

    def __init__(
        self,
        message: str,
        *,
        status: int,
        code: str = "",
        server_message: str = "",
        request_id: str | None = None,
        fields: tuple[FieldProblem, ...] = (),
        advice: str | None = None,
    ) -> None:
        super().__init__(message, advice=advice)
        self.status = status
        self.code = clean_line(code, 100)
        self.server_message = shorten(server_message)
        self.request_id = request_id
        self.fields = fields


class Redirected(Rejected):
    """The server sent us elsewhere; nothing is followed, because a token belongs to one origin."""

    location: str | None = None


class Invalid(Rejected):
    """The request is not acceptable; `fields` says which parts when the server does."""


class StaleCursor(Invalid):
    """The pagination cursor no longer exists; start over without it."""


class Unauthorized(Rejected):
    """Signing in is needed; `login_url` is the server's page for it, when it names one."""

    login_url: str | None = None


class Forbidden(Rejected):
    """The signed-in user, or the key, may not do this; `required_scopes` are what a key would need."""

    required_scopes: tuple[str, ...] = ()


class NotFound(Rejected):
    """There is no such thing, or not for this user (the server does not tell which)."""


class Conflict(Rejected):
    """It clashes with the present state: taken, offline, closed."""


class Gone(Rejected):
    """The endpoint or the thing behind it no longer exists."""


class NotConfigured(Rejected):
    """The harness is not set up on the host."""


class RateLimited(Rejected):
    """Too many requests; `retry_after` is in seconds when the server says."""

    retry_after: float | None = None


class HostTimeout(Rejected):
    """The host or the runner behind the server did not answer in time."""


class RunnerUnavailable(Rejected):
    """No runner can take this now: none is bound, or its host is offline (`code` says which)."""


class ServerFault(Rejected):
    """The server, or a proxy in front of it, failed."""


class NotJson(WireError):
    """A success whose body is no JSON: the address leads to a web page, not to the API."""

    def __init__(self, message: str, *, status: int, content_type: str, first_words: str) -> None:
        super().__init__(message, advice="Check the server's address; a web page answered instead of the API.")
        self.status = status
        self.content_type = clean_line(content_type, 100)
        self.first_words = first_words


class Malformed(WireError):
    """The answer is JSON, but not what this endpoint promises; or it is larger than this client accepts."""


class StreamRefused(WireError):
    """The event stream was refused; `rejection` is the same answer as an ordinary call would raise."""

    def __init__(self, rejection: Rejected) -> None:
        super().__init__(rejection.message, advice=rejection.advice)
        self.rejection = rejection
        self.status = rejection.status


class NotAnEventStream(WireError):
    """A success that is no event stream (a web page or JSON)."""

    def __init__(self, *, status: int, content_type: str) -> None:
        shown = clean_line(content_type, 100) or "no content type"
        super().__init__(f"The event stream's address answered with {shown}, not with events.")
        self.status = status
        self.content_type = shown


class StreamDropped(WireError):
    """The event stream ended without being finished: end of file, silence, or a broken connection."""

    def __init__(self, message: str, *, reason: DropReason) -> None:
        super().__init__(message)
        self.reason: DropReason = reason


class UpdatesUnavailable(WireError):
    """There is no updates socket to be had; `status` is the HTTP status of the refusal."""

    def __init__(self, message: str, *, status: int) -> None:
        super().__init__(message)
        self.status = status


class UpdatesDropped(WireError):
    """The updates socket broke: closed by the server, silent for too long, or a broken connection."""

    def __init__(self, message: str, *, reason: DropReason) -> None:
        super().__init__(message)
        self.reason: DropReason = reason
