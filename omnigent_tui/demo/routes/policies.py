"""Policies of a session, policies of the server, and the registry of handlers."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from omnigent_tui.demo import answers
from omnigent_tui.demo.entities import now
from omnigent_tui.demo.json_types import JsonObject
from omnigent_tui.demo.routes.sessions import session_of
from omnigent_tui.demo.world import user_of, world_of

_SAFETY = "omnigent.policies.builtins.safety"
_SCHEMA: JsonObject = {
    "type": "object",
    "properties": {
        "limit": {
            "type": "integer",
            "description": "Maximum tool calls allowed across the session",
            "default": 100,
        }
    },
    "required": ["limit"],
}
REGISTRY: list[JsonObject] = [
    {
        "handler": f"{_SAFETY}.max_tool_calls_per_session",
        "kind": "factory",
        "name": "Limit Tool Calls Per Session",
        "description": "Limits the total number of tool calls across the entire session.",
        "params_schema": _SCHEMA,
        "internal_only": False,
    },
    {
        "handler": f"{_SAFETY}.ask_on_os_tools",
        "kind": "callable",
        "name": "Require Approval for File & Shell Operations",
        "description": "Asks for user approval before any file or shell tool call.",
        "params_schema": None,
        "internal_only": False,
    },
    {
        "handler": f"{_SAFETY}.detect_loop",
        "kind": "factory",
        "name": "Detect Tool Call Retry Loops",
        "description": "Asks when the agent repeats the same tool call with identical arguments.",
        "params_schema": {
            "type": "object",
            "properties": {
                "window": {"type": "integer", "minimum": 1, "default": 10},
                "threshold": {"type": "integer", "minimum": 1, "default": 3},
            },
        },
        "internal_only": False,
    },
]


def _new_policy(known: dict[str, JsonObject], record: str, body: JsonObject, kind: str) -> JsonObject:
    for key in ("name", "type", "handler"):
        if not isinstance(body.get(key), str):
            raise answers.invalid(["body", key], "Field required", "missing", body)
    if body["type"] == "url" and not body["handler"].startswith("https://"):
        raise answers.invalid(["body", "handler"], "URL must use https", "value_error", body["handler"])
    if body["type"] == "python" and body["handler"] not in {entry["handler"] for entry in REGISTRY}:
        text = f"Policy handler '{body['handler']}' is not registered"
        raise answers.problem(400, "invalid_input", text)
    if any(policy["name"] == body["name"] for policy in known.values()):
        text = f"A policy named '{body['name']}' already exists"
        raise answers.problem(409, "already_exists", text)
    policy: JsonObject = {
        "id": record,
        "object": kind,
        "name": body["name"],
        "type": body["type"],
        "handler": body["handler"],
        "enabled": True,
        "created_at": now(),
        "updated_at": None,
    }
    if body.get("factory_params"):
        policy["factory_params"] = body["factory_params"]
    known[record] = policy
    return policy


def _policies(request: Request) -> dict[str, JsonObject]:
    if "session_id" in request.path_params:
        return session_of(request).policies
    if request.method != "GET" and user_of(request) != "local":
        text = "Admin privileges required to manage default policies"
        raise answers.problem(403, "forbidden", text)
    return world_of(request).store.policies


async def list_policies(request: Request) -> Response:
    """`GET .../policies`."""
    return JSONResponse({"object": "list", "data": list(_policies(request).values())})


async def add_policy(request: Request) -> Response:
    """`POST .../policies`; 200, not 201."""
    policies = _policies(request)
    of_session = "session_id" in request.path_params
    body = await answers.read_object(request)
    kind = "session.policy" if of_session else "default_policy"
    policy = _new_policy(policies, world_of(request).ids.record(), body, kind)
    policy |= {"source": "session"} if of_session else {"created_by": user_of(request)}
    return JSONResponse(policy)


def _one(request: Request) -> JsonObject:
    policy = _policies(request).get(request.path_params["policy_id"])
    if policy is None:
        raise answers.not_found("Policy not found")
    return policy


async def get_policy(request: Request) -> Response:
    """`GET .../policies/{id}`."""
    return JSONResponse(_one(request))


async def patch_policy(request: Request) -> Response:
    """`PATCH .../policies/{id}`."""
    policy = _one(request)
    body = await answers.read_object(request)
    policy.update({key: body[key] for key in ("name", "enabled", "factory_params") if key in body})
    policy["updated_at"] = now()
    return JSONResponse(policy)


async def delete_policy(request: Request) -> Response:
    """`DELETE .../policies/{id}`; deleting twice is fine."""
    _policies(request).pop(request.path_params["policy_id"], None)
    return JSONResponse({"deleted": True})


async def registry(request: Request) -> Response:
    """`GET /v1/policy-registry`."""
    _ = request
    return JSONResponse({"object": "list", "data": REGISTRY})


def _pair(base: str) -> list[BaseRoute]:
    one = f"{base}/{{policy_id}}"
    return [
        Route(base, list_policies, methods=["GET"]),
        Route(base, add_policy, methods=["POST"]),
        Route(one, get_policy, methods=["GET"]),
        Route(one, patch_policy, methods=["PATCH"]),
        Route(one, delete_policy, methods=["DELETE"]),
    ]


ROUTES: list[BaseRoute] = [
    *_pair("/v1/sessions/{session_id}/policies"),
    *_pair("/v1/policies"),
    Route("/v1/policy-registry", registry, methods=["GET"]),
]
