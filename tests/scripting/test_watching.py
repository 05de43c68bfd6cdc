"""Following what waits from a script: a line for each question asked and resolved, also after the server was gone."""

from __future__ import annotations

import asyncio
import io
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from omnigent_tui.scripting.asks import watch_asks
from omnigent_tui.scripting.subcommand import Console
from omnigent_tui.wire.client import OmnigentClient
from omnigent_tui.wire.errors import Unreachable
from tests.demo.forked import ForkedDemo
from tests.live.demo import connected_demo
from tests.real_server.processes import free_port


async def _until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        await asyncio.sleep(0.01)


@asynccontextmanager
async def _watching(url: str) -> AsyncIterator[tuple[Callable[[], list[dict[str, Any]]], io.StringIO]]:
    out, err = io.StringIO(), io.StringIO()
    async with OmnigentClient(url) as client:
        task = asyncio.create_task(watch_asks(client, Console(out, err)))
        try:
            yield lambda: [json.loads(line) for line in out.getvalue().splitlines()], err
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def _asks(url: str, message: str) -> str:
    """Have a new session ask that; returns the session's id."""
    async with connected_demo(url) as demo:
        session_id = await demo.session(message)
        call = {"name": "sys_os_shell", "arguments": {}, "output": "done"}
        await demo.script(session_id, [{"tool": call, "ask": {"message": message, "requestedSchema": {}}}])
        await demo.say(session_id, "go")
        return session_id


async def test_each_change_is_a_line_and_a_restart_ends_nothing() -> None:
    port = free_port()
    async with ForkedDemo("--port", str(port)) as process:
        url = process.url
        first = await _asks(url, "First?")
        async with _watching(url) as (lines, messages):
            await _until(lambda: any(line["message"] == "First?" for line in lines()))
            second = await _asks(url, "Second?")
            await _until(lambda: any(line["session_id"] == second for line in lines()))
            (asked,) = (line for line in lines() if line["session_id"] == first)
            assert asked["event"] == "asked"
            assert asked["at"] == pytest.approx(time.time(), abs=600)
            async with OmnigentClient(url) as other:
                path = f"/v1/sessions/{first}/elicitations/{asked['id']}/resolve"
                await other.request_json("POST", path, json={"action": "decline"})
            await _until(lambda: lines()[-1]["event"] == "resolved" and lines()[-1]["id"] == asked["id"])
            await process.stop()
            await _until(lambda: "not connected, trying again" in messages.getvalue())
            assert lines()[-1]["id"] == asked["id"], "that the server is gone resolves nothing"
            async with ForkedDemo("--port", str(port)) as again:
                third = await _asks(again.url, "Third?")
                await _until(lambda: any(line["session_id"] == third for line in lines()))
                assert "connected again" in messages.getvalue()
                gone = [line["session_id"] for line in lines() if line["event"] == "resolved"]
                await _until(lambda: second in [line["session_id"] for line in lines() if line["event"] == "resolved"])
                assert first in gone


async def test_a_server_that_is_not_there_at_first_is_an_error() -> None:
    async with OmnigentClient(f"http://127.0.0.1:{free_port()}") as client:
        with pytest.raises(Unreachable):
            await watch_asks(client, Console(io.StringIO(), io.StringIO()))
