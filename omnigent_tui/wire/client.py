"""The HTTP client of one server: one place for its address, its token, its limits and its errors."""

import ssl
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Any, BinaryIO, Self

import httpx

from omnigent_tui import __version__
from omnigent_tui.protocol.cleaning import clean_line
from omnigent_tui.protocol.decoding import DecodeError, decode_json
from omnigent_tui.values import Value, field
from omnigent_tui.wire.addresses import is_loopback, parse_base_url
from omnigent_tui.wire.errors import Malformed, NotJson, Unreachable
from omnigent_tui.wire.rejections import Answer, first_words, looks_like_a_page, parse_rejection
from omnigent_tui.wire.token import Token
from omnigent_tui.wire.transport_failures import unreachable

LARGEST_ANSWER = 64 * 1024 * 1024
CONNECT_SECONDS = 5.0
READ_SECONDS = 30.0
IDLE_SECONDS = 4.0
"""For how long an idle connection is used again: servers end theirs after five, and what is sent meanwhile is lost."""
TRUSTED_ORIGIN = "omnigent://internal"
"""The Origin that the server's cross-site guard trusts from programs."""

Params = Mapping[str, str | int | bool | None]
Files = Mapping[str, tuple[str | None, bytes | BinaryIO, str]]
"""Multipart parts: field name to (file name, content, content type); a file is read piece by piece while sending."""


class Dialect(Value):
    """How one kind of server is addressed: the header that carries the token, and headers that every request has."""

    token_header: str = "Authorization"  # noqa: S105 (a header's name, not a token)
    token_prefix: str = "Bearer "  # noqa: S105
    headers: Mapping[str, str] = field(default_factory=dict)


OMNIGENT = Dialect(headers={"Origin": TRUSTED_ORIGIN})


class OmnigentClient:
    """Calls one server; use as an async context manager, or call `aclose`. Other servers have another `dialect`.

    Calls may run at the same time without limit: a POST that is parked for hours and any number of event streams
    never keep another call waiting. Every failure is a `WireError`; nothing is followed, nothing is retried but a
    GET whose kept-alive connection turned out to be dead.

    Raises:
        ValueError: `base_url` is no server address. Unreachable: the environment names a proxy that cannot be used.
    """

    def __init__(
        self,
        base_url: str,
        token: Token | None = None,
        *,
        dialect: Dialect = OMNIGENT,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.url = parse_base_url(base_url)
        self.base_url = str(self.url)
        self.is_loopback = is_loopback(self.url.host)
        self._token = token
        self._dialect = dialect
        self.ssl_context = _ssl_context(self.url.scheme)
        self.user_agent = f"omnigent-tui/{__version__}"
        try:
            self._http = httpx.AsyncClient(
                headers={**dialect.headers, "User-Agent": self.user_agent, "Accept": "application/json"},
                timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS, pool=None),
                limits=httpx.Limits(max_connections=None, max_keepalive_connections=8, keepalive_expiry=IDLE_SECONDS),
                follow_redirects=False,
                trust_env=not self.is_loopback,
                verify=self.ssl_context,
                transport=transport,
            )
        except (ImportError, ValueError, httpx.InvalidURL) as error:
            # Only the environment's proxies can be at fault here: a SOCKS proxy, or an address that is none.
            raise Unreachable(
                f"The proxy settings of the environment cannot be used: {error}",
                kind="network",
                maybe_delivered=False,
                advice="Set HTTPS_PROXY and ALL_PROXY to an http:// proxy, or name the server in NO_PROXY.",
            ) from None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close every connection; calls under way fail."""
        await self._http.aclose()

    def authorization(self) -> dict[str, str]:
        """Return the header that signs a request in, or nothing without a token."""
        if self._token is None:
            return {}
        return {self._dialect.token_header: f"{self._dialect.token_prefix}{self._token.reveal()}"}

    async def request_json(
        self,
        method: str,
        path: str,
        *,
        params: Params | None = None,
        json: Any = None,
        files: Files | None = None,
        timeout: float | None = READ_SECONDS,
        headers: Mapping[str, str] | None = None,
        keep_raw: bool = False,
    ) -> Any:
        """Return the decoded JSON answer to a request, None when the answer is empty.

        `path` begins with `/` and is already encoded (`addresses.segment`); params that are None are left out.
        `timeout` is how many seconds the server may be silent, None for ever. `keep_raw` leaves strings uncleaned.

        Raises:
            WireError: Unreachable, Rejected (and its children), NotJson or Malformed.
        """
        answer = await self.request_bytes(
            method, path, params=params, json=json, files=files, timeout=timeout, headers=headers
        )
        if not answer.body.strip():
            return None
        return self._decode(answer, keep_raw)

    async def request_bytes(
        self,
        method: str,
        path: str,
        *,
        params: Params | None = None,
        json: Any = None,
        files: Files | None = None,
        timeout: float | None = READ_SECONDS,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Return the whole successful answer to a request, as `request_json` but not decoded."""
        attempts = 2 if method == "GET" else 1
        for attempt in range(1, attempts + 1):
            try:
                async with self.open(
                    method, path, params=params, json=json, files=files, timeout=timeout, headers=headers
                ) as response:
                    answer = await self.read_whole(response)
            except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError) as error:
                if attempt < attempts:
                    continue
                raise unreachable(error, self.base_url) from None
            except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
                raise unreachable(error, self.base_url) from None
            if 200 <= answer.status < 300:
                return answer
            raise parse_rejection(answer)
        raise AssertionError("unreachable code")

    @asynccontextmanager
    async def open(
        self,
        method: str,
        path: str,
        *,
        params: Params | None = None,
        json: Any = None,
        files: Files | None = None,
        timeout: float | None = READ_SECONDS,
        headers: Mapping[str, str] | None = None,
    ) -> AsyncIterator[httpx.Response]:
        """Send a request and yield the response, its body unread; raises httpx errors as they are."""
        request = self._http.build_request(
            method,
            self.base_url + path,
            params={key: value for key, value in (params or {}).items() if value is not None} or None,
            json=json,
            files=_parts(files),
            headers={**self.authorization(), **(headers or {})},
            timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS, read=timeout, pool=None),
        )
        response = await self._http.send(request, stream=True)
        try:
            yield response
        finally:
            await response.aclose()

    async def read_whole(self, response: httpx.Response) -> Answer:
        """Return the answer in an opened `response`; raises Malformed above `LARGEST_ANSWER` bytes."""
        declared = response.headers.get("content-length", "")
        if declared.isdigit() and int(declared) > LARGEST_ANSWER:
            raise Malformed(f"The answer has {int(declared)} bytes, more than this client accepts.")
        parts, size = list[bytes](), 0
        async for part in response.aiter_bytes():
            size += len(part)
            if size > LARGEST_ANSWER:
                raise Malformed(f"The answer has more than {LARGEST_ANSWER} bytes, which is all this client accepts.")
            parts.append(part)
        headers = {key.lower(): value for key, value in response.headers.items()}
        return Answer(response.status_code, headers, b"".join(parts), self.base_url, self._token)

    def _decode(self, answer: Answer, keep_raw: bool) -> Any:
        content_type = answer.headers.get("content-type", "")
        if looks_like_a_page(answer.body, content_type):
            raise self._not_json(answer, content_type)
        try:
            return decode_json(answer.body, keep_raw=keep_raw)
        except DecodeError as error:
            if "json" in content_type.lower():
                raise Malformed(f"The server's answer cannot be read: {error}.") from None
            raise self._not_json(answer, content_type) from None

    def _not_json(self, answer: Answer, content_type: str) -> NotJson:
        words = first_words(answer.body)
        shown = clean_line(content_type, 100) or "no content type"
        return NotJson(
            f"{self.base_url} answered with {shown} instead of JSON: {words}",
            status=answer.status,
            content_type=content_type,
            first_words=words,
        )


def _parts(files: Files | None) -> Sequence[tuple[str, tuple[str | None, bytes | BinaryIO, str]]] | None:
    return list(files.items()) if files else None


def _ssl_context(scheme: str) -> ssl.SSLContext:
    if scheme != "https":
        # Never used; an empty one spares the start the loading of every certificate authority.
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context = httpx.create_ssl_context()
    # Companies put their own authority into the system's store, which the HTTP library does not read.
    context.load_default_certs(ssl.Purpose.SERVER_AUTH)
    return context
