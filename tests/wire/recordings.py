"""Where recordings of the real server lie: in the repository, and in a shared folder beside it when there is one."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parents[2]
FOLDERS = tuple(
    folder for folder in (_ROOT / "tests/recordings", _ROOT.parent / "shared/protocol/wire") if folder.is_dir()
)


@dataclass(frozen=True)
class Exchange:
    """One recorded request and its answer."""

    name: str
    method: str
    path: str
    status: int
    body: Any


def streams() -> list[Path]:
    """Every recorded event stream."""
    return [path for folder in FOLDERS for path in sorted(folder.glob("*.sse"))]


def exchanges() -> list[Exchange]:
    """Every recorded answer whose request is known."""
    found = []
    for folder in FOLDERS:
        for path in sorted(folder.glob("*.json")):
            value = json.loads(path.read_text())
            if isinstance(value, dict) and "body" in value and "path" in value.get("request", {}):
                request = value["request"]
                name = f"{folder.name}/{path.name}"
                found.append(Exchange(name, request["method"], request["path"], value["status"], value["body"]))
    return found


def read(name: str) -> list[Any]:
    """Return the recording called `name` from every folder that has it."""
    return [json.loads((folder / name).read_text()) for folder in FOLDERS if (folder / name).is_file()]


def label(value: Path | Exchange) -> str:
    """Return a short name for a test's id."""
    return f"{value.parent.name}/{value.name}" if isinstance(value, Path) else value.name
