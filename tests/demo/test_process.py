"""The demo server as a process: it starts, says where it is, and never outlives its owner."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from omnigent_tui.demo.process import DemoDidNotStart, DemoNotInstalled, DemoProcess

COMMAND = [sys.executable, "-m", "omnigent_tui.demo"]


def launch(*arguments: str) -> tuple[subprocess.Popen[bytes], str]:
    """Start the program by hand; the process and its address."""
    process = subprocess.Popen([*COMMAND, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    return process, json.loads(process.stdout.readline())["url"]


def test_ends_when_standard_input_closes_although_a_stream_is_open() -> None:
    process, url = launch("--until-stdin-closes")
    with httpx.Client(base_url=url, trust_env=False) as client:
        session = client.get("/v1/sessions").json()["data"][0]["id"]
        with client.stream("GET", f"/v1/sessions/{session}/stream") as stream:
            assert stream.status_code == 200
            assert process.stdin is not None
            process.stdin.close()
            process.wait(30)
    assert process.returncode == 0
    assert process.stdout is not None
    process.stdout.close()


def test_ends_on_sigterm() -> None:
    process, url = launch()
    assert httpx.get(f"{url}/health", trust_env=False).json() == {"status": "ok"}
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode in {0, -signal.SIGTERM}


def test_listens_on_the_port_it_is_given() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with DemoProcess("--port", str(port)) as demo:
        assert demo.url == f"http://127.0.0.1:{port}"
    # The same address serves again at once: a server that comes back.
    with DemoProcess("--port", str(port)) as demo:
        assert httpx.get(f"{demo.url}/health", trust_env=False).status_code == 200


async def test_asynchronous_start_and_stop() -> None:
    demo = DemoProcess("--empty")
    url = await demo.start()
    assert await demo.start() == url
    async with httpx.AsyncClient(base_url=url, trust_env=False) as client:
        assert (await client.get("/health")).status_code == 200
    await demo.stop()
    await demo.stop()
    assert demo.pid is None
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", int(url.rsplit(":", 1)[1]))


def test_failed_start_is_told_with_the_reason() -> None:
    with pytest.raises(DemoDidNotStart, match="--no-such-option"):
        DemoProcess("--no-such-option").start_blocking()


def test_missing_packages_are_named_with_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    real: Callable[..., Any] = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "uvicorn" else real(name))
    with pytest.raises(DemoNotInstalled, match=r"needs uvicorn.*pip install 'omnigent-tui\[demo\]'"):
        DemoProcess().start_blocking()


def test_program_itself_gives_the_same_advice() -> None:
    script = (
        "import runpy, sys; sys.modules['starlette'] = None; runpy.run_module('omnigent_tui.demo', run_name='__main__')"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 3
    assert "pip install 'omnigent-tui[demo]'" in ended.stderr
