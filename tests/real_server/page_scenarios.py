"""Recorded answers of the plain endpoints: lists, pages, hosts, health, errors, the updates socket."""

from __future__ import annotations

import json
import subprocess
from typing import Any

from websockets.sync.client import connect

from tests.real_server.driving import SessionDriver
from tests.real_server.recording import Recorder, Scenario

UNKNOWN = "0" * 32
_SCHEMAS = """
import json, sys
from pydantic import TypeAdapter
from omnigent.server.schemas import ServerStreamEvent
from omnigent.entities.conversation import ITEM_TYPE_TO_DATA_CLS
events = TypeAdapter(ServerStreamEvent).json_schema()
items = {name: cls.model_json_schema() for name, cls in ITEM_TYPE_TO_DATA_CLS.items()}
json.dump({"events": events, "items": items}, sys.stdout)
"""


def server_facts(recorder: Recorder) -> None:
    for name in ("health", "api/version", "v1/info", "v1/me", "v1/agents", "v1/hosts", "v1/runners"):
        recorder.page(name.removeprefix("v1/").replace("/", "_"), "GET", f"/{name}")
    recorder.page("host_get", "GET", f"/v1/hosts/{recorder.rig.host_id}")


def session_pages(recorder: Recorder) -> None:
    sessions = [recorder.session(bound=False, title=f"Listed {number}") for number in range(4)]
    bound = recorder.session(title="Bound", labels={"team": "web"})
    recorder.page("sessions_list", "GET", "/v1/sessions", params={"limit": 3})
    recorder.page("sessions_search", "GET", "/v1/sessions", params={"search_query": "listed 2"})
    recorder.page("session_get", "GET", bound.path)
    recorder.page("session_labels", "GET", f"{bound.path}/labels")
    recorder.page("session_patch", "PATCH", bound.path, json={"title": "Patched"})
    body = {"agent_id": recorder.rig.agents["smoke"], "title": "Created", "reasoning_effort": "high"}
    made = recorder.page("session_create", "POST", "/v1/sessions", json=body).json()
    recorder.page("session_delete", "DELETE", f"/v1/sessions/{made['id']}")
    ids = f"{bound.id},{sessions[0].id},{UNKNOWN}"
    recorder.page("health_batch", "GET", "/health", params={"session_ids": ids})
    recorder.page("health_single", "GET", "/health", params={"session_id": bound.id})


def item_pages(recorder: Recorder) -> None:
    session = seeded(recorder, 12)
    ids = [item["id"] for item in session.items()]
    items = f"{session.path}/items"
    recorder.page("items_page_asc", "GET", items, params={"limit": 5})
    recorder.page("items_page_desc", "GET", items, params={"limit": 5, "order": "desc"})
    back = {"limit": 5, "order": "desc", "after": ids[7]}
    recorder.page("items_page_back", "GET", items, params=back)
    recorder.page("items_page_past_end", "GET", items, params={"after": ids[-1]})
    recorder.page("error_items_stale_cursor", "GET", items, params={"after": UNKNOWN})
    fork = {"title": "A fork", "up_to_response_id": "resp_2"}
    recorder.page("session_fork", "POST", f"{session.path}/fork", json=fork)


def host_pages(recorder: Recorder) -> None:
    for folder in ("projects/api", "with space", "ünïcode-日本", "per%cent"):
        (recorder.rig.home / folder).mkdir(parents=True, exist_ok=True)
    (recorder.rig.home / "notes.md").write_text("# Notes\n", encoding="utf-8")
    files = f"/v1/hosts/{recorder.rig.host_id}/filesystem"
    home = str(recorder.rig.home)
    recorder.page("host_fs_home", "GET", files)
    recorder.page("host_fs_page", "GET", f"{files}{home}", params={"limit": 2})
    recorder.page("error_host_fs_missing", "GET", f"{files}{home}/nope")
    recorder.page("error_host_fs_file", "GET", f"{files}{home}/notes.md")
    made = {"path": "~/made"}
    recorder.page("host_directory_create", "POST", f"/v1/hosts/{recorder.rig.host_id}/directories", json=made)


def error_pages(recorder: Recorder) -> None:
    agent = recorder.rig.agents["smoke"]
    host = {"agent_id": agent, "host_id": recorder.rig.host_id}
    session = recorder.session(bound=False)
    create: list[tuple[str, dict[str, Any]]] = [
        ("error_create_empty", {}),
        ("error_create_unknown_agent", {"agent_id": UNKNOWN}),
        ("error_create_no_workspace", host),
        ("error_create_workspace_missing", {**host, "workspace": "/nonexistent"}),
        ("error_create_unknown_host", {**host, "host_id": UNKNOWN, "workspace": "/"}),
    ]
    for name, body in create:
        recorder.page(name, "POST", "/v1/sessions", json=body)
    recorder.page("error_session_unknown", "GET", f"/v1/sessions/{UNKNOWN}")
    recorder.page("error_session_malformed", "GET", "/v1/sessions/nonsense")
    recorder.page("error_stream_unknown", "GET", f"/v1/sessions/{UNKNOWN}/stream")
    recorder.page("error_health_malformed", "GET", "/health", params={"session_ids": f"{session.id},x"})
    recorder.page("error_sessions_limit", "GET", "/v1/sessions", params={"limit": 0})
    recorder.page("error_host_unknown", "GET", f"/v1/hosts/{UNKNOWN}")
    recorder.page("error_route_unknown", "GET", "/v1/no-such-thing")
    recorder.page("error_switch_agent", "POST", f"{session.path}/switch-agent", json={"agent_id": agent})
    recorder.page("error_compact", "POST", f"{session.path}/events", json={"type": "compact", "data": {}})
    recorder.page("error_event_unknown", "POST", f"{session.path}/events", json={"type": "nope", "data": {}})
    recorder.page("error_patch_title", "PATCH", session.path, json={"title": "x" * 201})
    recorder.page("error_fork_unknown", "POST", f"{session.path}/fork", json={"up_to_response_id": "resp_x"})


def updates_socket(recorder: Recorder) -> None:
    session = recorder.session(bound=False, title="Watched")
    frames: list[dict[str, Any]] = []
    address = str(recorder.client.base_url).replace("http://", "ws://").rstrip("/") + "/v1/sessions/updates"

    def exchange(kind: str) -> None:
        while True:
            frame = json.loads(socket.recv(timeout=30))
            frames.append({"from": "server", "frame": frame})
            if frame["type"] == kind:
                return

    with connect(address, proxy=None) as socket:
        watch = {"type": "watch", "session_ids": [session.id]}
        socket.send(json.dumps(watch))
        frames.append({"from": "client", "frame": watch})
        exchange("snapshot")
        recorder.client.patch(session.path, json={"title": "Watched and renamed"})
        exchange("changed")
        other = recorder.session(bound=False, title="Made elsewhere")
        exchange("changed")
        other.delete()
        session.delete()
        exchange("removed")
    recorder.document("ws_sessions_updates", frames)


def schemas(recorder: Recorder) -> None:
    python = recorder.rig.python
    done = subprocess.run(
        [python, "-c", _SCHEMAS], capture_output=True, check=True, env={"HOME": str(recorder.rig.home)}
    )
    found = json.loads(done.stdout)
    types = sorted(found["events"]["discriminator"]["mapping"])
    recorder.document("event_types", {"types": types, "schema": undescribed(found["events"])})
    recorder.document("item_types", {"types": sorted(found["items"]), "schemas": undescribed(found["items"])})


def undescribed(value: Any) -> Any:
    """Drop the prose of a JSON schema, keeping properties that happen to be called like it."""
    if isinstance(value, list):
        return [undescribed(part) for part in value]
    if not isinstance(value, dict):
        return value
    return {
        key: undescribed(part)
        for key, part in value.items()
        if not (key in ("description", "title") and isinstance(part, str))
    }


def seeded(recorder: Recorder, count: int) -> SessionDriver:
    """A session without a runner that holds `count` messages, two to a turn."""
    session = recorder.session(bound=False)
    session.post([message_item(number) for number in range(count)])
    return session


def message_item(number: int) -> dict[str, Any]:
    """The event that stores message `number`: questions are even, answers odd, two to a response."""
    turn = number // 2
    if number % 2 == 0:
        data = {"role": "user", "content": [{"type": "input_text", "text": f"Question {turn}"}]}
        response_id = f"turn_{turn}"
    else:
        content = [{"type": "output_text", "text": f"Answer {turn}"}]
        data = {"role": "assistant", "agent": "smoke", "content": content}
        response_id = f"resp_{turn}"
    item = {"item_type": "message", "item_data": data, "response_id": response_id}
    return {"type": "external_conversation_item", "data": item}


SCENARIOS: list[Scenario] = [
    server_facts,
    session_pages,
    item_pages,
    host_pages,
    error_pages,
    updates_socket,
    schemas,
]
