"""The seeded sessions: idle, running while watched, waiting, failed, archived, asleep, unreachable, long."""

from __future__ import annotations

from omnigent_tui.demo import identifiers, shapes
from omnigent_tui.demo.entities import Host, Item, Session, now
from omnigent_tui.demo.json_types import JsonObject
from omnigent_tui.demo.seeded.history import bulk_items
from omnigent_tui.demo.world import World

API = "/home/ada/projects/api"
_ERROR = (
    "inner executor error: OpenAI Agents SDK error: Error code: 429 - {'error': {'message': 'rate limit "
    "exceeded', 'type': 'demo_error'}} (HTTPStatusError)"
)


def _make(world: World, name: str, title: str, agent: str, age: int) -> Session:
    found = next(each for each in world.store.agents.values() if each.name == agent)
    session = world.store.add_session(found, world.ids.session(f"session {name}"))
    session.title = title
    session.created_at = session.updated_at = now() - age
    return session


def _bind(world: World, session: Session, host: Host, workspace: str, *, alive: bool = True) -> None:
    session.host, session.workspace = host, workspace
    session.runner_id, session.runner_alive = world.ids.runner(session.id), alive
    session.labels["omnigent.ui"] = "terminal"


def _exchange(world: World, session: Session, question: str, answer: str | None) -> None:
    user = shapes.message_fields("user", question) | {"user_authored": True}
    pairs: list[tuple[str, JsonObject]] = [(identifiers.turn_id(), user)]
    if answer is not None:
        reply = shapes.message_fields("assistant", answer, session.agent.name)
        pairs.append((identifiers.response_id(), reply))
    for response, fields in pairs:
        item = Item(world.ids.item(), "message", response, fields)
        item.created_at = session.updated_at
        session.items.append(item)


def add_sessions(world: World) -> None:
    """Add them, oldest first."""
    atlas, laptop = world.store.hosts.values()
    archived = _make(world, "archived", "Old migration notes", "smoke", 86_400 * 9)
    _bind(world, archived, atlas, API, alive=False)
    _exchange(world, archived, "Is the migration done?", "Yes, since Tuesday. Nothing is left to do.")
    archived.archived = True

    offline = _make(world, "offline", "Fix the landing page (on the laptop)", "smoke", 86_400 * 2)
    _bind(world, offline, laptop, "/Users/ada/code/site", alive=False)
    _exchange(world, offline, "Make the headline shorter.", "Done: it now fits on *one* line.")

    unbound = _make(world, "unbound", "Fork of Nightly build", "smoke", 86_400)
    unbound.labels["omnigent.fork.source_id"] = world.ids.session("session long")
    _exchange(world, unbound, "Try it without the cache.", "I will, once I am bound to a host.")

    long = _make(world, "long", "Nightly build: a long history", "smoke", 50_000)
    _bind(world, long, atlas, API)
    bulk_items(world, long, world.options.items)
    long.usage["demo-large"] = {
        "input_tokens": 81_000,
        "output_tokens": 23_456,
        "total_tokens": 104_456,
        "cache_read_input_tokens": 0,
        "cache_creation_input_tokens": 0,
        "total_cost_usd": None,
    }
    long.last_total_tokens = 104_456

    asleep = _make(world, "asleep", "データベースの移行 🗄️", "reviewer", 30_000)
    _bind(world, asleep, atlas, "/home/ada/projects/ünïcode-日本", alive=False)
    _exchange(
        world, asleep, "移行計画を確認してください。", "計画は **妥当** です。ロールバック手順だけ足してください。"
    )

    failed = _make(world, "failed", "Tägliche Prüfung 🚨", "smoke", 9_000)
    _bind(world, failed, atlas, "/home/ada/projects/web-client")
    _exchange(world, failed, "Prüfe alle Links.", None)
    error: JsonObject = {"source": "harness", "code": "RuntimeError", "message": _ERROR}
    error |= {"level": None, "title": None, "cause": None, "remediation": None}
    failed.items.append(Item(world.ids.item(), "error", identifiers.response_id(), error))
    failed.status = "failed"
    world.agent.record_error(failed, "RuntimeError", _ERROR)

    idle = _make(world, "idle", "Explain the retry module", "smoke", 4_000)
    _bind(world, idle, atlas, API)
    _exchange(
        world,
        idle,
        "What does the retry module do?",
        "It waits between attempts:\n\n```python\ndelay = min(cap, base * 2**attempt)\n```\n\n"
        "The cap is given in **seconds**.",
    )


def add_many(world: World, count: int) -> None:
    """Add small idle sessions in number."""
    for number in range(count):
        session = _make(world, f"bulk {number}", f"Bulk {number}", "smoke", 100_000 - number)
        _exchange(world, session, f"Question {number}", f"Answer {number}.")


async def start_turns(world: World) -> None:
    """Start the session that works while it is watched, and the one that waits for approval."""
    atlas = next(iter(world.store.hosts.values()))
    world.elicitations.opened.clear()
    running = _make(world, "running", "Watch the deployment 👀", "operator", 1_200)
    _bind(world, running, atlas, API)
    _start(world, running, "Keep a vigil over the deployment, please.")
    waiting = _make(world, "waiting", "Restart production?", "operator", 300)
    _bind(world, waiting, atlas, API)
    world.scripts.add(
        waiting.id,
        [
            [
                {"text": "I need your consent for this command.", "chunk": 1000},
                {
                    "tool": {
                        "name": "sys_os_shell",
                        "arguments": {"command": "kubectl rollout restart deployment/api --namespace production"},
                        "output": '{"stdout": "deployment.apps/api restarted\\n", "stderr": "", "exit_code": 0}',
                        "seconds": 1,
                    },
                    "ask": {
                        "message": "ask_shell: Confirm shell command.",
                        "policy_name": "ask_shell",
                        "requestedSchema": {},
                    },
                },
                {"text": "The deployment was **restarted**; all pods are ready.", "chunk": 6, "delay": 0.03},
            ]
        ],
    )
    _start(world, waiting, "Restart the production deployment.")
    await world.elicitations.opened.wait()


def _start(world: World, session: Session, text: str) -> None:
    age = session.updated_at
    user = shapes.message_fields("user", text)
    world.messages.accept(session, user, world.ids.item())
    session.updated_at = age
