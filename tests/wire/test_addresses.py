"""Addresses: base paths stay, segments stay segments, and loopback is recognised."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnigent_tui.wire.addresses import host_directory_path, is_loopback, parse_base_url, segment, websocket_url
from omnigent_tui.wire.client import OmnigentClient
from tests.wire.raw_server import always, answer, serve


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("http://localhost:6767", "http://localhost:6767"),
        ("http://localhost:6767/", "http://localhost:6767"),
        ("https://example.org/base/path/?q=1#f", "https://example.org/base/path"),
        ("http://[::1]:8080/", "http://[::1]:8080"),
    ],
)
def test_a_base_url_keeps_its_path_and_nothing_behind_it(text: str, url: str) -> None:
    assert str(parse_base_url(text)) == url


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST.", "a.localhost", "127.0.0.1", "127.9.9.9", "::1", "[::1]"])
def test_this_machine_is_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["example.org", "10.0.0.1", "localhost.example.org", "::2", "0.0.0.0"])
def test_others_are_not(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize(
    ("path", "request_path"),
    [
        (None, ""),
        ("", ""),
        ("/", "/"),
        ("/home/demo/projects", "/home/demo/projects"),
        ("/home/demo/projects/", "/home/demo/projects"),
        ("//home//demo", "/home/demo"),
        ("~", "/~"),
        ("~/projects", "/~/projects"),
        ("/with space", "/with%20space"),
        ("/\u00fcn\u00efcode-\u65e5\u672c", "/%C3%BCn%C3%AFcode-%E6%97%A5%E6%9C%AC"),
        ("/hash#dir/q?mark", "/hash%23dir/q%3Fmark"),
        ("/per%cent/per%20cent", "/per%25cent/per%2520cent"),
        ("/back\\slash", "/back%5Cslash"),
        ("/plus+amp&eq=;'\"", "/plus%2Bamp%26eq%3D%3B%27%22"),
        ("/a/../b/./c", "/a/%2E%2E/b/%2E/c"),
        ("C:\\Users\\demo", "/C%3A%5CUsers%5Cdemo"),
        ("C:/Users/demo", "/C%3A/Users/demo"),
    ],
)
async def test_directories_of_hosts_are_asked_for_segment_by_segment(path: str | None, request_path: str) -> None:
    assert host_directory_path(path) == request_path
    async with serve(always(answer({}))) as server, OmnigentClient(server.url) as client:
        await client.request_json("GET", "/v1/hosts/h/filesystem" + host_directory_path(path))
    assert server.requests[0].target == "/v1/hosts/h/filesystem" + request_path, "the HTTP library changes nothing"


@given(st.text(min_size=1))
def test_a_segment_is_one_segment_and_means_the_same(text: str) -> None:
    encoded = segment(text)
    assert not set(encoded) & set("/?#;\\ \r\n")
    assert encoded not in (".", "..")
    assert unquote(encoded) == text


def test_a_segment_never_fails() -> None:
    assert segment("\ud800\udc80") == "%ED%A0%80%ED%B2%80"


def test_sockets_have_the_same_address_under_another_scheme() -> None:
    assert websocket_url(parse_base_url("https://example.org/base"), "/v1/x") == "wss://example.org/base/v1/x"
    assert websocket_url(parse_base_url("http://[::1]:80/"), "/v1/x") == "ws://[::1]/v1/x"
