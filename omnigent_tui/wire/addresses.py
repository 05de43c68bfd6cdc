"""Addresses of requests: a server's base URL, its WebSocket twin, and path segments encoded one by one."""

import ipaddress
from urllib.parse import quote

import httpx


def parse_base_url(text: str) -> httpx.URL:
    """Return the base URL in `text` without trailing slash, query and fragment; a base path is kept.

    Raises ValueError when it is no http(s) URL, has no host, or carries credentials (they would be sent on).
    """
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL as error:
        raise ValueError(f"not a server address: {error}") from None
    if url.scheme not in ("http", "https") or not url.host or any(one.isspace() for one in text):
        raise ValueError("a server address begins with http:// or https:// and names a host")
    if url.userinfo:
        raise ValueError("a server address must not contain a user name or password")
    return url.copy_with(path=url.path.rstrip("/"), query=None, fragment=None)


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine by name or number, so that no proxy has any business with it."""
    bare = host.strip("[]").lower().rstrip(".")
    if bare == "localhost" or bare.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(bare).is_loopback
    except ValueError:
        return False


def segment(value: str) -> str:
    """Return `value` percent-encoded as one path segment; `.` and `..` are spelled so that nobody resolves them."""
    if value in (".", ".."):
        return value.replace(".", "%2E")
    return quote(value.encode("utf-8", errors="surrogatepass"), safe="~")


def host_directory_path(path: str | None) -> str:
    """Return what follows `/filesystem` for `path` on a host: nothing is the home directory, `/` the root.

    `path` is absolute (`/home/demo`), begins with `~`, or is a Windows path; every segment is encoded on its own.
    """
    if not path:
        return ""
    segments = [segment(part) for part in path.split("/") if part]
    return "/" + "/".join(segments)


def websocket_url(base: httpx.URL, path: str) -> str:
    """Return the ws:// or wss:// address of the encoded `path` under `base`."""
    return str(base.copy_with(scheme="wss" if base.scheme == "https" else "ws")) + path
