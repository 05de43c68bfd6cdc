"""Every spelling of an address that people type and paste, and every one that is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnigent_tui.settings.server_url import (
    ServerUrlError,
    is_loopback_url,
    parse_server_address,
    parse_session_reference,
    strip_wrapping,
)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("http://localhost:6767", "http://localhost:6767"),
        ("http://localhost:6767/", "http://localhost:6767"),
        ("http://localhost:6767///", "http://localhost:6767"),
        ("localhost:6767", "http://localhost:6767"),
        ("LOCALHOST:6767", "http://localhost:6767"),
        ("localhost.:6767", "http://localhost.:6767"),
        ("dev.localhost:1", "http://dev.localhost:1"),
        ("127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("127.9.9.9", "http://127.9.9.9"),
        ("[::1]:6767", "http://[::1]:6767"),
        ("http://[::1]", "http://[::1]"),
        ("http://[2001:DB8::1]:6767/", "http://[2001:db8::1]:6767"),
        ("agents.example.com", "https://agents.example.com"),
        ("Agents.Example.com:8443", "https://agents.example.com:8443"),
        ("192.168.1.5:6767", "https://192.168.1.5:6767"),
        ("http://192.168.1.5:6767", "http://192.168.1.5:6767"),
        ("HTTPS://agents.example.com", "https://agents.example.com"),
        ("https://agents.example.com:443/", "https://agents.example.com"),
        ("http://agents.example.com:80", "http://agents.example.com"),
        ("https://agents.example.com:80", "https://agents.example.com:80"),
        ("https://example.com/omnigent/", "https://example.com/omnigent"),
        ("https://example.com/proxy/6767", "https://example.com/proxy/6767"),
        ("https://example.com/?tab=1#top", "https://example.com"),
        ("https://bücher.example", "https://bücher.example"),
        ("my_host:6767", "https://my_host:6767"),
    ],
)
def test_addresses_come_to_one_spelling(text: str, url: str) -> None:
    address = parse_server_address(text)
    assert (address.url, address.session_id) == (url, None)
    assert parse_server_address(address.url) == address


SESSION = "0f3a9c5e7b1d4f6a8c2e0b9d7f5a3c1e"


@pytest.mark.parametrize(
    ("text", "url"),
    [
        (f"https://agents.example.com/c/{SESSION}", "https://agents.example.com"),
        (f"https://agents.example.com/c/{SESSION}/", "https://agents.example.com"),
        (f"https://agents.example.com/c/{SESSION}?view=files#x", "https://agents.example.com"),
        (f"https://agents.example.com/c/{SESSION}/terminal", "https://agents.example.com"),
        (f"https://example.com/proxy/6767/c/{SESSION}", "https://example.com/proxy/6767"),
        (f"localhost:6767/c/{SESSION}", "http://localhost:6767"),
        (f"`http://[::1]:6767/c/{SESSION}`", "http://[::1]:6767"),
        (f"  <https://agents.example.com/c/{SESSION}>. ", "https://agents.example.com"),
        (f"(https://agents.example.com/c/{SESSION}),", "https://agents.example.com"),
        (f'"https://agents.example.com/c/{SESSION}"!', "https://agents.example.com"),
        (f"\u201chttps://agents.example.com/c/{SESSION}\u201d", "https://agents.example.com"),
    ],
)
def test_a_conversation_link_is_cut_to_its_server(text: str, url: str) -> None:
    address = parse_server_address(text)
    assert (address.url, address.session_id) == (url, SESSION)


def test_the_list_of_conversations_is_no_conversation() -> None:
    for text in ("https://agents.example.com/c", "https://agents.example.com/c/"):
        address = parse_server_address(text)
        assert (address.url, address.session_id) == ("https://agents.example.com", None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("  `` ", "empty"),
        ("ftp://example.com", "ftp://"),
        ("file:///etc/passwd", "file://"),
        ("ws://localhost:6767", "write http://"),
        ("wss://example.com", "write https://"),
        ("http://", "no host name"),
        ("http:///c/abc", "no host name"),
        ("https://user:secret@example.com", "user name or password"),
        ("user@example.com", "user name or password"),
        ("http://localhost:0", "port"),
        ("http://localhost:65536", "port"),
        ("http://localhost:port", "port"),
        ("http://exa mple.com", "blank"),
        ("http://example.com/\x1b]0;x\x07", "control"),
        ("http://[::1", "cannot be read"),
        ("http://[zz::1]", "IPv6"),
        ("http://-example.com", "host name"),
        ("http://exa$mple.com", "host name"),
    ],
)
def test_unusable_addresses_are_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(ServerUrlError, match=reason) as caught:
        parse_server_address(text)
    assert "secret" not in str(caught.value)
    assert "\x1b" not in str(caught.value)


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        address = parse_server_address(text)
    except ServerUrlError:
        return
    assert address.url.startswith(("http://", "https://"))
    assert not address.url.endswith("/")
    assert parse_server_address(address.url).url == address.url


def test_a_session_reference_is_an_id_or_a_link() -> None:
    assert parse_session_reference(SESSION) == (SESSION, None)
    assert parse_session_reference(f"`{SESSION}`,") == (SESSION, None)
    link = f"https://agents.example.com/c/{SESSION}"
    assert parse_session_reference(link) == (SESSION, "https://agents.example.com")
    for text in ("https://agents.example.com", "a/b", "", "x" * 200):
        with pytest.raises(ServerUrlError):
            parse_session_reference(text)


def test_brackets_that_belong_to_the_address_stay() -> None:
    assert strip_wrapping("[http://[::1]:80]") == "http://[::1]:80"
    assert strip_wrapping("http://[::1]") == "http://[::1]"
    assert strip_wrapping("[::1]") == "[::1]"


def test_loopback_is_told_by_name_and_address() -> None:
    assert is_loopback_url("http://localhost:1")
    assert is_loopback_url("http://[::1]")
    assert is_loopback_url("https://127.0.0.2")
    assert not is_loopback_url("https://localhost.example.com")
    assert not is_loopback_url("https://10.0.0.1")
