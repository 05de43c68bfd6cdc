"""Writes what the real server sends to ``tests/recordings``: streams byte for byte, answers as JSON."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx

from tests.real_server.driving import SessionDriver
from tests.real_server.environment import cache_folder, find_python
from tests.real_server.replies import Reply
from tests.real_server.rig import REPOSITORY, RealServer
from tests.real_server.scrubbing import Scrubber
from tests.real_server.stream_tap import StreamTap

RECORDINGS = REPOSITORY / "tests" / "recordings"
_KEPT_HEADERS = ("content-type", "content-disposition", "cache-control")


class Recorder:
    """Runs scenarios on one rig and keeps what comes back."""

    def __init__(self, rig: RealServer, folder: Path = RECORDINGS) -> None:
        self.rig = rig
        self.client = rig.client
        self.model = rig.model
        self._folder = folder
        self._sessions: list[SessionDriver] = []
        prefixes = {
            cache_folder(): "/opt/cache",
            REPOSITORY: "/opt/omnigent-tui",
            Path(sys.base_prefix): "/usr",
            find_python().resolve().parents[1]: "/usr",
        }
        self._scrubber = Scrubber(rig.home, rig.root, prefixes)

    def session(self, agent: str = "smoke", *, bound: bool = True, **body: Any) -> SessionDriver:
        """A new session of that agent, with a runner unless `bound` is false."""
        host = {"host_id": self.rig.host_id, "workspace": str(self.rig.workspace)} if bound else {}
        session = SessionDriver.create(self.client, agent_id=self.rig.agents[agent], **host, **body)
        self._sessions.append(session)
        if bound:
            session.wait_runner()
        return session

    def end_sessions(self) -> None:
        """Delete the sessions of the scenario that just ended."""
        for session in self._sessions:
            session.delete()
        self._sessions.clear()

    def script(self, *replies: Reply, match: str) -> None:
        """Lay down the model's answers to messages that contain `match`."""
        self.model.queue(*replies, match=match)

    @contextlib.contextmanager
    def stream(self, name: str, session: SessionDriver, *, state: bool = True) -> Iterator[StreamTap]:
        """Record the stream as ``NAME.sse`` and, with `state`, items and snapshot afterwards."""
        with session.tap() as tap:
            yield tap
        self.raw(name, tap)
        if state:
            self.state(name, session)

    def raw(self, name: str, tap: StreamTap) -> None:
        """Record what a stream has sent so far as ``NAME.sse``."""
        self._write(f"{name}.sse", tap.raw)

    def state(self, name: str, session: SessionDriver) -> None:
        """Record all items and the snapshot as ``NAME.items.json`` and ``NAME.session.json``."""
        self.page(f"{name}.items", "GET", f"{session.path}/items", params={"limit": 1000})
        self.page(f"{name}.session", "GET", session.path)

    def page(self, name: str, method: str, path: str, **request: Any) -> httpx.Response:
        """Send one request and record question and answer as ``NAME.json``."""
        answer = self.client.request(method, path, **request)
        asked: dict[str, Any] = {"method": method, "path": answer.request.url.raw_path.decode()}
        if "json" in request:
            asked["json"] = request["json"]
        with contextlib.suppress(ValueError):
            self.document(
                name,
                {
                    "request": asked,
                    "status": answer.status_code,
                    "headers": {key: answer.headers[key] for key in _KEPT_HEADERS if key in answer.headers},
                    "body": answer.json(),
                },
            )
        return answer

    def document(self, name: str, value: Any) -> None:
        """Write any JSON value as ``NAME.json``."""
        self._write(f"{name}.json", json.dumps(value, indent=1, ensure_ascii=False).encode() + b"\n")

    def _write(self, name: str, data: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / name).write_bytes(self._scrubber.clean(data))


Scenario = Callable[[Recorder], None]
