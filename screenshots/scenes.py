"""What the pictures show, one scene each: what the agent does, which keys are pressed, what is waited for."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from screenshots.demo_server import DemoServer
from screenshots.stage import Stage

Step = dict[str, Any]
Prepare = Callable[[DemoServer], str]
Play = Callable[[Stage], Awaitable[None]]

_QUESTION = "Retries hammer the server when it restarts. Can you fix that?"
_INTRO = "I'll look at how the delay is computed, then run its tests."
_ANSWER = """\
The delay had **no cap and no jitter**, so all clients came back at once:

```python
def delay(attempt: int, base: float = 0.5, cap: float = 30.0) -> float:
    return random.uniform(0, min(cap, base * 2**attempt))
```

| attempt | before | now       |
|--------:|-------:|-----------|
|       1 |    1 s | 0 – 1 s   |
|       5 |   16 s | 0 – 16 s  |
|      10 |  512 s | 0 – 30 s  |

All `212` tests pass. What is left to do: the same in"""


@dataclass(frozen=True)
class Scene:
    """One picture. `prepare` returns the id of the session to open; without it there is no server at all."""

    name: str
    play: Play
    prepare: Prepare | None = None
    size: tuple[int, int] = (120, 36)
    theme: str = "omnigent-dark"


def _shell(command: str, output: str) -> Step:
    answer = json.dumps({"stdout": output, "stderr": "", "exit_code": 0})
    return {"name": "sys_os_shell", "arguments": {"command": command}, "output": answer, "seconds": 0.1}


def _a_fix(server: DemoServer) -> str:
    session_id = server.new_session("Retry without a stampede")
    server.script(
        session_id,
        [
            {"text": _INTRO, "chunk": 20},
            {
                "tool": _shell(
                    "grep -n 'def delay' -A 2 src/retry.py",
                    "12:def delay(attempt, base=0.5):\n13:    return base * 2**attempt\n",
                )
            },
            {"tool": _shell("pytest -q tests/test_retry.py", "............ [100%]\n212 passed in 3.92s\n")},
            {"text": _ANSWER, "chunk": 20},
            {"gate": "rest"},
            {"text": " the web client.", "chunk": 20},
        ],
    )
    return session_id


def _a_finished_fix(server: DemoServer) -> str:
    server.post("/demo/release", {"gate": "rest"})
    return _a_fix(server)


async def _streams(stage: Stage) -> None:
    await stage.is_live()
    await stage.type(_QUESTION)
    await stage.press("enter")
    await stage.reads("All 212 tests pass", "running since")


async def _has_answered(stage: Stage) -> None:
    await stage.is_live()
    await stage.type(_QUESTION)
    await stage.press("enter")
    await stage.reads("web client.", "○ idle · ")


async def _palette(stage: Stage) -> None:
    await _streams(stage)
    await stage.press("ctrl+p")
    await stage.reads("Search commands")
    await stage.type("se")


def _consent(server: DemoServer) -> str:
    return server.session_titled("Restart production?")


async def _approval(stage: Stage) -> None:
    await stage.is_live()
    await stage.reads("to answer")
    await stage.press("ctrl+o")
    await stage.reads("y accept")


async def _refused(stage: Stage) -> None:
    await stage.reads("Not connected", "Nothing listens", "Try again")


SCENES = (
    Scene("main", _streams, _a_fix),
    Scene("approval", _approval, _consent),
    Scene("connect", _refused, size=(100, 24)),
    Scene("light", _streams, _a_fix, theme="omnigent-light"),
    Scene("palette", _palette, _a_fix),
    Scene("narrow", _has_answered, _a_finished_fix, size=(80, 24)),
)
