"""The six sources of the server address, in their order, with real files and a real health request."""

import http.server
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from omnigent_tui.settings.local_health import answers_health
from omnigent_tui.settings.server_resolution import (
    DEFAULT_SERVER,
    ServerResolutionError,
    ServerSource,
    resolve_server,
)
from omnigent_tui.settings.settings_file import Settings


@dataclass
class HealthServer:
    """A plain HTTP server whose answer to every request the test sets."""

    status: int = 200
    body: bytes = b'{"status": "ok"}'
    paths: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@pytest.fixture
def health_server() -> Iterator[HealthServer]:
    answer = HealthServer()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer.paths.append(self.path)
            self.send_response(answer.status)
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class names it)
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        answer.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield answer
        server.shutdown()
        thread.join()


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"HOME": str(tmp_path)}


def omnigent_home(environ: dict[str, str]) -> Path:
    folder = Path(environ["HOME"]) / ".omnigent"
    folder.mkdir(exist_ok=True)
    return folder


def test_each_source_gives_way_to_the_one_before(environ: dict[str, str], health_server: HealthServer) -> None:
    home = omnigent_home(environ)
    settings = Settings()

    def now(explicit: str | None = None) -> tuple[str, ServerSource]:
        resolved = resolve_server(explicit, environ, settings, is_healthy=answers_health)
        assert resolved.notes == ()
        return resolved.url, resolved.source

    assert now() == (DEFAULT_SERVER, ServerSource.DEFAULT)
    assert health_server.paths == []
    (home / "local_server.pid").write_text(f"{os.getpid()}\n{health_server.port}\n")
    assert now() == (health_server.url, ServerSource.LOCAL_SERVER)
    assert health_server.paths == ["/health"]
    (home / "config.yaml").write_text("server: https://from-config.example/\nother: 1\n")
    assert now() == ("https://from-config.example", ServerSource.OMNIGENT_CONFIG)
    settings = Settings(server="from-settings.example")
    assert now() == ("https://from-settings.example", ServerSource.SETTINGS)
    environ["OMNIGENT_TUI_SERVER"] = "from-environment.example"
    assert now() == ("https://from-environment.example", ServerSource.ENVIRONMENT)
    assert now("localhost:1") == ("http://localhost:1", ServerSource.OPTION)
    environ["OMNIGENT_TUI_SERVER"] = ""
    assert now() == ("https://from-settings.example", ServerSource.SETTINGS)


def test_omnigents_folders_can_be_moved(environ: dict[str, str], tmp_path: Path, health_server: HealthServer) -> None:
    config, data = tmp_path / "config", tmp_path / "data"
    config.mkdir()
    data.mkdir()
    environ |= {"OMNIGENT_CONFIG_HOME": str(config), "OMNIGENT_DATA_DIR": str(data)}
    (data / "local_server.pid").write_text(f"{os.getpid()}\n{health_server.port}\n")
    resolved = resolve_server(None, environ, Settings(), is_healthy=answers_health)
    assert resolved.source is ServerSource.LOCAL_SERVER
    (config / "config.yaml").write_text("server: moved.example")
    resolved = resolve_server(None, environ, Settings(), is_healthy=answers_health)
    assert resolved.url == "https://moved.example"


@pytest.mark.parametrize(
    ("status", "body"),
    [(500, b'{"status": "ok"}'), (200, b'{"status": "starting"}'), (200, b"<html>login</html>"), (200, b"[]")],
)
def test_an_unhealthy_local_server_is_passed_over(
    environ: dict[str, str], health_server: HealthServer, status: int, body: bytes
) -> None:
    health_server.status, health_server.body = status, body
    (omnigent_home(environ) / "local_server.pid").write_text(f"{os.getpid()}\n{health_server.port}\n")
    resolved = resolve_server(None, environ, Settings(), is_healthy=answers_health)
    assert (resolved.url, resolved.source) == (DEFAULT_SERVER, ServerSource.DEFAULT)
    assert health_server.url in resolved.notes[0]


def test_a_server_that_never_answers_is_given_up_at_the_deadline(environ: dict[str, str]) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listening:
        assert not answers_health(f"http://127.0.0.1:{listening.getsockname()[1]}", 0.05)


def test_health_is_only_asked_over_plain_http() -> None:
    assert not answers_health("https://localhost:1", 0.05)
    assert not answers_health("http://127.0.0.1:1", 0.5)


@pytest.mark.parametrize("content", ["", "12", "x\ny", "-1\n6767", "0\n6767", "1\n99999999", "1\n0", "9" * 40 + "\n1"])
def test_a_damaged_pid_file_counts_as_no_server(environ: dict[str, str], content: str) -> None:
    (omnigent_home(environ) / "local_server.pid").write_text(content)
    resolved = resolve_server(None, environ, Settings(), is_healthy=lambda url, deadline: True)
    assert resolved.source is ServerSource.DEFAULT


def test_a_process_that_ended_is_not_asked(environ: dict[str, str], health_server: HealthServer) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    (omnigent_home(environ) / "local_server.pid").write_text(f"{ended.pid}\n{health_server.port}\n")
    resolved = resolve_server(None, environ, Settings(), is_healthy=answers_health)
    assert resolved.source is ServerSource.DEFAULT
    assert health_server.paths == []


@pytest.mark.parametrize(
    ("content", "note"),
    [
        ("server: [1, 2]", "not a text"),
        ("server: 'ftp://x'", "not usable"),
        ("a: b: c", "not valid YAML"),
        ("server: !!python/object/apply:os.getcwd []", "not valid YAML"),
    ],
)
def test_a_broken_omnigent_config_leaves_a_note(environ: dict[str, str], content: str, note: str) -> None:
    (omnigent_home(environ) / "config.yaml").write_text(content)
    resolved = resolve_server(None, environ, Settings(), is_healthy=answers_health)
    assert resolved.source is ServerSource.DEFAULT
    assert note in resolved.notes[0]


@pytest.mark.parametrize("content", ["", "server:", "server: ''", "- a\n- b", "just text"])
def test_an_omnigent_config_without_a_server_says_nothing(environ: dict[str, str], content: str) -> None:
    (omnigent_home(environ) / "config.yaml").write_text(content)
    resolved = resolve_server(None, environ, Settings(), is_healthy=answers_health)
    assert (resolved.source, resolved.notes) == (ServerSource.DEFAULT, ())


def test_what_the_user_chose_is_never_silently_replaced(environ: dict[str, str]) -> None:
    def resolve(explicit: str | None, settings: Settings) -> None:
        resolve_server(explicit, environ, settings, is_healthy=answers_health)

    with pytest.raises(ServerResolutionError, match=r"^--server: .*ftp://"):
        resolve("ftp://x", Settings())
    with pytest.raises(ServerResolutionError, match=r"^--server: the address is empty"):
        resolve("", Settings())
    with pytest.raises(ServerResolutionError, match=r"^settings file: "):
        resolve(None, Settings(server="http://a b"))
    environ["OMNIGENT_TUI_SERVER"] = "user:pw@example.com"
    with pytest.raises(ServerResolutionError, match=r"^OMNIGENT_TUI_SERVER: "):
        resolve(None, Settings())


def test_a_pasted_link_opens_its_session(environ: dict[str, str]) -> None:
    resolved = resolve_server("https://a.example/c/abc123.", environ, Settings(), is_healthy=answers_health)
    assert (resolved.url, resolved.session_id) == ("https://a.example", "abc123")
