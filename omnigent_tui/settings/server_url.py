"""Server addresses as people type and paste them, brought to one spelling.

``localhost:6767/``, ``https://agents.example.com/c/0f3a…`` and ``<http://[::1]:6767>.`` all name a server; a
conversation link names a session on it as well.
"""

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from omnigent_tui.values import Value

_SCHEME = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*)://")
_CONVERSATION = re.compile(r"^(?P<base>.*?)/c/(?P<session>[A-Za-z0-9_-]+)(?:/.*)?$")
_CONVERSATION_LIST = re.compile(r"/c/?$")
_HOST = re.compile(r"^\w[\w.-]*$")
_SESSION_ID = re.compile(r"^[A-Za-z0-9_-]{1,128}$")
# What sentences, chat programs and Markdown leave around a pasted link.
_OPENING = "`'\"<([{\u201c\u2018\u00ab"
_CLOSING = "`'\">)]}\u201d\u2019\u00bb"
_SENTENCE_END = ".,;:!?"
_DEFAULT_PORTS = {"http": 80, "https": 443}


class ServerUrlError(ValueError):
    """The text cannot be used as a server address; the message says why, in words for the user."""


class ServerAddress(Value):
    """A server's base URL (no trailing slash) and the session a pasted link pointed to, if any."""

    url: str
    session_id: str | None = None


def parse_server_address(text: str) -> ServerAddress:
    """Bring what the user typed or pasted to ``scheme://host[:port][/base]`` and an optional session id.

    Without a scheme loopback names get ``http``, all others ``https``, so that a token never travels in the clear
    because someone was brief.

    Raises:
        ServerUrlError: empty, unusable scheme, no host, bad port, or a user name or password in the address.
    """
    bare = strip_wrapping(text)
    if not bare:
        raise ServerUrlError("the address is empty")
    if re.search(r"[\s\x00-\x1f\x7f]", bare):
        raise ServerUrlError("the address contains a blank or a control character")
    match = _SCHEME.match(bare)
    scheme = match.group(1).lower() if match else ""
    if scheme in ("ws", "wss"):
        raise ServerUrlError(f"{scheme}:// is not used here: write {'https' if scheme == 'wss' else 'http'}://")
    if scheme and scheme not in _DEFAULT_PORTS:
        raise ServerUrlError(f"{scheme}:// is not a server address: write http:// or https://")
    try:
        parts = urlsplit(bare if scheme else f"//{bare}")
    except ValueError as error:
        raise ServerUrlError(f"the address cannot be read: {error}") from error
    if "@" in parts.netloc:
        raise ServerUrlError("the address carries a user name or password: leave it out and use a token instead")
    host, is_loopback = _host_of(parts)
    scheme = scheme or ("http" if is_loopback else "https")
    path, session_id = _split_conversation(parts.path)
    return ServerAddress(f"{scheme}://{host}{_port_of(parts, scheme)}{path}", session_id)


def parse_session_reference(text: str) -> tuple[str, str | None]:
    """Read ``--session``: a session id, or a conversation link; returns ``(session id, server URL or None)``.

    Raises:
        ServerUrlError: neither an id nor a link to a conversation.
    """
    bare = strip_wrapping(text)
    if _SESSION_ID.match(bare):
        return bare, None
    address = parse_server_address(bare)
    if address.session_id is None:
        raise ServerUrlError("that is neither a session id nor a conversation link (…/c/<id>)")
    return address.session_id, address.url


def is_loopback_url(url: str) -> bool:
    """Whether the URL's host is this machine by name or address."""
    return _is_loopback(urlsplit(url).hostname or "")


def strip_wrapping(text: str) -> str:
    """Remove quotes, backticks, brackets and sentence ends that came along with a paste.

    A closing bracket stays while its opening one is inside the text, so ``http://[::1]`` survives.
    """
    bare = text.strip()
    while bare and bare[0] in _OPENING and not (bare[0] == "[" and re.match(r"\[[0-9A-Fa-f:.%]+\]", bare)):
        bare = bare[1:].lstrip()
    while bare:
        last = bare[-1]
        if last in _SENTENCE_END or (last in _CLOSING and not _closes_inside(bare)):
            bare = bare[:-1].rstrip()
        else:
            break
    return bare


def _closes_inside(text: str) -> bool:
    opening = {")": "(", "]": "[", "}": "{", ">": "<"}.get(text[-1])
    return opening is not None and text.count(opening) >= text.count(text[-1])


def _host_of(parts: SplitResult) -> tuple[str, bool]:
    host = (parts.hostname or "").lower()
    if not host:
        raise ServerUrlError("the address has no host name")
    if ":" in host:
        try:
            ipaddress.IPv6Address(host)
        except ValueError as error:
            raise ServerUrlError(f"[{host}] is not an IPv6 address") from error
        return f"[{host}]", _is_loopback(host)
    if not _HOST.match(host):
        raise ServerUrlError(f"{host!r} is not a host name")
    return host, _is_loopback(host)


def _is_loopback(host: str) -> bool:
    host = host.rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _port_of(parts: SplitResult, scheme: str) -> str:
    try:
        port = parts.port
    except ValueError as error:
        raise ServerUrlError("the port must be a number from 1 to 65535") from error
    if port == 0:
        raise ServerUrlError("the port must be a number from 1 to 65535")
    return "" if port is None or port == _DEFAULT_PORTS[scheme] else f":{port}"


def _split_conversation(path: str) -> tuple[str, str | None]:
    match = _CONVERSATION.match(path)
    if match:
        return match.group("base").rstrip("/"), match.group("session")
    return _CONVERSATION_LIST.sub("", path).rstrip("/"), None
