"""Turns what the HTTP library raises into `Unreachable`, by the cause beneath it."""

import socket
import ssl
from collections.abc import Iterator

import httpx

from omnigent_tui.wire.errors import Unreachable, UnreachableKind

_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol, httpx.ProxyError)


def unreachable(error: BaseException, url: str) -> Unreachable:
    """Return the Unreachable for `error` (an httpx, socket or TLS error) that a call to the server at `url` met."""
    kind = failure_kind(error)
    reason = _reason(error)
    summary, advice = {
        "refused": (f"Nothing listens at {url}.", "Start the server with: omnigent server"),
        "dns": (f"The host name in {url} cannot be found.", "Check the address and the network."),
        "tls": (
            f"No secure connection to {url}: {reason}",
            "Check the certificate, or SSL_CERT_FILE for a private one.",
        ),
        "timeout": (f"{url} did not answer in time.", None),
        "network": (f"The connection to {url} broke: {reason}", None),
    }[kind]
    return Unreachable(summary, kind=kind, maybe_delivered=not isinstance(error, _NEVER_SENT), advice=advice)


def failure_kind(error: BaseException) -> UnreachableKind:
    """Return what kind of failure `error` is, looking through the errors beneath it."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLError):
            return "tls"
        if isinstance(cause, socket.gaierror):
            return "dns"
        if isinstance(cause, ConnectionRefusedError):
            return "refused"
        if isinstance(cause, (httpx.TimeoutException, TimeoutError)):
            return "timeout"
    return "network"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield `error` and everything it came from, groups included, each once."""
    waiting, seen = [error], set[int]()
    while waiting and len(seen) < 50:
        current = waiting.pop(0)
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        if isinstance(current, BaseExceptionGroup):
            waiting.extend(current.exceptions)
        waiting.extend(e for e in (current.__cause__, current.__context__) if e is not None)


def _reason(error: BaseException) -> str:
    """Return the most telling words: a certificate's problem, else the system's error text, else the class."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"{cause.verify_message}."
        if isinstance(cause, OSError) and cause.strerror:
            return f"{cause.strerror}."
    return f"{str(error).rstrip('.') or type(error).__name__}."
