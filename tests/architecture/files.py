"""The source files the architecture tests look at: what git would keep, nothing generated."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "omnigent_tui"
SOURCE_FOLDERS = ("omnigent_tui", "tests", "screenshots")


def python_files(*folders: str) -> list[Path]:
    """Return every Python file below the named folders of the repository."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in found if "__pycache__" not in path.parts)


@cache
def syntax_tree(path: Path) -> ast.Module:
    """Return the parsed file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def shown(path: Path) -> str:
    """Return the path as it is written in messages: relative to the repository."""
    return path.relative_to(ROOT).as_posix()
