"""The doctor against a demo server, a locked one, a web page and nothing at all."""

import asyncio
import http.server
import io
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from omnigent_tui.doctor.command import run_doctor
from omnigent_tui.doctor.report import gather_report
from omnigent_tui.doctor.terminal_facts import gather_terminal_facts
from omnigent_tui.settings.server_resolution import ServerResolutionError
from tests.agentsmesh.server import KEY, ORG, FakeMesh, serving
from tests.agentsmesh.shapes import FakeRunner
from tests.demo.forked import ForkedDemo

SECRET = "demo-secret-token-1234"


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {
        "HOME": str(tmp_path),
        "TERM": "xterm-256color",
        "OMNIGENT_TUI_CONFIG_DIR": str(tmp_path / "config"),
        "OMNIGENT_TUI_STATE_DIR": str(tmp_path / "state"),
    }


@pytest.fixture(scope="module")
def open_server() -> Iterator[str]:
    with ForkedDemo("--empty") as demo:
        yield demo.url


@pytest.fixture(scope="module")
def locked_server() -> Iterator[str]:
    with ForkedDemo("--empty", "--token", SECRET) as demo:
        yield demo.url


def examine(server: str | None, environ: dict[str, str]) -> tuple[int, dict[str, Any], str]:
    """Return exit status, the JSON object and the text of two runs."""
    as_json, as_text = io.StringIO(), io.StringIO()
    status = run_doctor(server, environ, as_json=True, out=as_json)
    assert run_doctor(server, environ, as_json=False, out=as_text) == status
    document: dict[str, Any] = json.loads(as_json.getvalue())
    assert document["usable"] == (status == 0)
    return status, document, as_text.getvalue()


def test_a_server_that_lets_us_in(open_server: str, environ: dict[str, str]) -> None:
    environ["OMNIGENT_TUI_SERVER"] = open_server
    status, document, text = examine(None, environ)
    assert status == 0
    server = document["server"]
    assert (server["url"], server["source"], server["outcome"]) == (open_server, "OMNIGENT_TUI_SERVER", "ok")
    assert server["version"]
    assert server["version"] in text
    assert document["login"]["has_token"] is False
    assert document["problems"] == []
    assert "To do" not in text
    assert document["files"]["settings"] == {
        "path": str(Path(environ["OMNIGENT_TUI_CONFIG_DIR"]) / "settings.toml"),
        "exists": False,
    }
    assert set(document["versions"]) == {"omnigent-tui", "python", "textual", "system"}


def test_a_server_that_wants_a_login(locked_server: str, environ: dict[str, str]) -> None:
    status, document, text = examine(locked_server, environ)
    assert (status, document["server"]["outcome"]) == (1, "unauthorized")
    assert f"omnigent login {locked_server}" in text.split("To do")[1]


def test_a_stored_login_is_used_and_never_shown(locked_server: str, environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / ".omnigent").mkdir()
    record = {"token": SECRET, "user_id": "alice", "expires_at": time.time() + 3600}
    (tmp_path / ".omnigent" / "auth_tokens.json").write_text(json.dumps({locked_server: record}))
    status, document, text = examine(locked_server, environ)
    assert (status, document["server"]["outcome"], document["login"]["has_token"]) == (0, "ok", True)
    assert document["login"]["user_id"] == "alice"
    assert "auth_tokens.json, valid until" in text
    assert SECRET not in text + json.dumps(document)


def test_an_expired_login_is_named(locked_server: str, environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / ".omnigent").mkdir()
    record = {"token": SECRET, "user_id": "alice", "expires_at": 1.0}
    (tmp_path / ".omnigent" / "auth_tokens.json").write_text(json.dumps({locked_server: record}))
    status, document, text = examine(locked_server, environ)
    assert (status, document["login"]["has_token"]) == (1, False)
    assert "has expired" in document["problems"][0]
    assert "none usable in" in text


def test_nothing_listens(environ: dict[str, str]) -> None:
    status, document, text = examine("127.0.0.1:1", environ)
    assert (status, document["server"]["outcome"], document["server"]["version"]) == (1, "refused", None)
    assert "http://127.0.0.1:1" in text


def test_a_web_page_is_not_a_server(environ: dict[str, str]) -> None:
    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<html><title>Sign in \x1b]0;pwned\x07</title></html>")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class names it)
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        status, document, text = examine(f"127.0.0.1:{server.server_address[1]}", environ)
        server.shutdown()
        thread.join()
    assert (status, document["server"]["outcome"]) == (1, "html")
    assert "\x1b" not in text


def test_everything_wrong_with_the_installation_is_listed(
    open_server: str, environ: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").write_text('colour = 1\n[keys]\nhelp.open = "ctrl+q"\n')
    environ |= {"TERM": "dumb", "OMNIGENT_TUI_TOKEN": "two words"}
    status, document, text = examine(open_server, environ)
    assert status == 0
    told = "\n".join(document["problems"])
    for part in ("unknown key 'colour'", "Ctrl+Q belongs to app.quit", "OMNIGENT_TUI_TOKEN", "TERM=dumb"):
        assert part in told
        assert part in text.split("To do")[1]
    assert "two words" not in text


def test_an_address_that_cannot_be_used_is_an_error(environ: dict[str, str]) -> None:
    with pytest.raises(ServerResolutionError):
        asyncio.run(gather_report("ftp://x", environ))


@pytest.mark.parametrize(
    ("variables", "colors"),
    [
        ({"COLORTERM": "truecolor"}, "truecolor"),
        ({"TERM": "screen-256color"}, "256"),
        ({"TERM": "linux"}, "standard"),
    ],
)
def test_colours_are_what_the_program_would_use(variables: dict[str, str], colors: str) -> None:
    assert gather_terminal_facts({"TERM": "xterm-256color", **variables}).colors == colors


def test_the_way_to_the_terminal_is_told() -> None:
    facts = gather_terminal_facts({"TERM": "tmux-256color\x1b", "TMUX": "x", "SSH_TTY": "/dev/pts/1", "NO_COLOR": "1"})
    assert (facts.multiplexer, facts.ssh, facts.no_color) == ("tmux", True, True)
    assert facts.term is not None
    assert "\x1b" not in facts.term
    plain = gather_terminal_facts({"TERM": "xterm", "NO_COLOR": ""})
    assert (plain.multiplexer, plain.ssh, plain.no_color) == (None, False, False)


def test_agentsmesh_is_told_of_and_its_key_is_not(open_server: str, environ: dict[str, str]) -> None:
    assert examine(open_server, environ)[1]["agentsmesh"] == {"url": None, "org": None, "result": "not set up"}
    found: list[tuple[dict[str, Any], str]] = []

    async def with_mesh(key: str) -> None:
        async with serving(FakeMesh(runners=[FakeRunner(1, "a"), FakeRunner(2, "b", status="offline")])) as mesh:
            account = {"URL": mesh.url, "ORG": ORG, "API_KEY": key}
            more = {f"OMNIGENT_TUI_AGENTSMESH_{name}": value for name, value in account.items()}
            _, document, text = await asyncio.to_thread(examine, open_server, environ | more)
            found.append((document, text))

    for key in (KEY, "amk_" + "0" * 80):
        asyncio.run(with_mesh(key))
    (good, good_text), (bad, _) = found
    assert good["agentsmesh"]["result"] == "ok: 1 of 2 runners online"
    assert "ok: 1 of 2 runners online" in good_text
    assert KEY not in good_text + str(good)
    assert "key" in bad["agentsmesh"]["result"]
