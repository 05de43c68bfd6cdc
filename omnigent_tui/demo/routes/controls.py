"""Controls for tests, under `/demo`. All bodies and answers are JSON.

- `POST /demo/faults` `{"kind","path_prefix"?,"count"?,"status"?,"delay"?,"body"?,"method"?,"headers"?}`: order a fault.
  `count` (default 1; null: until a reset) is the number of requests hit. Kinds: `refuse` resets the connection;
  `stall` holds the request for `delay` seconds (default: until a reset) and then serves it; `html` answers a web page
  with `status` 200; `status` answers `status` with the error envelope or with `body` as it is; `drop_streams` ends the
  open streams and updates sockets now (and, with `count`, that many new streams right after they open; default 0);
  `mute_streams` keeps open and new streams open but silent until a reset.
- `POST /demo/reset` `{"data"?: bool}`: end all faults, scripts and gates; with `data`, also rebuild the seeded data.
- `POST /demo/emit` `{"session_id","event"|"raw"}`: publish any event, or any text, on the session's streams.
- `POST /demo/script` `{"session_id"|null,"turns":[[step,...],...]}`: lay down the next turns. Steps: `{"text","chunk"?,
  "delay"?}`, `{"burst","chunk"?}` (all deltas at once), `{"reasoning",...}`, `{"tool":{"name","arguments","output",
  "call_id"?,"seconds"?,"gate"?},"ask"?,"form"?}`, `{"tools":[...]}`, `{"gate":name}`, `{"event":{...}}`,
  `{"item":{"type",...}}`, `{"todos":[...]}`, `{"sleep":s}`, `{"commit":true}`, `{"fail":{"code","message"}}`.
- `POST /demo/release` `{"gate": name|null}`: open a gate, or all that are waited at.
- `POST /demo/items` `{"session_id","items":[{"type","response_id"?,...}]}` or `{"session_id","count"}`: append items
  without any event.
- `POST /demo/restart_epoch`: behave as a restarted server: new epoch, streams dropped, in-flight text lost.
- `POST /demo/hosts` `{"host_id","online"}`: take a host down (silently, with its runners) or bring it back.
- `POST /demo/kill_runner` `{"session_id"}`: the session's runner dies.
- `GET /demo/state`: open streams by session, updates sockets, gates waited at, epoch, process id.
- `GET /demo/requests?path_prefix=&method=`: the last 1000 requests as `{"method","path","query","status","body"}`;
  `status` is null while one is being served.
"""

from __future__ import annotations

import asyncio
import os

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from omnigent_tui.demo import answers
from omnigent_tui.demo.faults import KINDS, Fault
from omnigent_tui.demo.json_types import JsonObject
from omnigent_tui.demo.seeded import populate
from omnigent_tui.demo.seeded.history import bulk_items
from omnigent_tui.demo.world import World, world_of

_OK: JsonObject = {"ok": True}


def _drop(world: World, prefix: str) -> int:
    dropped = 0
    for subscriber in world.hub.subscribers():
        if f"/v1/sessions/{subscriber.session_id}/stream".startswith(prefix):
            subscriber.end()
            dropped += 1
    if "/v1/sessions/updates".startswith(prefix):
        world.changes.close_all()
    return dropped


async def order_fault(request: Request) -> Response:
    """`POST /demo/faults`."""
    world = world_of(request)
    body = await answers.read_object(request)
    kind = body.get("kind")
    if kind not in KINDS:
        raise answers.problem(400, "invalid_input", f"kind must be one of {', '.join(KINDS)}")
    known = {"kind", "path_prefix", "count", "status", "delay", "body", "method", "headers"}
    if not set(body) <= known:
        raise answers.problem(400, "invalid_input", f"unknown keys: {sorted(set(body) - known)}")
    if kind == "html":
        body.setdefault("status", 200)
    fault = Fault(**body)
    dropped = 0
    if kind == "drop_streams":
        dropped = _drop(world, fault.path_prefix)
        fault.count = int(body.get("count") or 0)
        if fault.count > 0:
            world.faults.add(fault)
    elif kind == "mute_streams":
        world.hub.mute_new = True
        for subscriber in world.hub.subscribers():
            subscriber.muted = True
    else:
        world.faults.add(fault)
    return JSONResponse({"ok": True, "dropped": dropped})


async def reset(request: Request) -> Response:
    """`POST /demo/reset`."""
    world = world_of(request)
    body = await answers.read_object(request) if await request.body() else {}
    world.faults.clear()
    world.scripts.clear()
    world.hub.mute_new = False
    for subscriber in world.hub.subscribers():
        subscriber.muted = False
    if body.get("data"):
        for session in list(world.store.sessions.values()):
            world.agent.kill(session)
        world.hub.drop()
        world.requests.clear()
        world.store.clear()
        await populate(world)
    return JSONResponse(_OK)


async def emit(request: Request) -> Response:
    """`POST /demo/emit`."""
    world = world_of(request)
    body = await answers.read_object(request)
    session_id = str(body.get("session_id"))
    if isinstance(body.get("raw"), str):
        world.hub.publish_raw(session_id, body["raw"].encode("utf-8", "surrogateescape"))
    elif isinstance(body.get("event"), dict):
        world.hub.publish(session_id, {"sequence_number": None, **body["event"]})
    else:
        raise answers.problem(400, "invalid_input", "give event or raw")
    return JSONResponse({"ok": True, "streams": world.hub.counts().get(session_id, 0)})


async def script(request: Request) -> Response:
    """`POST /demo/script`."""
    body = await answers.read_object(request)
    turns = body.get("turns")
    if not isinstance(turns, list) or not all(isinstance(turn, list) for turn in turns):
        raise answers.problem(400, "invalid_input", "turns must be a list of lists of steps")
    world_of(request).scripts.add(body.get("session_id"), turns)
    return JSONResponse(_OK)


async def release(request: Request) -> Response:
    """`POST /demo/release`."""
    body = await answers.read_object(request) if await request.body() else {}
    world_of(request).scripts.release(body.get("gate"))
    return JSONResponse(_OK)


async def add_items(request: Request) -> Response:
    """`POST /demo/items`."""
    world = world_of(request)
    body = await answers.read_object(request)
    session = world.store.session(str(body.get("session_id")))
    if isinstance(body.get("count"), int):
        added = bulk_items(world, session, body["count"])
    else:
        added = []
        for entry in body.get("items", []):
            fields = {key: value for key, value in entry.items() if key not in {"type", "response_id"}}
            response = str(entry.get("response_id", "turn_injected"))
            added.append(world.store.append(session, str(entry["type"]), response, fields))
    return JSONResponse({"ok": True, "ids": [item.id for item in added]})


async def restart_epoch(request: Request) -> Response:
    """`POST /demo/restart_epoch`."""
    world = world_of(request)
    world.hub.new_epoch()
    for session in world.store.sessions.values():
        if session.turn is not None:
            session.turn.forget()
    world.changes.close_all()
    return JSONResponse({"ok": True, "dropped": world.hub.drop(), "epoch": world.hub.epoch})


async def set_host(request: Request) -> Response:
    """`POST /demo/hosts`."""
    world = world_of(request)
    body = await answers.read_object(request)
    world.runners.set_host(world.store.host(str(body.get("host_id"))), online=bool(body.get("online")))
    return JSONResponse(_OK)


async def kill_runner(request: Request) -> Response:
    """`POST /demo/kill_runner`."""
    world = world_of(request)
    body = await answers.read_object(request)
    world.runners.crash(world.store.session(str(body.get("session_id"))))
    await asyncio.sleep(0)
    return JSONResponse(_OK)


async def state(request: Request) -> Response:
    """`GET /demo/state`."""
    world = world_of(request)
    return JSONResponse(
        {
            "streams": world.hub.counts(),
            "updates": len(world.changes.watchers),
            "waiting_gates": world.scripts.waiting,
            "epoch": world.hub.epoch,
            "pid": os.getpid(),
        }
    )


async def requests(request: Request) -> Response:
    """`GET /demo/requests`."""
    prefix = request.query_params.get("path_prefix", "/")
    method = request.query_params.get("method")
    log = [
        entry
        for entry in world_of(request).requests
        if entry["path"].startswith(prefix) and method in {None, entry["method"]}
    ]
    return JSONResponse({"data": log})


ROUTES: list[BaseRoute] = [
    Route("/demo/faults", order_fault, methods=["POST"]),
    Route("/demo/reset", reset, methods=["POST"]),
    Route("/demo/emit", emit, methods=["POST"]),
    Route("/demo/script", script, methods=["POST"]),
    Route("/demo/release", release, methods=["POST"]),
    Route("/demo/items", add_items, methods=["POST"]),
    Route("/demo/restart_epoch", restart_epoch, methods=["POST"]),
    Route("/demo/hosts", set_host, methods=["POST"]),
    Route("/demo/kill_runner", kill_runner, methods=["POST"]),
    Route("/demo/state", state, methods=["GET"]),
    Route("/demo/requests", requests, methods=["GET"]),
]
